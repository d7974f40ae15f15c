using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Views;

/// <summary>Views of arrays of the host: no accelerator is involved.</summary>
public class ArrayViewTests
{
    private static readonly int[] Numbers = Enumerable.Range(0, 60).ToArray();

    [Fact]
    public void A_view_of_an_array_is_the_array()
    {
        int[] numbers = [.. Numbers];
        var view = numbers.AsContiguousArrayView();
        view[7] = 70;
        numbers[8] = 80;
        Assert.Equal((70, 80), (numbers[7], view[8]));
        Assert.Equal((60L, 240L, true), (view.Length, view.LengthInBytes, view.HasData()));
        Assert.Equal(numbers[20..25], view.SubView(20, 5).GetAsArray());
        Assert.Equal(numbers[55..], view.SubView(55L).GetAsArray());
    }

    [Fact]
    public void Accesses_outside_a_view_are_refused()
    {
        var view = Numbers.AsContiguousArrayView().SubView(10, 5);
        Assert.Throws<IndexOutOfRangeException>(() => view[5]);
        Assert.Throws<IndexOutOfRangeException>(() => view[-1L]);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(-1L));
        Assert.Throws<IndexOutOfRangeException>(() => ArrayView<int>.Empty[0]);
    }

    [Fact]
    public void Every_dimension_of_a_shaped_view_is_checked()
    {
        var view = Numbers.AsArrayView().As2DDenseXView((10, 6));
        Assert.Throws<IndexOutOfRangeException>(() => view[10, 0]);
        Assert.Throws<IndexOutOfRangeException>(() => view[0L, 6L]);
        Assert.Throws<IndexOutOfRangeException>(() => view.SubView(new Index2D(5, 0), new Index2D(6, 1)));
        Assert.Throws<InvalidOperationException>(() => view.AsGeneral().AsDenseY());
        Assert.Throws<InvalidOperationException>(() => Numbers.AsArrayView().As2DDenseXView((10, 7)));
        Assert.Throws<InvalidOperationException>(() => new LongIndex2D(1L << 31, 0).ToIntIndex());
    }

    [Fact]
    public void Casts_keep_the_bytes_and_refuse_misaligned_starts()
    {
        var bytes = new byte[] { 1, 0, 0, 0, 2, 0, 0, 0, 3, 0 }.AsContiguousArrayView();
        Assert.Equal([1, 2], bytes.Cast<int>().GetAsArray());
        Assert.Equal([2], bytes.SubView(4L).Cast<int>().GetAsArray());
        var misaligned = bytes.SubView(1L);
        var error = Assert.Throws<InvalidOperationException>(() => misaligned.Cast<int>());
        Assert.Contains("multiple", error.Message);
    }

    [Fact]
    public void Shapes_of_a_1D_view_name_the_same_memory()
    {
        var view = Numbers.AsArrayView();
        Assert.Equal(1 + 2 * 10, view.As2DDenseXView((10, 6))[1, 2]);
        Assert.Equal(1 * 6 + 2, view.As2DDenseYView((10, 6))[1, 2]);
        Assert.Equal(1 + 2 * 5 + 3 * 15, view.As3DDenseXYView((5, 3, 4))[1, 2, 3]);
        Assert.Equal(1 * 12 + 2 * 4 + 3, view.As3DDenseZYView((5, 3, 4))[1, 2, 3]);
        Assert.Equal(1 + 2 * 8, view.As2DPitchedXView((5, 6), 32)[1, 2]);
        Assert.Equal(1 + 2 * 4 + 1 * 12, view.As3DPitchedXYView((3, 3, 4), 16)[1, 2, 1]);
    }

    [Fact]
    public void Sub_views_of_shaped_views_keep_the_strides()
    {
        var view = Numbers.AsArrayView().As2DDenseXView((10, 6)).SubView(new Index2D(2, 1), new Index2D(3, 4));
        Assert.Equal(new LongIndex2D(3, 4), view.Extent);
        Assert.Equal(12, view[0, 0]);
        Assert.Equal(44, view[2, 3]);
        Assert.Equal(44, view.VariableView(new Index2D(2, 3)).Value);
        var expected = new int[3, 4];
        for (var x = 0; x < 3; ++x)
        {
            for (var y = 0; y < 4; ++y)
                expected[x, y] = x + 2 + (y + 1) * 10;
        }
        Assert.Equal(expected, view.GetAsArray2D());
        Assert.Equal(expected, view.AsGeneral().GetAsArray2D());
    }

    [Fact]
    public void Every_fourth_element_is_a_view_too()
    {
        var view = Numbers.AsContiguousArrayView().AsGeneral(new Stride1D.General(4));
        Assert.Equal(15, view.Length);
        Assert.Equal(Numbers.Where(number => number % 4 == 0), view.GetAsArray1D());
        var last = Numbers.AsContiguousArrayView().SubView(0, 57).AsGeneral(new Stride1D.General(4));
        Assert.Equal((15L, 56), (last.Length, last[14]));
    }

    [Fact]
    public void Transposed_views_swap_the_indices()
    {
        var view = Numbers.AsArrayView().As3DDenseXYView((5, 3, 4));
        Assert.Equal(view[1, 2, 3], view.AsTransposed()[3, 2, 1]);
        Assert.Equal(view[1, 2, 3], view.AsGeneral().AsTransposed()[3, 2, 1]);
        var matrix = Numbers.AsArrayView().As2DDenseYView((10, 6));
        Assert.Equal(matrix[7, 5], matrix.AsTransposed()[5, 7]);
        Assert.Equal(matrix[7, 5], matrix.AsTransposed().AsTransposed()[7, 5]);
    }

    [Fact]
    public void Shaped_casts_scale_the_dense_dimension()
    {
        var bytes = new byte[48].AsArrayView().As2DDenseYView((4, 12));
        var ints = bytes.Cast<byte, int>();
        ints[2, 1] = 0x01020304;
        Assert.Equal(new LongIndex2D(4, 3), ints.Extent);
        Assert.Equal(BitConverter.IsLittleEndian ? 4 : 1, bytes[2, 4]);
    }

    [Fact]
    public void Arrays_of_two_and_three_dimensions_are_dense_in_the_last()
    {
        var matrix = new[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        var view = matrix.AsArrayView();
        view[1, 2] = 60;
        Assert.Equal(60, matrix[1, 2]);
        Assert.Equal(1, view.Stride.YStride);
        Assert.Equal(matrix, view.GetAsArray2D());
        var cube = new int[2, 3, 4];
        cube.AsArrayView()[1, 2, 3] = 9;
        Assert.Equal(9, cube[1, 2, 3]);
    }

    [Fact]
    public void Writing_a_strided_view_leaves_what_lies_between()
    {
        int[] numbers = [.. Numbers];
        var view = numbers.AsContiguousArrayView().AsGeneral(new Stride1D.General(10));
        view.CopyFromCPU([-1, -2, -3]);
        Assert.Equal((-1, 1, -2, 11, -3, 30), (numbers[0], numbers[1], numbers[10], numbers[11], numbers[20], numbers[30]));
        var block = numbers.AsArrayView().As2DDenseXView((10, 6)).SubView(new Index2D(8, 4), new Index2D(2, 2));
        block.CopyFromCPU(new[,] { { 100, 200 }, { 300, 400 } });
        Assert.Equal([47, 100, 300, 50], numbers[47..51]);
        Assert.Equal([200, 400], numbers[58..]);
    }

    [Fact]
    public void Copies_refuse_what_does_not_fit()
    {
        var view = Numbers.AsContiguousArrayView();
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyToCPU(new int[59]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(0, 3).CopyFromCPU(new int[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyTo(view.SubView(0, 59)));
        Assert.Throws<ArgumentException>(() => view.AsDense().As2DDenseXView((10, 6)).CopyToCPU(new int[6, 10]));
    }

    [Fact]
    public void Variables_are_views_of_one_element()
    {
        int[] numbers = [.. Numbers];
        var view = numbers.AsContiguousArrayView();
        view.VariableView(new Index1D(3)).CopyFrom(view.VariableView(new LongIndex1D(40)));
        Assert.Equal(40, numbers[3]);
        Assert.Equal(0, view.VariableView(new Index1D(3)).SubView<short>(2).Value);
    }

    [Fact]
    public void Alignment_splits_off_the_elements_before_the_first_aligned_one()
    {
        var view = new byte[256].AsContiguousArrayView();
        for (var start = 0; start < 70; ++start)
        {
            var (prefix, main) = view.SubView(start, 100).AlignTo64();
            Assert.Equal(100, prefix.Length + main.Length);
            Assert.True(prefix.Length < 64);
            Assert.Equal(0, main.LoadEffectiveAddressAsPtr() % 64);
        }
    }

    [Fact]
    public void Views_of_no_accelerator_say_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Numbers.AsArrayView().GetAccelerator());
        Assert.Contains("accelerator", error.Message);
        Assert.True(ArrayView<int>.Empty.HasNoData());
    }
}
