using ILGPU;

namespace GpuNet.Engine.Tests.Api.Indices;

public class IndexTests
{
    [Fact]
    public void Arithmetic_works_dimension_by_dimension()
    {
        Assert.Equal(new Index2D(5, 8), new Index2D(2, 3) + new Index2D(3, 5));
        Assert.Equal(new Index3D(-1, -2, 6), Index3D.Subtract(new(2, 3, 9), new(3, 5, 3)));
        Assert.Equal(new LongIndex2D(6, 15), new LongIndex2D(2, 3) * new LongIndex2D(3, 5));
        Assert.Equal(new Index3D(2, 2, 3), new Index3D(5, 6, 7) / new Index3D(2, 3, 2));
        Assert.Equal(new Index1D(7), new Index1D(3).Add(4));
        Assert.Equal(new Index2D(1, 5), Index2D.Min(new(1, 8), new(4, 5)));
        Assert.Equal(new Index3D(0, 5, 9), Index3D.Clamp(new(-1, 5, 99), new(0, 0, 0), new(9, 9, 9)));
    }

    [Fact]
    public void Sizes_are_products_and_long_where_ints_overflow()
    {
        var large = new Index3D(2048, 2048, 1024);
        Assert.Equal(4294967296L, large.LongSize);
        Assert.Equal(4294967296L, large.ToLongIndex().Size);
        Assert.Equal(4294967296L, ((IIndex)large).Size);
        Assert.Equal(24, new Index3D(2, 3, 4).Size);
        Assert.Equal(0, new Index2D(0, 7).GetIntSize());
    }

    [Theory]
    [InlineData(0, 0, true, true)]
    [InlineData(3, 4, true, true)]
    [InlineData(4, 4, false, true)]
    [InlineData(4, 5, false, true)]
    [InlineData(5, 4, false, false)]
    [InlineData(-1, 0, false, false)]
    public void Bounds_are_checked_in_every_dimension(int x, int y, bool inside, bool inclusive)
    {
        var extent = new Index2D(4, 5);
        Assert.Equal(inside, new Index2D(x, y).InBounds(extent));
        Assert.Equal(inclusive, new Index2D(x, y).InBoundsInclusive(extent));
        Assert.Equal(inside, new LongIndex2D(x, y).InBounds(extent));
    }

    [Fact]
    public void Conversions_and_deconstruction_keep_the_components()
    {
        Index2D fromTuple = (3, 4);
        var (x, y) = fromTuple;
        Assert.Equal((3, 4), (x, y));
        LongIndex2D wide = fromTuple;
        Assert.Equal(fromTuple, (Index2D)wide);
        Assert.Equal(new Index2D(1, 2), new Index3D(new Index2D(1, 2), 3).XY);
        Assert.Equal(new Index2D(2, 3), new Index3D(1, new Index2D(2, 3)).YZ);
        Assert.Equal((1L, 2L, 3L), new LongIndex3D(1, 2, 3).ToValueTuple());
        int number = new Index1D(9);
        Assert.Equal(9, number);
        Assert.Equal(5UL, (ulong)new LongIndex1D(5));
    }

    [Fact]
    public void Equality_hashing_and_text()
    {
        Assert.True(new Index3D(1, 2, 3) == (1, 2, 3));
        Assert.True(new Index3D(1, 2, 3) != (1, 2, 4));
        Assert.False(new Index2D(1, 2).Equals((object)new LongIndex2D(1, 2)));
        Assert.Equal(new LongIndex2D(1, 2).GetHashCode(), new LongIndex2D(1, 2).GetHashCode());
        Assert.Equal("(1, 2, 3)", new Index3D(1, 2, 3).ToString());
        Assert.Equal("7", new LongIndex1D(7).ToString());
        Assert.True(Index2D.Zero.IsFirst && !Index2D.One.IsFirst);
        Assert.False(Index1D.Invalid.InBounds(10));
    }

    [Fact]
    public void Index_types_know_their_managed_types()
    {
        foreach (var type in Enum.GetValues<IndexType>().Where(type => type != IndexType.None))
            Assert.Equal(type, type.GetManagedIndexType().GetIndexType());
        Assert.Equal(IndexType.None, typeof(string).GetIndexType());
        Assert.Equal(IndexType.LongIndex2D, LongIndex2D.Zero.IndexType);
        Assert.True(typeof(LongIndex3D).IsLongIndex() && !IndexTypeExtensions.IsLongIndex<Index3D>());
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexType.None.GetManagedIndexType());
    }

    [Fact]
    public void Kernel_configurations_are_grids_of_groups()
    {
        KernelConfig config = (new Index2D(3, 2), new Index2D(8, 4));
        Assert.Equal((new Index3D(3, 2, 1), new Index3D(8, 4, 1)), config.ToDimensions());
        Assert.Equal(192, config.Size);
        Assert.True(config.IsValid && !config.UsesDynamicSharedMemory);
        Assert.False(new KernelConfig(0, 4).IsValid);
        KernelConfig shared = (2, 4, SharedMemoryConfig.RequestDynamic<double>(16));
        var (_, _, memory) = shared;
        Assert.Equal((16, 8, 128), (memory.NumElements, memory.ElementSize, memory.ArraySize));
        Assert.True(shared.UsesDynamicSharedMemory);
    }
}
