using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Methods stay below the size at which the just-in-time compiler gives up; kernels run all the same.</summary>
public sealed unsafe class MethodSizeTests
{
    private static readonly LaunchDimensions Dimensions = Launch(2, 32);

    /// <summary>Statements that need a local each, straight or in a loop over a row that has a second copy.</summary>
    [Theory]
    [InlineData(50, false, 16), InlineData(1000, false, 1), InlineData(40, true, 16), InlineData(400, true, 16)]
    public void Large_kernels_give_up_copies_first_and_then_vectors(int statements, bool isLoop, int lanes)
    {
        var kernel = Kernel(statements, isLoop);
        var (output, input) = (new Pinned<float>(new float[64]), new Pinned<float>([.. Enumerable.Range(0, 128).Select(i => i * 0.25f)]));
        var program = kernel.Program();
        Run(program, Dimensions, output, input, new Scalar(97));

        ulong[] slots = [output.Slot, input.Slot, 97];
        fixed (ulong* pointer = slots)
        {
            var (actual, locals) = new SimdKernel(program, SimdWidth.Maximum).Describe(Dimensions, pointer);
            Assert.Equal(Math.Min(lanes, SimdWidth.Maximum), actual);
            Assert.True(actual == 1 || locals <= SimdKernel.MaximumLocals, $"{locals} locals");
        }
    }

    private static KernelBuilder Kernel(int statements, bool isLoop)
    {
        var kernel = new KernelBuilder();
        var (output, input, length) = (kernel.Pointer("output"), kernel.Pointer("input"), kernel.Parameter(IRType.Int32, "length"));
        kernel.Shared(4); // so that groups are not run as rows
        Value Chain(Value value)
        {
            for (int statement = 0; statement < statements; statement++)
            {
                // Used twice: a local of its own.
                var next = kernel.Binary(Opcode.Add, value, Constant.Float32(1));
                value = kernel.Binary(Opcode.Sub, next, kernel.Binary(Opcode.Mul, next, Constant.Float32(0.5f)));
            }
            return value;
        }
        if (!isLoop)
        {
            kernel.Store(output, kernel.GlobalIndex(), Chain(kernel.Load(input, kernel.GlobalIndex(), IRType.Float32)));
            return kernel;
        }
        var sums = kernel.For(kernel.Id(Opcode.LocalId), length, kernel.Id(Opcode.GroupDim), [Constant.Float32(0)], (c, carried) =>
            [kernel.Binary(Opcode.Add, carried[0], Chain(kernel.Load(input, c, IRType.Float32)))]);
        kernel.Store(output, kernel.GlobalIndex(), sums[0]);
        return kernel;
    }
}
