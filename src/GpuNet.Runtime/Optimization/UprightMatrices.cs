using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// The matrices of an arena with those turned upright that have more columns than rows, in the same places of a buffer, and back: all
/// in one launch, or in none where all are upright.
/// </summary>
internal sealed class UprightMatrices
{
    private readonly GroupTable<GroupedMatrix>? _there, _back;

    internal UprightMatrices(ParameterArena arena)
    {
        if (arena.Parameters.All(parameter => IsUpright(parameter.Shape))) return;
        GroupedMatrix[] matrices =
        [
            .. arena.Parameters.Select((parameter, i) => new GroupedMatrix
            {
                Start = arena.Offsets[i], Rows = parameter.Shape[0], Columns = parameter.Shape[1],
                IsTransposed = IsUpright(parameter.Shape) ? 0 : 1,
            }),
        ];
        _there = Table(matrices);
        _back = Table(Array.ConvertAll(matrices, matrix => matrix.IsTransposed == 0 ? matrix : matrix with
        {
            Rows = matrix.Columns, Columns = matrix.Rows,
        }));

        GroupTable<GroupedMatrix> Table(GroupedMatrix[] matrices) => new(
            arena.Values.Device, matrices,
            matrix => LaunchShape.Blocks(matrix.Rows, TransposeKernels.Tile) * LaunchShape.Blocks(matrix.Columns, TransposeKernels.Tile));

        static bool IsUpright(Shape shape) => shape[0] >= shape[1];
    }

    /// <summary>The matrices of a buffer laid out as the arena, upright; the buffer itself where they are.</summary>
    internal Tensor Of(Tensor matrices) => _there is null ? matrices : Move(matrices, _there);

    /// <summary>Upright matrices as they were.</summary>
    internal Tensor Back(Tensor matrices) => _back is null ? matrices : Move(matrices, _back);

    private static Tensor Move(Tensor x, GroupTable<GroupedMatrix> matrices)
    {
        var y = Tensor.ZerosLike(x); // the gaps between matrices stay 0
        if (matrices.Count > 0) Movement.Dispatch(x, new Launch(x, y, matrices));
        return y;
    }

    private readonly struct Launch(Tensor x, Tensor y, GroupTable<GroupedMatrix> matrices) : IMove
    {
        public void Run<T>() where T : unmanaged => Launchers<T>.Grouped.Launch(
            y.Device, Transposition.Groups(y.Device, matrices.Count), x.View<T>(), y.View<T>(), matrices.Entries, matrices.Blocks);
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, ArrayView<GroupedMatrix>, ArrayView<GroupedBlock>> Grouped = new(
            TransposeKernels.Grouped<T>);
    }
}
