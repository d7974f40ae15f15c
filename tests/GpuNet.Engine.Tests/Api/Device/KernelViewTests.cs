using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Device;

/// <summary>Views, strides and memories inside kernels: the compiled code against the C# method itself.</summary>
public class KernelViewTests
{
    private static readonly int[] Numbers = Enumerable.Range(0, 60).Select(i => i * i - 31 * i).ToArray();

    [Fact]
    public void Reshaped_sub_views_and_transposes() => KernelCheck.Items(
        12, (Index1D i, ArrayView<int> x, ArrayView<int> y) =>
        {
            ArrayView1D<int, Stride1D.Dense> dense = x;
            var matrix = dense.As2DDenseXView(new LongIndex2D(10, 6)).SubView(new Index2D(2, 1), new Index2D(4, 3));
            var index = Stride2D.DenseX.ReconstructFromElementIndex(i, new Index2D(4, 3));
            y[3 * i] = matrix[index];
            y[3 * i + 1] = matrix.AsTransposed()[index.Y, index.X];
            y[3 * i + 2] = dense.As3DDenseZYView(new LongIndex3D(5, 3, 4)).AsGeneral()[index.X, index.Y, 2];
        },
        Numbers, new int[36]);

    [Fact]
    public void Casts_variables_and_general_strides() => KernelCheck.Items(
        8, (Index1D i, ArrayView<int> x, ArrayView<short> y, ArrayView<int> z) =>
        {
            var shorts = x.Cast<short>();
            y[i] = shorts[2 * i + 1];
            var strided = x.AsGeneral(new Stride1D.General(7));
            strided.VariableView(i).Value += i + 1;
            z[i] = x.SubView(3 * i, 5).VariableView(new Index1D(4)).SubView<byte>(1).Value
                + new Stride2D.General(new Index2D(8, 2)).ReconstructFromElementIndex(i * 3).X;
        },
        Numbers, new short[8], new int[8]);

    [Fact]
    public void Shared_matrices_transpose_a_tile() => KernelCheck.Groups(
        (3, 1, 1), (4, 4, 1), (ArrayView<int> x, ArrayView<int> y) =>
        {
            var tile = SharedMemory.Allocate2DDenseX<int>(new Index2D(4, 4));
            var padded = SharedMemory.Allocate2D<int, Stride2D.DenseY>(new Index2D(4, 4), new Stride2D.DenseY(5));
            var index = new Index2D(Group.IdxX, Group.IdxY);
            var start = Grid.LinearIndex * 16;
            tile[index] = x[start + Group.LinearIndex];
            padded[index] = tile[index] + 1;
            Group.Barrier();
            y[start + Group.LinearIndex] = tile[index.Y, index.X] * 3 + padded[index.Y, index.X];
        },
        Numbers, new int[48]);

    [Fact]
    public void Local_arrays_belong_to_the_item() => KernelCheck.Items(
        8, (Index1D i, ArrayView<int> y) =>
        {
            var local = LocalMemory.Allocate2D<int, Stride2D.DenseY>(new Index2D(3, 2), new Stride2D.DenseY(2));
            for (var a = 0; a < 3; ++a)
            {
                for (var b = 0; b < 2; ++b)
                    local[a, b] = i * 10 + a * 3 + b;
            }
            y[i] = local[i % 3, i % 2] + local.BaseView[5];
        },
        new int[8]);

    [Fact]
    public void Groups_and_grids_of_three_dimensions() => KernelCheck.Groups(
        (2, 3, 2), (2, 1, 3), (ArrayView<int> y) =>
        {
            var index = Grid.GlobalIndex;
            y[Grid.GlobalLinearIndex] = index.X + 100 * index.Y + 10000 * index.Z
                + (int)Grid.LongGlobalIndex.Size + (Group.IsFirstThread ? 1 << 20 : 0) + (Group.IsLastThread ? 1 << 21 : 0);
        },
        new int[72]);

    [Fact]
    public void Predicates_and_values_cross_the_group() => KernelCheck.Groups(
        (2, 1, 1), (5, 1, 1), (ArrayView<int> x, ArrayView<int> y) =>
        {
            var value = x[Grid.GlobalLinearIndex];
            y[Grid.GlobalLinearIndex] = Group.BarrierPopCount(value < -50)
                + (Group.BarrierAnd(value < 1) ? 10 : 0)
                + (Group.BarrierOr(value == 0) ? 100 : 0)
                + 1000 * Group.Broadcast(value, 3);
        },
        Numbers, new int[10]);
}
