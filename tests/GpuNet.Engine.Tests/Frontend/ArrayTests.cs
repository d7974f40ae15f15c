using System.Collections.Immutable;
using ILGPU;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class ArrayTests
{
    private static readonly int[] Inputs = [0, 1, 2, 5, 9, 3, 100];
    private static readonly (int Low, float High) Limits = (3, 0.5f);
    private static readonly int[] Primes = [2, 3, 5, 7, 11];
    private static readonly (byte Low, float High)[,] Table = { { (1, 0.5f), (2, 1.5f) }, { (3, -2f), (4, 8f) } };
    private static readonly ImmutableArray<int> Immutable = [40, 50, 60];
    private static readonly long Offset = Environment.Version.Major;

    private static void Check(Action<Index1D, ArrayView<int>, ArrayView<int>> kernel) =>
        KernelCheck.Items(Inputs.Length, kernel, Inputs, new int[Inputs.Length]);

    [Fact]
    public void Local_arrays() => Check((i, x, y) =>
    {
        var digits = new byte[10];
        var weights = new[] { 1, 10, 100, 1000, -5 };
        for (int k = 0; k < digits.Length; k++)
            digits[k] = (byte)(x[i] * k);
        digits[x[i] % 10]++;
        ref byte third = ref digits[3];
        third += 7;
        int sum = 0;
        foreach (int weight in weights)
            sum += weight;
        for (int k = 0; k < 5; k++)
            sum += weights[k] * digits[k + 2];
        y[i] = sum;
    });

    [Fact]
    public void Arrays_made_in_a_loop_are_new_each_time() => Check((i, x, y) =>
    {
        int sum = 0;
        for (int round = 0; round < 3; round++)
        {
            var small = new int[4];
            var large = new long[100];
            small[round] += x[i] + 1;
            large[(x[i] + round) % 100] += 5;
            for (int k = 0; k < 4; k++)
                sum += small[k] * (k + 1) + (int)large[k];
        }
        y[i] = sum;
    });

    [Fact]
    public void Arrays_are_passed_and_returned() => Check((i, x, y) =>
    {
        var data = Fill(x[i]);
        Reverse(data);
        y[i] = data[0] * 100 + data[1] * 10 + data[2];
    });

    [Fact]
    public void Arrays_tell_their_shape() => Check((i, x, y) =>
    {
        var line = new byte[7];
        var box = new short[2, 3, 4];
        int sum = line.Rank * 10 + line.GetLowerBound(0) + line.GetUpperBound(0) + (int)line.LongLength;
        for (int dimension = 0; dimension < box.Rank; dimension++)
            sum = sum * 10 + box.GetLength((dimension + x[i]) % 3) + box.GetUpperBound(dimension);
        y[i] = sum + (int)box.LongLength + box.GetLowerBound(2);
    });

    [Fact]
    public void Memory_of_stackalloc_is_zeroed_and_a_span() => Check(Stackalloc);

    private static unsafe void Stackalloc(Index1D i, ArrayView<int> x, ArrayView<int> y)
    {
        short* raw = stackalloc short[5];
        Span<long> span = stackalloc long[3];
        raw[x[i] % 5] = (short)(x[i] + 1);
        span[x[i] % 3] = x[i];
        int sum = (int)(span[1] + span[^1]) * span.Length;
        for (int k = 0; k < 5; k++)
            sum += raw[k] * (k + 1);
        y[i] = sum;
    }

    private static int[] Fill(int start)
    {
        var result = new int[3];
        for (int k = 0; k < 3; k++)
            result[k] = start + k;
        return result;
    }

    private static void Reverse(int[] data) => (data[0], data[^1]) = (data[^1], data[0]);

    [Fact]
    public void Rectangular_arrays() => Check((i, x, y) =>
    {
        var matrix = new int[3, 4];
        for (int row = 0; row < matrix.GetLength(0); row++)
            for (int column = 0; column < matrix.GetLength(1); column++)
                matrix[row, column] = row * x[i] + column;
        matrix[x[i] % 3, 1] += 1000;
        ref int corner = ref matrix[2, 3];
        corner *= 2;
        var cube = new byte[2, 2, 2];
        cube[1, 0, 1] = (byte)x[i];
        y[i] = matrix[0, 1] + matrix[1, 1] + corner + cube[1, 0, 1] + cube[x[i] & 1, 0, 1] + matrix.Length;
    });

    [Fact]
    public void Locals_start_at_zero_in_every_call() => Check((i, x, y) =>
    {
        int sum = 0;
        for (int k = 0; k < 3; k++)
            sum += Count(x[i] + k);
        y[i] = sum;
    });

    private static int Count(int n)
    {
        (int Even, int Odd) counts = default;
        for (int k = 0; k < n % 8; k++)
        {
            if (k % 2 == 0)
                counts.Even++;
            else
                counts.Odd++;
        }
        return counts.Even * 10 + counts.Odd;
    }

    [Fact]
    public void Local_memory() => Check((i, x, y) =>
    {
        var stack = LocalMemory.Allocate<int>(16);
        int top = 0;
        for (int value = x[i]; value > 0; value /= 2)
            stack[top++] = value & 1;
        int reversed = 0;
        while (top > 0)
            reversed = reversed * 10 + stack[--top];
        y[i] = reversed + stack.IntLength;
    });

    [Fact]
    public void Static_readonly_fields_are_constants() => Check((i, x, y) =>
        y[i] = x[i] > Limits.Low ? (int)(x[i] * Limits.High) : Index1D.One.X + (int)Offset
            + ArrayView<int>.ElementSize);

    [Fact]
    public void Static_readonly_arrays_are_constants() => Check((i, x, y) =>
    {
        int sum = Primes[2] + Primes.Length;
        for (int turn = 0; turn < 3; turn++)
            sum += Primes[(x[i] + turn) % 5];
        var cell = Table[x[i] & 1, i % 2];
        y[i] = sum + cell.Low + (int)(cell.High * 2) + Table.GetLength(1) + Immutable[x[i] % 3];
    });

    [Fact]
    public void Atomics_on_private_memory() => Check((i, x, y) =>
    {
        int total = 3;
        var counts = new int[4];
        float sum = 0.25f, zero = 0;
        int before = Atomic.Add(ref total, x[i]);
        Atomic.Max(ref counts[x[i] & 3], x[i]);
        Atomic.Xor(ref counts[1], 21);
        Atomic.Add(ref sum, x[i]);
        Atomic.Min(ref sum, 7f);
        int exchanged = Atomic.Exchange(ref counts[2], x[i]);
        Atomic.CompareExchange(ref total, 5, -1);
        Atomic.CompareExchange(ref zero, -0f, 1f);
        y[i] = total + before * 7 + counts[0] + counts[1] + counts[2] + exchanged + (int)(sum * 4) + (int)zero;
    });
}
