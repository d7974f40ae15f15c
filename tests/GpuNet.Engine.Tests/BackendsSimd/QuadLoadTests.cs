using System.Numerics;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>
/// Items that each read neighbours of their own, four or a line of sixteen, and some beside them: whatever lies between items,
/// known to the compiler or only to the launch, for all lanes and for some.
/// </summary>
public class QuadLoadTests
{
    private const int Items = 70;
    private const int Origin = 300;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(-3)]
    public void Neighbours_of_each_item(int stride)
    {
        foreach (int count in new[] { 4, 6, 16, 21 })
        {
            foreach (bool isKnown in new[] { false, true })
            {
                Check<float>(IRType.Float32, stride, count, isKnown, partly: false);
                Check<int>(IRType.Int32, stride, count, isKnown, partly: false);
                Check<int>(IRType.Int32, stride, count, isKnown, partly: true);
                Check<double>(IRType.Float64, stride, count, isKnown, partly: false);
            }
        }
    }

    [Fact]
    public void A_store_in_between_is_seen()
    {
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y"), distance = kernel.Parameter(IRType.Int32, "stride");
        var index = kernel.GlobalIndex();
        var place = kernel.Widen(kernel.Binary(Opcode.Mul, index, distance));
        var first = Neighbour(kernel, x, place, 0, IRType.Int32);
        var second = Neighbour(kernel, x, place, 1, IRType.Int32);
        kernel.Emit(Opcode.Store, IRType.Void, kernel.At(x, place, 4, 8), Int(1000));
        var third = Neighbour(kernel, x, place, 2, IRType.Int32);
        var fourth = Neighbour(kernel, x, place, 3, IRType.Int32);
        kernel.Store(y, index, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Add, first, second), kernel.Binary(Opcode.Add, third, fourth)));
        var from = new Pinned<int>([.. Enumerable.Range(0, 32 * 5)]);
        var to = new Pinned<int>(new int[32]);
        kernel.Run(Launch(1, 32), from, to, new Scalar(5));
        Assert.Equal(Enumerable.Range(0, 32).Select(i => 15 * i + 1 + 3 + 1000), to.Values);
    }

    private static void Check<T>(IRType type, int stride, int count, bool isKnown, bool partly) where T : unmanaged, INumber<T>
    {
        var kernel = new KernelBuilder();
        var extent = kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent);
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y"), distance = kernel.Parameter(IRType.Int32, "stride");
        var index = kernel.GlobalIndex();
        var takesPart = kernel.Compare(Opcode.Lt, index, extent);
        // Every third item, or all of them.
        if (partly)
            takesPart = kernel.Binary(Opcode.And, takesPart, kernel.Compare(Opcode.Eq, kernel.Binary(Opcode.Rem, index, Int(3)), Int(0)));
        kernel.If(takesPart, () =>
        {
            var place = kernel.Widen(kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, index, isKnown ? Int(stride) : distance), Int(Origin)));
            Value sum = Neighbour(kernel, x, place, 0, type);
            for (int i = 1; i < count; i++)
            {
                // Twice what was there, and the next: the order of all of them shows.
                sum = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Add, sum, sum), Neighbour(kernel, x, place, i, type));
            }
            kernel.Store(y, index, sum);
        });
        var from = new Pinned<T>([.. Enumerable.Range(0, Origin + Items * 8).Select(i => T.CreateTruncating(i % 3 - 1))]);
        var to = new Pinned<T>(new T[96]);
        kernel.Run(Launch(3, 32), new Scalar(Items), from, to, new Scalar(stride));
        Assert.Equal(Enumerable.Range(0, 96).Select(Expected), to.Values);

        T Expected(int item)
        {
            if (item >= Items || (partly && item % 3 != 0))
                return T.Zero;
            var sum = T.Zero;
            for (int i = 0; i < count; i++)
                sum = sum + sum + from.Values[Origin + item * stride + i];
            return sum;
        }
    }

    private static Instruction Neighbour(KernelBuilder kernel, Value pointer, Value place, int index, IRType type) =>
        kernel.Emit(Opcode.Load, type, kernel.At(pointer, place, type.Size, (long)index * type.Size));
}
