using ILGPU;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>Every operator of every type, over all pairs of edge values.</summary>
public sealed class ArithmeticTests
{
    private static void Check<T>(
        T[] values, int results, Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<T>> kernel)
        where T : unmanaged
    {
        var (a, b) = EdgeValues.Pairs(values);
        KernelCheck.Items(a.Length, kernel, a, b, new T[a.Length * results]);
    }

    [Fact]
    public void Int32_operators() => Check(EdgeValues.Int32, 12, (i, a, b, r) =>
    {
        int x = a[i], y = b[i], at = i * 12;
        r[at] = x + y;
        r[at + 1] = x - y;
        r[at + 2] = x * y;
        r[at + 3] = y == 0 || y == -1 ? x : x / y;
        r[at + 4] = y == 0 || y == -1 ? x : x % y;
        r[at + 5] = x & y;
        r[at + 6] = x | y;
        r[at + 7] = x ^ y;
        r[at + 8] = x << y;
        r[at + 9] = x >> y;
        r[at + 10] = x >>> y;
        r[at + 11] = -x + ~y;
    });

    [Fact]
    public void Checked_operators_compute_what_fits() => KernelCheck.Items(
        4,
        (Index1D i, ArrayView<int> x, ArrayView<long> y) =>
        {
            y[i] = checked(
                (byte)(x[i] & 255) + (x[i] - 3) * 2L - (uint)(x[i] & 7) + (short)i.X + (long)(x[i] * 0.5) + (long)(ulong)(x[i] & 15) + (sbyte)(i + 1));
        },
        new[] { 5, -70000, 123456, 0 },
        new long[4]);

    [Fact]
    public void UInt32_operators() => Check(EdgeValues.UInt32, 10, (i, a, b, r) =>
    {
        uint x = a[i], y = b[i];
        int at = i * 10;
        r[at] = x + y;
        r[at + 1] = x - y;
        r[at + 2] = x * y;
        r[at + 3] = y == 0 ? x : x / y;
        r[at + 4] = y == 0 ? x : x % y;
        r[at + 5] = x >> (int)y;
        r[at + 6] = x << (int)y;
        r[at + 7] = (x < y ? 1u : 0) + (x <= y ? 2u : 0) + (x > y ? 4u : 0) + (x >= y ? 8u : 0) + (x == y ? 16u : 0)
            + (x != y ? 32u : 0);
        r[at + 8] = Math.Min(x, y) ^ Math.Max(x, ~y);
        r[at + 9] = (uint)(-x) + ~y;
    });

    [Fact]
    public void Int64_operators() => Check(EdgeValues.Int64, 12, (i, a, b, r) =>
    {
        long x = a[i], y = b[i];
        int at = i * 12;
        r[at] = x + y;
        r[at + 1] = x - y;
        r[at + 2] = x * y;
        r[at + 3] = y == 0 || y == -1 ? x : x / y;
        r[at + 4] = y == 0 || y == -1 ? x : x % y;
        r[at + 5] = x & y ^ (x | y);
        r[at + 6] = x << (int)y;
        r[at + 7] = x >> (int)y;
        r[at + 8] = x >>> (int)y;
        r[at + 9] = -x + ~y;
        r[at + 10] = (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x > y ? 4 : 0) + (x >= y ? 8 : 0) + (x == y ? 16 : 0)
            + (x != y ? 32 : 0);
        r[at + 11] = Math.Min(x, y) ^ Math.Max(x, ~y);
    });

    [Fact]
    public void UInt64_operators() => Check(EdgeValues.UInt64, 8, (i, a, b, r) =>
    {
        ulong x = a[i], y = b[i];
        int at = i * 8;
        r[at] = x * y;
        r[at + 1] = y == 0 ? x : x / y;
        r[at + 2] = y == 0 ? x : x % y;
        r[at + 3] = x >> (int)y;
        r[at + 4] = (x < y ? 1u : 0) + (x <= y ? 2u : 0) + (x > y ? 4u : 0) + (x >= y ? 8u : 0);
        r[at + 5] = Math.Min(x, y) ^ Math.Max(x, ~y);
        r[at + 6] = (x + 5) * 0x9E3779B97F4A7C15ul;
        r[at + 7] = (ulong)(uint)x * (uint)y >> 32;
    });

    [Fact]
    public void Small_integers_wrap_in_their_own_type() => Check(EdgeValues.Int32, 8, (i, a, b, r) =>
    {
        int at = i * 8;
        byte u1 = (byte)a[i], v1 = (byte)b[i];
        sbyte i1 = (sbyte)a[i], j1 = (sbyte)b[i];
        ushort u2 = (ushort)a[i], v2 = (ushort)b[i];
        short i2 = (short)a[i], j2 = (short)b[i];
        char c = (char)a[i];
        r[at] = (byte)(u1 + v1);
        r[at + 1] = (sbyte)(i1 * j1);
        r[at + 2] = (ushort)(u2 - v2);
        r[at + 3] = (short)(i2 << 3) + j2;
        u1 += v1;
        i2--;
        r[at + 4] = u1 + i2;
        r[at + 5] = c + (u2 > v2 ? 1 : 0) + (i1 > j1 ? 2 : 0);
        r[at + 6] = Math.Max(u1, v1) + Math.Min(i1, j1) + Math.Abs((int)j2);
        r[at + 7] = i1 >> 2 | u1 >> 2;
    });

    [Fact]
    public void Float_operators() => Check(EdgeValues.Single, 10, (i, a, b, r) =>
    {
        float x = a[i], y = b[i];
        int at = i * 10;
        r[at] = x + y;
        r[at + 1] = x - y;
        r[at + 2] = x * y;
        r[at + 3] = x / y;
        r[at + 4] = (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x > y ? 4 : 0) + (x >= y ? 8 : 0) + (x == y ? 16 : 0)
            + (x != y ? 32 : 0);
        r[at + 5] = (!(x < y) ? 1 : 0) + (!(x <= y) ? 2 : 0) + (!(x > y) ? 4 : 0) + (!(x >= y) ? 8 : 0);
        r[at + 6] = Math.Min(x, y);
        r[at + 7] = MathF.Max(x, y);
        r[at + 8] = x * y + x;
        r[at + 9] = -x;
    });

    [Fact]
    public void Double_operators() => Check(EdgeValues.Double, 8, (i, a, b, r) =>
    {
        double x = a[i], y = b[i];
        int at = i * 8;
        r[at] = x + y;
        r[at + 1] = x - y * x;
        r[at + 2] = x / y;
        r[at + 3] = (x < y ? 1 : 0) + (x <= y ? 2 : 0) + (x > y ? 4 : 0) + (x >= y ? 8 : 0) + (x == y ? 16 : 0)
            + (x != y ? 32 : 0);
        r[at + 4] = Math.Min(x, y);
        r[at + 5] = Math.Max(x, y);
        r[at + 6] = (float)x + y;
        r[at + 7] = -x;
    });

    [Fact]
    public void Floating_point_branches_treat_NaN_as_CSharp_does() => Check(EdgeValues.Single, 1, (i, a, b, r) =>
    {
        int result = 0;
        if (a[i] < b[i])
            result += 1;
        if (a[i] >= b[i])
            result += 2;
        if (!(a[i] > b[i]))
            result += 4;
        if (a[i] != b[i])
            result += 8;
        while (result < 3 && a[i] <= b[i])
            result++;
        r[i] = result;
    });
}
