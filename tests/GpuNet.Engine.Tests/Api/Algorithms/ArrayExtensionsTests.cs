using ILGPU;
using ILGPU.Algorithms;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public class ArrayExtensionsTests
{
    [Fact]
    public void Arrays_are_indexed_by_indices()
    {
        var line = new int[3];
        var plane = new int[3, 4];
        var space = new int[3, 4, 5];
        Assert.Equal((new Index1D(3), new Index2D(3, 4), new Index3D(3, 4, 5)), (line.GetExtent(), plane.GetExtent(), space.GetExtent()));
        line.SetValue(7, new Index1D(2));
        plane.SetValue(8, new Index2D(2, 3));
        space.SetValue(9, new Index3D(2, 3, 4));
        Assert.Equal((7, 8, 9), (line[2], plane[2, 3], space[2, 3, 4]));
        Assert.Equal((7, 8, 9), (line.GetValue(new Index1D(2)), plane.GetValue(new Index2D(2, 3)), space.GetValue(new Index3D(2, 3, 4))));
        Assert.Throws<IndexOutOfRangeException>(() => plane.GetValue(new Index2D(3, 0)));
    }
}
