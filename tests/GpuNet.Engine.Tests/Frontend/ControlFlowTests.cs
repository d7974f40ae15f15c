using ILGPU;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class ControlFlowTests
{
    private static readonly int[] Inputs =
        [0, 1, 2, 3, 4, 5, 6, 7, 12, 100, -1, -7, 31, 64, 999, int.MinValue, int.MaxValue];

    private static void Check(Action<Index1D, ArrayView<int>, ArrayView<int>> kernel) =>
        KernelCheck.Items(Inputs.Length, kernel, Inputs, new int[Inputs.Length]);

    [Fact]
    public void Nested_loops_with_break_and_continue() => Check((i, x, y) =>
    {
        int sum = 0;
        for (int a = 0; a < 10; a++)
        {
            if (a == x[i])
                continue;
            for (int b = a; b < 10; b++)
            {
                if (b * a > 20)
                    break;
                if ((b & 1) == 0)
                    continue;
                sum += a * 10 + b;
            }
            if (sum > 300)
                break;
        }
        y[i] = sum;
    });

    [Fact]
    public void While_and_do_while() => Check((i, x, y) =>
    {
        int value = x[i] & 1023;
        int steps = 0;
        while (value > 1)
        {
            value = (value & 1) == 0 ? value / 2 : 3 * value + 1;
            steps++;
        }
        do
        {
            steps += 2;
        }
        while (steps < 9);
        y[i] = steps;
    });

    [Fact]
    public void Short_circuits_and_ternaries() => Check((i, x, y) =>
    {
        int v = x[i];
        bool a = v > 2 && v < 50 || v == -1;
        bool b = a & v != 5 | v == 7;
        bool c = a ^ b;
        bool d = !(a && b) && (c || v % 3 == 0);
        y[i] = (a ? 1 : 0) + (b ? 2 : v > 0 ? 4 : 8) + (c ? 16 : 0) + (d == a ? 32 : 64) + (a && (b || d) ? v : -v);
    });

    [Fact]
    public void Switches() => Check((i, x, y) =>
    {
        int result;
        switch (x[i])
        {
            case 0:
                result = 10;
                break;
            case 1:
            case 2:
                result = 20;
                goto case 5;
            case 3:
                y[i] = 3;
                return;
            case 5:
                result = 50;
                break;
            case 100:
                result = 77;
                break;
            default:
                result = x[i] switch { 4 => 44, 6 => 66, > 500 => 5, -1 => 1, _ => 0 };
                break;
        }
        y[i] = result + 1;
    });

    [Fact]
    public void Goto_forwards_and_backwards() => Check((i, x, y) =>
    {
        int n = x[i] & 15;
        int total = 0;
    again:
        total += n;
        n--;
        if (n > 5)
            goto again;
        if (total > 20)
            goto large;
        total = -total;
        goto end;
    large:
        total *= 2;
    end:
        y[i] = total;
    });

    [Fact]
    public void Early_returns_of_callees() =>
        Check((i, x, y) => y[i] = Classify(x[i]) * 100 + Classify(Classify(x[i]) - 3));

    private static int Classify(int value)
    {
        if (value < 0)
            return -1;
        for (int divisor = 2; divisor < 8; divisor++)
            if (value % divisor == 0)
                return divisor;
        return value > 50 ? 50 : 0;
    }

    [Fact]
    public void Calls_with_side_effects_in_conditions() => Check((i, x, y) =>
    {
        int count = 0;
        if (Touch(ref count, x[i] > 0) && Touch(ref count, x[i] > 3) || Touch(ref count, x[i] == -1))
            count += 100;
        y[i] = count;
    });

    private static bool Touch(ref int count, bool value)
    {
        count++;
        return value;
    }

    [Fact]
    public void A_loop_in_a_callee_in_a_loop_starts_afresh() => Check((i, x, y) =>
    {
        int sum = 0;
        for (int a = 0; a < 4; a++)
            sum += Triangle((x[i] & 7) + a);
        y[i] = sum;
    });

    private static int Triangle(int n)
    {
        int sum = 0;
        while (n > 0)
            sum += n--;
        return sum;
    }

    [Fact]
    public void Infinite_loop_with_one_exit() => Check((i, x, y) =>
    {
        int a = x[i] & 255, b = 7;
        while (true)
        {
            b += a;
            if (b > 1000)
                break;
            a++;
        }
        y[i] = a * b;
    });
}
