using ILGPU;

namespace GpuNet.Engine.Tests.Api.Strides;

/// <summary>Strides against the definition: an element's address is the sum of index times stride over the dimensions.</summary>
public class StrideTests
{
    private static readonly Index2D Extent2D = (5, 3);
    private static readonly Index3D Extent3D = (4, 3, 5);

    [Fact]
    public void Dense_2D_strides_enumerate_the_elements_in_their_order()
    {
        var expected = 0;
        for (var y = 0; y < Extent2D.Y; ++y)
        {
            for (var x = 0; x < Extent2D.X; ++x, ++expected)
            {
                Assert.Equal(expected, Stride2D.DenseX.FromExtent(Extent2D).ComputeElementIndex(new Index2D(x, y)));
                Assert.Equal(expected, Stride2D.DenseX.ComputeElementIndex(new Index2D(x, y), Extent2D));
                Assert.Equal(new Index2D(x, y), Stride2D.DenseX.ReconstructFromElementIndex(expected, Extent2D));
            }
        }
        expected = 0;
        for (var x = 0; x < Extent2D.X; ++x)
        {
            for (var y = 0; y < Extent2D.Y; ++y, ++expected)
            {
                Assert.Equal(expected, Stride2D.DenseY.FromExtent(Extent2D).ComputeElementIndex(new Index2D(x, y)));
                Assert.Equal(expected, Stride2D.DenseY.ComputeElementIndex(new Index2D(x, y), Extent2D));
                Assert.Equal(new Index2D(x, y), Stride2D.DenseY.ReconstructFromElementIndex(expected, Extent2D));
            }
        }
    }

    [Fact]
    public void Dense_3D_strides_enumerate_the_elements_in_their_order()
    {
        var expected = 0;
        for (var z = 0; z < Extent3D.Z; ++z)
        {
            for (var y = 0; y < Extent3D.Y; ++y)
            {
                for (var x = 0; x < Extent3D.X; ++x, ++expected)
                {
                    Assert.Equal(expected, Stride3D.DenseXY.FromExtent(Extent3D).ComputeElementIndex(new Index3D(x, y, z)));
                    Assert.Equal(expected, Stride3D.DenseXY.ComputeElementIndex(new LongIndex3D(x, y, z), Extent3D));
                    Assert.Equal(new Index3D(x, y, z), Stride3D.DenseXY.ReconstructFromElementIndex(expected, Extent3D));
                }
            }
        }
        expected = 0;
        for (var x = 0; x < Extent3D.X; ++x)
        {
            for (var y = 0; y < Extent3D.Y; ++y)
            {
                for (var z = 0; z < Extent3D.Z; ++z, ++expected)
                {
                    Assert.Equal(expected, Stride3D.DenseZY.FromExtent(Extent3D).ComputeElementIndex(new Index3D(x, y, z)));
                    Assert.Equal(expected, Stride3D.DenseZY.ComputeElementIndex(new LongIndex3D(x, y, z), Extent3D));
                    Assert.Equal(
                        new LongIndex3D(x, y, z), Stride3D.DenseZY.ReconstructFromElementIndex((long)expected, Extent3D));
                }
            }
        }
    }

    [Fact]
    public void Every_1D_stride_multiplies_and_comes_back()
    {
        for (var x = 0; x < 7; ++x)
        {
            Assert.Equal(x, default(Stride1D.Dense).ComputeElementIndex(new Index1D(x)));
            Assert.Equal(3 * x, new Stride1D.General(3).ComputeElementIndex(new Index1D(x)));
            Assert.Equal(new LongIndex1D(x), new Stride1D.General(3).ReconstructFromElementIndex(3L * x));
            Assert.Equal(0, default(Stride1D.Infinite).ComputeElementIndex(new Index1D(x)));
        }
        Assert.Equal(7, default(Stride1D.Dense).ComputeBufferLength(new Index1D(7)));
        Assert.Equal(19L, new Stride1D.General(3).ComputeBufferLength(new LongIndex1D(7)));
        Assert.Equal(1, default(Stride1D.Infinite).ComputeBufferLength(new Index1D(7)));
        Assert.Equal(0, new Stride1D.General(3).ComputeBufferLength(new Index1D(0)));
    }

    public static TheoryData<int, int> Strides2D => new() { { 1, 5 }, { 3, 1 }, { 1, 8 }, { 2, 16 }, { 12, 3 } };

    [Theory]
    [MemberData(nameof(Strides2D))]
    public void General_2D_strides_come_back_and_need_what_their_last_element_needs(int xStride, int yStride) =>
        Check(new Stride2D.General((xStride, yStride)), Extent2D);

    public static TheoryData<int, int, int> Strides3D => new()
    {
        { 1, 4, 12 }, { 15, 5, 1 }, { 5, 20, 1 }, { 2, 8, 40 }, { 3, 60, 12 },
    };

    [Theory]
    [MemberData(nameof(Strides3D))]
    public void General_3D_strides_come_back_and_need_what_their_last_element_needs(int xStride, int yStride, int zStride)
    {
        var stride = new Stride3D.General((xStride, yStride, zStride));
        var last = 0;
        foreach (var index in Indices(Extent3D))
        {
            var element = index.X * xStride + index.Y * yStride + index.Z * zStride;
            last = System.Math.Max(last, element);
            Assert.Equal(element, stride.ComputeElementIndex(index));
            Assert.Equal(element, stride.ComputeElementIndexChecked((LongIndex3D)index, Extent3D));
            Assert.Equal(index, stride.ReconstructFromElementIndex(element));
            Assert.Equal((LongIndex3D)index, stride.ReconstructFromElementIndex((long)element));
        }
        Assert.Equal(last + 1, stride.ComputeBufferLength(Extent3D));
        Assert.Equal(0, stride.ComputeBufferLength(new Index3D(4, 0, 5)));
    }

    [Fact]
    public void Pitched_strides_come_back_too()
    {
        Check(new Stride2D.DenseX(8).AsGeneral(), Extent2D);
        Check(new Stride2D.DenseY(4).AsGeneral(), Extent2D);
        Assert.Equal(new Index2D(4, 2), new Stride2D.DenseX(8).ReconstructFromElementIndex(20));
        Assert.Equal(new Index3D(1, 2, 3), new Stride3D.DenseXY(8, 24).ReconstructFromElementIndex(1 + 16 + 72));
        Assert.Equal(new Index3D(1, 2, 3), new Stride3D.DenseZY(24, 8).ReconstructFromElementIndex(24 + 16 + 3));
    }

    [Fact]
    public void Repeating_strides_name_one_element()
    {
        Assert.Equal(0, default(Stride3D.Infinite).ComputeElementIndex(new Index3D(3, 1, 2)));
        Assert.Equal(1L, default(Stride2D.Infinite).ComputeBufferLength(new LongIndex2D(3, 1)));
        Assert.Equal(new Index2D(0, 2), new Stride2D.General((0, 4)).ReconstructFromElementIndex(8));
    }

    [Theory]
    [InlineData(5, 4, 16, 8)] // 5 floats take 20 bytes; 32 bytes are 8 floats
    [InlineData(8, 4, 16, 8)]
    [InlineData(5, 1, 64, 64)]
    [InlineData(5, 16, 8, 5)]
    public void Pitches_are_the_next_aligned_row(int length, int elementSize, int alignment, int expected) =>
        Assert.Equal(expected, elementSize switch
        {
            1 => StrideExtensions.GetPitchedLeadingDimension<byte>(length, alignment),
            4 => StrideExtensions.GetPitchedLeadingDimension<float>(length, alignment),
            _ => StrideExtensions.GetPitchedLeadingDimension<decimal>(length, alignment),
        });

    [Fact]
    public void Casts_scale_the_dense_dimension()
    {
        var context = StrideExtensions.CreateCastContext(8, 4);
        Assert.Equal((new LongIndex2D(10, 3), new Stride2D.DenseX(16)), new Stride2D.DenseX(8).Cast(context, Extent2D));
        Assert.Equal((new LongIndex2D(5, 6), new Stride2D.DenseY(8)), new Stride2D.DenseY(4).Cast(context, Extent2D));
        Assert.Equal(
            (new LongIndex3D(8, 3, 5), new Stride3D.DenseXY(8, 24)), new Stride3D.DenseXY(4, 12).Cast(context, Extent3D));
        Assert.Equal(
            (new LongIndex3D(4, 3, 10), new Stride3D.DenseZY(30, 10)), new Stride3D.DenseZY(15, 5).Cast(context, Extent3D));
    }

    private static void Check(Stride2D.General stride, Index2D extent)
    {
        var last = 0;
        for (var x = 0; x < extent.X; ++x)
        {
            for (var y = 0; y < extent.Y; ++y)
            {
                var element = x * stride.XStride + y * stride.YStride;
                last = System.Math.Max(last, element);
                Assert.Equal(element, stride.ComputeElementIndex(new Index2D(x, y)));
                Assert.Equal(element, Stride2D.ComputeElementIndex(stride, new LongIndex2D(x, y)));
                Assert.Equal(new Index2D(x, y), stride.ReconstructFromElementIndex(element));
                Assert.Equal(new LongIndex2D(x, y), stride.ReconstructFromElementIndex((long)element));
            }
        }
        Assert.Equal(last + 1, stride.ComputeBufferLength(extent));
        Assert.Equal(last + 1L, stride.ComputeBufferLength((LongIndex2D)extent));
        Assert.Equal(System.Math.Min(stride.XStride, stride.YStride), stride.To1DStride().XStride);
    }

    private static IEnumerable<Index3D> Indices(Index3D extent) =>
        from x in Enumerable.Range(0, extent.X)
        from y in Enumerable.Range(0, extent.Y)
        from z in Enumerable.Range(0, extent.Z)
        select new Index3D(x, y, z);
}
