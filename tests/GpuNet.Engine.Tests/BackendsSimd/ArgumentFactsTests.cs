using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Methods compiled for what a launch's arguments are: strides that are 1, bounds that are multiples of the lanes.</summary>
public sealed unsafe class ArgumentFactsTests
{
    private const int Side = 16, Steps = 50;

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 37 % 101 - 50) * 0.375f)];

    /// <summary>A tile is loaded along the dimension that is adjacent in memory, of which only the launch knows.</summary>
    [Theory]
    [InlineData(1, Steps, 48, 32), InlineData(1, Steps, 50, 30), InlineData(Steps, 1, 48, 48), InlineData(Steps, 1, 0, 17)]
    [InlineData(2, Steps, 16, 25), InlineData(1, 1, 32, 16), InlineData(0, 1, -16, 32), InlineData(-1, Steps, 45, 32)]
    public void Tiles_are_loaded_along_either_dimension(int lineStride, int stepStride, int lines, int depth) => KernelCheck.Groups(
        (2, 1, 1), (Side, Side, 1), Load, Numbers(4 * Steps * Steps), new float[2 * Side * Side], lineStride, stepStride, lines, depth);

    private static void Load(ArrayView<float> source, ArrayView<float> to, int lineStride, int stepStride, int lines, int depth)
    {
        var tile = SharedMemory.Allocate<float>(Side * (Side + 1));
        var alongSteps = stepStride == 1;
        var line = alongSteps ? Group.IdxY : Group.IdxX;
        var step = alongSteps ? Group.IdxX : Group.IdxY;
        var firstStep = Grid.IdxX * Side;
        var value = -1f;
        if (line < lines & firstStep + step < depth)
            value = source[Steps * Steps + line * lineStride + (firstStep + step) * stepStride];
        tile[line * (Side + 1) + step] = value;
        Group.Barrier();
        to[(Grid.IdxX * Side + Group.IdxY) * Side + Group.IdxX] = tile[Group.IdxX * (Side + 1) + Group.IdxY];
    }

    /// <summary>One kernel, launched with arguments of more kinds than there are methods for.</summary>
    [Fact]
    public void Launches_find_the_method_for_their_arguments()
    {
        var kernel = Copy(out var from, out var to);
        var program = kernel.Program();
        foreach (int lanes in LaneCounts)
        {
            var code = new SimdKernel(program, lanes);
            foreach (int bound in new[] { 32, 20, 32, 7, 16, 0 })
            {
                foreach (int first in new[] { 1, 3, 1, 0 })
                {
                    foreach (int second in new[] { 2, 1, -1 })
                    {
                        Array.Fill(to.Values, -1);
                        ulong[] slots = [from.Slot, to.Slot, (uint)first, (uint)second, (uint)bound];
                        fixed (ulong* pointer = slots)
                            code.RunGroups(0, 1, Launch(1, 32), pointer);
                        Assert.Equal(Enumerable.Range(0, 32).Select(i => i < bound ? 100 + i * first + i * second : -1), to.Values);
                    }
                }
            }
        }
        GC.KeepAlive(from);
    }

    [Fact]
    public void What_is_known_to_be_adjacent_needs_no_code_for_other_strides()
    {
        if (SimdWidth.Maximum == 1)
            return;
        var kernel = Copy(out var from, out var to);
        var code = new SimdKernel(kernel.Program());
        int Locals(uint stride, uint bound)
        {
            ulong[] slots = [from.Slot, to.Slot, stride, 0, bound];
            fixed (ulong* pointer = slots)
                return code.Describe(Launch(1, 32), pointer).Locals;
        }
        Assert.True(Locals(1, 32) < Locals(3, 32), "a stride of 1");
        Assert.True(Locals(1, 32) < Locals(1, 19), "a bound that is a multiple");
    }

    /// <summary>if (i &lt; bound) to[i] = from[100 + i * first + i * second].</summary>
    private static KernelBuilder Copy(out Pinned<int> from, out Pinned<int> to)
    {
        var kernel = new KernelBuilder();
        FunctionParameter source = kernel.Pointer("from"), target = kernel.Pointer("to");
        var (first, second, bound) = (kernel.Parameter(IRType.Int32, "first"), kernel.Parameter(IRType.Int32, "second"), kernel.Parameter(IRType.Int32, "bound"));
        kernel.Shared(4); // so that groups are not run as rows
        var item = kernel.Id(Opcode.LocalId);
        kernel.If(kernel.Compare(Opcode.Lt, item, bound), () =>
        {
            var places = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, item, first), kernel.Binary(Opcode.Mul, item, second));
            kernel.Store(target, item, kernel.Load(source, kernel.Binary(Opcode.Add, places, Int(100)), IRType.Int32));
        });
        (from, to) = (new Pinned<int>([.. Enumerable.Range(0, 400)]), new Pinned<int>(new int[32]));
        return kernel;
    }
}
