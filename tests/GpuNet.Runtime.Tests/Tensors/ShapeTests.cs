namespace GpuNet.Runtime.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void A_shape_knows_its_extents_and_count()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal(3, shape.Rank);
        Assert.Equal(24, shape.Count);
        Assert.Equal(4, shape[^1]);
        Assert.Equal([2, 3, 4], shape.ToArray());
        Assert.Equal("[2, 3, 4]", shape.ToString());
    }

    [Fact]
    public void The_empty_shape_is_a_single_values()
    {
        Assert.Equal(1, Shape.Scalar.Count);
        Assert.Equal(1, default(Shape).Count);
        Assert.Equal(Shape.Scalar, default);
        Assert.Equal("[]", Shape.Scalar.ToString());
    }

    [Fact]
    public void A_zero_extent_makes_it_empty_however_large_the_others_are()
    {
        Shape shape = [int.MaxValue, int.MaxValue, int.MaxValue, 0];
        Assert.Equal(0, shape.Count);
    }

    [Fact]
    public void Shapes_compare_by_extents()
    {
        Shape a = [2, 3], b = [2, 3], c = [3, 2], d = [2, 3, 1];
        Assert.True(a == b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.True(a != c);
        Assert.True(a != d);
    }

    [Theory]
    [InlineData(new[] { 65536, 65536 })]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue })]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1 })]
    public void Too_many_elements_or_dimensions_are_refused(int[] extents) =>
        Assert.Throws<ArgumentException>(() => Shape.Create(extents));

    [Fact]
    public void Negative_extents_and_missing_dimensions_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([2, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([2])[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([2])[^2]);
    }
}
