using GpuNet.Engine.Drivers.Cpu;

namespace ILGPU;

public static class Grid
{
    public static int IdxX => WorkItem.Current.Group.GridIndex.X;

    public static int IdxY => WorkItem.Current.Group.GridIndex.Y;

    public static int IdxZ => WorkItem.Current.Group.GridIndex.Z;

    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    public static int DimX => WorkItem.Current.Group.GridDim.X;

    public static int DimY => WorkItem.Current.Group.GridDim.Y;

    public static int DimZ => WorkItem.Current.Group.GridDim.Z;

    public static Index3D Dimension => new(DimX, DimY, DimZ);

    public static int LinearIndex => (IdxZ * DimY + IdxY) * DimX + IdxX;

    public static Index3D GlobalIndex => ComputeGlobalIndex(Index, Group.Index);

    public static LongIndex3D LongGlobalIndex => ComputeLongGlobalIndex(Index, Group.Index);

    public static int GlobalLinearIndex => LinearIndex * (Group.DimX * Group.DimY * Group.DimZ) + Group.LinearIndex;

    public static Index1D ComputeGlobalIndex(Index1D gridIdx, Index1D groupIdx) =>
        new(gridIdx.X * Group.DimX + groupIdx.X);

    public static Index2D ComputeGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        new(gridIdx.X * Group.DimX + groupIdx.X, gridIdx.Y * Group.DimY + groupIdx.Y);

    public static Index3D ComputeGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        new(
            gridIdx.X * Group.DimX + groupIdx.X,
            gridIdx.Y * Group.DimY + groupIdx.Y,
            gridIdx.Z * Group.DimZ + groupIdx.Z);

    public static LongIndex1D ComputeLongGlobalIndex(Index1D gridIdx, Index1D groupIdx) =>
        new((long)gridIdx.X * Group.DimX + groupIdx.X);

    public static LongIndex2D ComputeLongGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        new((long)gridIdx.X * Group.DimX + groupIdx.X, (long)gridIdx.Y * Group.DimY + groupIdx.Y);

    public static LongIndex3D ComputeLongGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        new(
            (long)gridIdx.X * Group.DimX + groupIdx.X,
            (long)gridIdx.Y * Group.DimY + groupIdx.Y,
            (long)gridIdx.Z * Group.DimZ + groupIdx.Z);
}
