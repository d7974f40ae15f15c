using System.Numerics;
using ILGPU;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class GenericTests
{
    public interface IOperation<T>
        where T : unmanaged
    {
        static abstract T Identity { get; }

        static abstract T Finish(T value);

        T Apply(T a, T b);

        TOther Convert<TOther>(T value)
            where TOther : unmanaged, INumber<TOther>;

        T Twice(T a) => Apply(a, a);
    }

    public readonly struct Sum<T>(T scale) : IOperation<T>
        where T : unmanaged, INumber<T>
    {
        public static T Identity => T.Zero;

        public static T Finish(T value) => value + T.One;

        public T Apply(T a, T b) => a + b * scale;

        public TOther Convert<TOther>(T value)
            where TOther : unmanaged, INumber<TOther> => TOther.CreateTruncating(value);
    }

    public struct Longest : IOperation<float>
    {
        private float seen;

        public static float Identity => float.NegativeInfinity;

        static float IOperation<float>.Finish(float value) => -value;

        float IOperation<float>.Apply(float a, float b)
        {
            seen += 1;
            return float.Max(a, b) + seen;
        }

        public readonly TOther Convert<TOther>(float value)
            where TOther : unmanaged, INumber<TOther> => TOther.CreateChecked(value);

        public readonly float Twice(float a) => 2 * a;
    }

    private static void Fold<T, TOperation>(Index1D i, ArrayView<T> x, ArrayView<T> y, TOperation operation)
        where T : unmanaged, INumber<T>
        where TOperation : struct, IOperation<T>
    {
        var total = TOperation.Identity;
        for (int k = 0; k <= i; k++)
            total = operation.Apply(total, x[k]);
        y[i] = TOperation.Finish(total) + operation.Convert<T>(x[i]) + operation.Twice(x[i]);
    }

    private static void Check<T, TOperation>(TOperation operation)
        where T : unmanaged, INumber<T>
        where TOperation : struct, IOperation<T>
    {
        var inputs = Enumerable.Range(-3, 11).Select(T.CreateTruncating).ToArray();
        KernelCheck.Items(
            inputs.Length, new Action<Index1D, ArrayView<T>, ArrayView<T>, TOperation>(Fold), inputs,
                new T[inputs.Length], operation);
    }

    [Fact]
    public void Interface_methods_on_struct_type_parameters()
    {
        Check<float, Sum<float>>(new Sum<float>(3));
        Check<double, Sum<double>>(new Sum<double>(0.5));
        Check<int, Sum<int>>(new Sum<int>(2));
        Check<long, Sum<long>>(new Sum<long>(-1));
        Check<byte, Sum<byte>>(new Sum<byte>(200));
        Check<short, Sum<short>>(new Sum<short>(7));
    }

    [Fact]
    public void Explicit_implementations_that_change_their_receiver() => Check<float, Longest>(default);

    private static void Numbers<T>(Index1D i, ArrayView<T> x, ArrayView<T> y, ArrayView<int> z)
        where T : unmanaged, INumber<T>
    {
        T a = x[i], b = x[(i + 1) % x.IntLength];
        int at = i * 8;
        y[at] = a * b - a;
        y[at + 1] = T.Max(a, b);
        y[at + 2] = T.Min(a, b);
        y[at + 3] = T.Abs(a);
        y[at + 4] = b == T.Zero ? a : a / b;
        y[at + 5] = T.CreateTruncating(i.X * 3) + T.One;
        y[at + 6] = T.Clamp(a, T.Zero, T.One + T.One);
        y[at + 7] = -a + T.CopySign(a, b);
        z[i] = (a < b ? 1 : 0) + (a >= b ? 2 : 0) + (a == b ? 4 : 0) + (T.IsNegative(a) ? 8 : 0)
            + int.CreateTruncating(a) * 16 + T.Sign(b);
    }

    private static void CheckNumbers<T>()
        where T : unmanaged, INumber<T>
    {
        var inputs = new[] { 0, 1, -1, 2, 5, -7, 100 }.Select(T.CreateTruncating).ToArray();
        KernelCheck.Items(
            inputs.Length,
            new Action<Index1D, ArrayView<T>, ArrayView<T>, ArrayView<int>>(Numbers),
            inputs,
            new T[inputs.Length * 8],
            new int[inputs.Length]);
    }

    [Fact]
    public void Operators_of_INumber()
    {
        CheckNumbers<float>();
        CheckNumbers<double>();
        CheckNumbers<int>();
        CheckNumbers<uint>();
        CheckNumbers<long>();
        CheckNumbers<ulong>();
        CheckNumbers<short>();
        CheckNumbers<byte>();
        CheckNumbers<sbyte>();
    }

    private static void ByType<T>(Index1D i, ArrayView<T> x, ArrayView<int> y)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            y[i] = (int)((float)(object)x[i] * 2);
        else if (typeof(T) == typeof(int))
            y[i] = (int)(object)x[i] + 1;
        else
            throw new NotSupportedException();
    }

    [Fact]
    public void Comparisons_of_types_are_decided_at_compile_time()
    {
        KernelCheck.Items(
            3, new Action<Index1D, ArrayView<float>, ArrayView<int>>(ByType), new float[] { 1, 2.5f, -1 }, new int[3]);
        KernelCheck.Items(
            3, new Action<Index1D, ArrayView<int>, ArrayView<int>>(ByType), new[] { 1, 2, -1 }, new int[3]);
    }

    public enum Mode : byte { Add, Multiply = 200 }

    [Fact]
    public void Enums_are_their_integers() => KernelCheck.Items(
        4,
        (Index1D i, ArrayView<Mode> modes, ArrayView<int> y, Mode fallback) =>
        {
            var mode = modes[i];
            y[i] = mode == Mode.Add ? 1 : mode == Mode.Multiply ? (int)mode : (int)fallback
                + (int)(mode | Mode.Multiply);
            modes[i] = mode + 1;
        },
        new[] { Mode.Add, Mode.Multiply, (Mode)7, Mode.Add },
        new int[4],
        (Mode)9);
}
