using System.Numerics;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Choices between two compared floats, to the bit: also of the sign of zero and of which NaN it is.</summary>
public class FloatExtremumTests
{
    private static readonly Opcode[] Comparisons = [Opcode.Lt, Opcode.Gt, Opcode.Le, Opcode.Ge, Opcode.LtU, Opcode.GtU, Opcode.LeU, Opcode.GeU];

    [Fact]
    public void Of_floats() => Check(
        IRType.Float32, BitConverter.SingleToInt32Bits,
        0f, -0f, 1f, -1f, 1e-45f, 89f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.Int32BitsToSingle(0x7FC12345));

    [Fact]
    public void Of_doubles() => Check(
        IRType.Float64, BitConverter.DoubleToInt64Bits,
        0d, -0d, 1d, -1d, 5e-324, double.PositiveInfinity, double.NegativeInfinity, double.NaN, BitConverter.Int64BitsToDouble(0x7FF8123456789ABC));

    [Fact]
    public void Lesser_than_a_constant_negative_zero()
    {
        // The just-in-time compiler takes 0 for the lesser one.
        foreach (bool isSwapped in new[] { false, true })
        {
            Assert.Equal([true, true, true, true], Lesser(Constant.Float32(-0f), isSwapped, 0f, -0f, -1f, 1f).Select(float.IsNegative));
            Assert.Equal([true, true, true, true], Lesser(Constant.Float64(-0d), isSwapped, 0d, -0d, -1d, 1d).Select(double.IsNegative));
        }
    }

    private static T[] Lesser<T>(Constant constant, bool isSwapped, params T[] numbers) where T : unmanaged
    {
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y");
        var index = kernel.GlobalIndex();
        var number = kernel.Load(x, index, constant.Type);
        kernel.Store(y, index, isSwapped ? kernel.Binary(Opcode.Min, constant, number) : kernel.Binary(Opcode.Min, number, constant));
        var to = new Pinned<T>(new T[numbers.Length]);
        kernel.Run(Launch(1, numbers.Length), new Pinned<T>(numbers), to);
        return to.Values;
    }

    private static void Check<T, TBits>(IRType type, Func<T, TBits> bits, params T[] numbers) where T : unmanaged, IFloatingPoint<T>
    {
        var pairs = numbers.SelectMany(_ => numbers, (x, y) => (x, y)).ToList();
        foreach (var comparison in Comparisons)
        {
            foreach (bool isSwapped in new[] { false, true })
            {
                var kernel = new KernelBuilder();
                var extent = kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent);
                FunctionParameter left = kernel.Pointer("left"), right = kernel.Pointer("right"), output = kernel.Pointer("output");
                var index = kernel.GlobalIndex();
                kernel.If(kernel.Compare(Opcode.Lt, index, extent), () =>
                {
                    Value a = kernel.Load(left, index, type), b = kernel.Load(right, index, type);
                    var condition = kernel.Compare(comparison, a, b);
                    kernel.Store(output, index, kernel.Emit(Opcode.Select, type, condition, isSwapped ? b : a, isSwapped ? a : b));
                });
                var to = new Pinned<T>(new T[pairs.Count]);
                kernel.Run(
                    Launch(pairs.Count / 32 + 1, 32), new Scalar(pairs.Count), new Pinned<T>([.. pairs.Select(pair => pair.x)]),
                    new Pinned<T>([.. pairs.Select(pair => pair.y)]), to);
                Assert.Equal(pairs.Select(pair => bits(Holds(comparison, pair.x, pair.y) != isSwapped ? pair.x : pair.y)), to.Values.Select(bits));
            }
        }
    }

    private static bool Holds<T>(Opcode comparison, T a, T b) where T : IFloatingPoint<T> => comparison switch
    {
        Opcode.Lt => a < b,
        Opcode.Gt => a > b,
        Opcode.Le => a <= b,
        Opcode.Ge => a >= b,
        Opcode.LtU => !(a >= b),
        Opcode.GtU => !(a <= b),
        Opcode.LeU => !(a > b),
        _ => !(a < b),
    };
}
