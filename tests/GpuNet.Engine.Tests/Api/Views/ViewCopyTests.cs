using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Views;

/// <summary>Copies between the host and views of every layout, on every device.</summary>
public sealed class ViewCopyTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private static readonly int[] Numbers = Enumerable.Range(1, 60).ToArray();

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Matrices_keep_their_indices_in_every_layout(TestDevice device)
    {
        var accelerator = accelerators[device];
        var data = new int[5, 7];
        for (var i = 0; i < data.Length; ++i)
            data[i / 7, i % 7] = i;

        using var denseX = accelerator.Allocate2DDenseX(data);
        using var denseY = accelerator.Allocate2DDenseY(data);
        using var pitchedX = accelerator.Allocate2DPitchedX<int>(new LongIndex2D(5, 7), 64);
        using var pitchedY = accelerator.Allocate2DPitchedY<int>(new LongIndex2D(5, 7), 64);
        pitchedX.CopyFromCPU(data);
        pitchedY.View.CopyFromCPU(accelerator.DefaultStream, data);

        Assert.Equal(data, denseX.GetAsArray2D());
        Assert.Equal(data, denseY.GetAsArray2D());
        Assert.Equal(data, pitchedX.GetAsArray2D());
        Assert.Equal(data, pitchedY.View.AsGeneral().GetAsArray2D());
        Assert.Equal(data[2, 3], denseX.View.AsContiguous().GetAsArray()[2 + 3 * 5]);
        Assert.Equal(data[2, 3], denseY.View.AsContiguous().GetAsArray()[2 * 7 + 3]);
        var transposed = denseX.View.AsTransposed().GetAsArray2D();
        Assert.Equal((7, 5, data[2, 3]), (transposed.GetLength(0), transposed.GetLength(1), transposed[3, 2]));
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Cubes_keep_their_indices_in_every_layout(TestDevice device)
    {
        var accelerator = accelerators[device];
        var data = new short[3, 4, 5];
        for (var i = 0; i < data.Length; ++i)
            data[i / 20, i / 5 % 4, i % 5] = (short)(i * i);

        using var denseXY = accelerator.Allocate3DDenseXY(data);
        using var denseZY = accelerator.Allocate3DDenseZY(data);
        using var pitched = accelerator.Allocate3DPitchedXY<short>(new LongIndex3D(3, 4, 5), 32);
        pitched.CopyFromCPU(data);

        Assert.Equal(data, denseXY.GetAsArray3D());
        Assert.Equal(data, denseZY.GetAsArray3D());
        Assert.Equal(data, pitched.GetAsArray3D());
        var middle = denseXY.View.SubView(new Index3D(1, 1, 1), new Index3D(2, 2, 3)).GetAsArray3D();
        Assert.Equal((data[1, 1, 1], data[2, 2, 3]), (middle[0, 0, 0], middle[1, 1, 2]));
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Blocks_of_a_matrix_are_written_alone(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate2DDenseY<int>(new LongIndex2D(6, 10));
        buffer.View.AsContiguous().CopyFromCPU(Numbers);
        buffer.View.SubView(new Index2D(1, 2), new Index2D(2, 3)).CopyFromCPU(new[,] { { -1, -2, -3 }, { -4, -5, -6 } });
        int[] expected = [.. Numbers];
        for (var i = 0; i < 6; ++i)
            expected[(1 + i / 3) * 10 + 2 + i % 3] = -1 - i;
        Assert.Equal(expected, buffer.View.AsContiguous().GetAsArray());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Sub_views_are_set_copied_and_read_as_bytes(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D(Numbers);
        var view = buffer.AsContiguous();
        view.SubView(10, 5).MemSetToZero();
        view.SubView(20, 2).MemSet(0xFF);
        view.SubView(0, 3).CopyTo(view.SubView(30, 3));
        view.SubView(40, 3).CopyFrom(view.SubView(57, 3));
        accelerator.Synchronize();
        int[] expected = [.. Numbers];
        expected.AsSpan(10, 5).Clear();
        expected.AsSpan(20, 2).Fill(-1);
        expected.AsSpan(0, 3).CopyTo(expected.AsSpan(30));
        expected.AsSpan(57, 3).CopyTo(expected.AsSpan(40));
        Assert.Equal(expected, buffer.GetAsArray1D());
        Assert.Equal(BitConverter.GetBytes(expected[41]), view.GetRawData(41 * sizeof(int), sizeof(int)).ToArray());
        Assert.Equal(expected.SelectMany(BitConverter.GetBytes), buffer.GetRawData());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Parts_are_read_and_written_through_references_and_spans(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D<int>(60);
        buffer.View.CopyFromCPU(accelerator.DefaultStream, new ReadOnlySpan<int>(Numbers, 0, 60));
        int[] some = new int[4];
        buffer.View.SubView(5, 10).CopyToCPU(ref some[1], 3);
        Assert.Equal([0, 6, 7, 8], some);
        buffer.View.SubView(50, 10).CopyFromCPU(ref some[0], 2);
        buffer.View.SubView(50, 3).CopyToCPU(accelerator.DefaultStream, some.AsSpan());
        Assert.Equal([0, 6, 53, 8], some);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Page_locked_arrays_travel_both_ways(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var locked = accelerator.AllocatePageLocked1D<int>(60);
        Numbers.CopyTo(locked.Span);
        using var buffer = accelerator.Allocate1D<int>(60);
        buffer.View.CopyFromPageLockedAsync(locked);
        using var back = buffer.View.GetAsPageLocked1D();
        Assert.Equal(Numbers, back.GetArray());

        using var matrix = accelerator.Allocate2DDenseY<int>(new LongIndex2D(6, 10));
        matrix.View.AsContiguous().CopyFrom(buffer.AsContiguous());
        using var lockedMatrix = matrix.View.GetAsPageLocked2D();
        Assert.Equal(34, lockedMatrix[3, 3]);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Arrays_of_the_host_are_copied_like_buffers(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D<int>(60);
        Numbers.AsContiguousArrayView().CopyTo(buffer.AsContiguous());
        int[] back = new int[60];
        back.AsContiguousArrayView().CopyFrom(buffer.AsContiguous());
        accelerator.Synchronize();
        Assert.Equal(Numbers, back);
    }

    [Fact]
    public void Buffers_of_different_accelerators_are_copied_too()
    {
        using var source = accelerators[TestDevice.OpenCl].Allocate1D(Numbers);
        using var target = accelerators[TestDevice.Cpu].Allocate1D<int>(60);
        source.AsContiguous().CopyTo(target.AsContiguous());
        accelerators[TestDevice.OpenCl].Synchronize();
        Assert.Equal(Numbers, target.GetAsArray1D());
    }
}
