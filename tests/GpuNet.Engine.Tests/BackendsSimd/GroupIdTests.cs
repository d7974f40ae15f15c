using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>A range of groups starts anywhere in a grid, and goes on through its rows and planes.</summary>
public unsafe class GroupIdTests
{
    [Theory]
    [InlineData(5, 1, 1)]
    [InlineData(1, 5, 1)]
    [InlineData(1, 1, 5)]
    [InlineData(3, 4, 2)]
    public void EveryRangeKnowsItsPlaces(int x, int y, int z)
    {
        var kernel = new KernelBuilder();
        var to = kernel.Pointer("to");
        var place = kernel.Id(Opcode.GroupId, 2);
        for (int dimension = 1; dimension >= 0; dimension--)
            place = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, place, kernel.Id(Opcode.GridDim, dimension)), kernel.Id(Opcode.GroupId, dimension));
        kernel.Store(to, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, place, Int(4)), kernel.Id(Opcode.LocalId)), place);
        var code = new SimdKernel(kernel.Program());
        var dimensions = new LaunchDimensions(x, y, z, 4, 1, 1, 0);

        for (long first = 0; first < dimensions.Groups; first++)
        {
            for (long end = first; end <= dimensions.Groups; end++)
            {
                var written = new int[dimensions.Groups * 4];
                Array.Fill(written, -1);
                fixed (int* pointer = written)
                {
                    ulong slot = (ulong)pointer;
                    code.RunGroups(first, end, dimensions, &slot);
                }

                Assert.Equal(Enumerable.Range(0, written.Length).Select(i => i / 4 >= first && i / 4 < end ? i / 4 : -1), written);
            }
        }
    }
}
