using System.Numerics;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Loads at equal distances, known to the compiler or only to the launch: forwards, backwards, and all from one place.</summary>
public class StridedLoadTests
{
    private const int Items = 70;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(-3)]
    public void Every_size_of_element(int stride)
    {
        Check<short>(IRType.Int16, stride);
        Check<int>(IRType.Int32, stride);
        Check<float>(IRType.Float32, stride);
        Check<long>(IRType.Int64, stride);
        Check<double>(IRType.Float64, stride);
    }

    private static void Check<T>(IRType type, int stride) where T : unmanaged, INumber<T>
    {
        foreach (bool isKnown in new[] { false, true })
        {
            var kernel = new KernelBuilder();
            var extent = kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent);
            FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y"), distance = kernel.Parameter(IRType.Int32, "stride");
            var index = kernel.GlobalIndex();
            kernel.If(kernel.Compare(Opcode.Lt, index, extent), () =>
            {
                var place = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, index, isKnown ? Int(stride) : distance), Int(Items * 3));
                kernel.Store(y, index, kernel.Load(x, place, type));
            });
            var to = new Pinned<T>(new T[96]);
            var from = new Pinned<T>([.. Enumerable.Range(0, Items * 10).Select(T.CreateTruncating)]);
            kernel.Run(Launch(3, 32), new Scalar(Items), from, to, new Scalar(stride));
            Assert.Equal(Enumerable.Range(0, 96).Select(i => i < Items ? T.CreateTruncating(Items * 3 + i * stride) : T.Zero), to.Values);
        }
    }
}
