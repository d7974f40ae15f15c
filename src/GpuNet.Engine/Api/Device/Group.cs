using GpuNet.Engine.Drivers.Cpu;

namespace ILGPU;

public static class Group
{
    public static int IdxX => WorkItem.Current.Index.X;

    public static int IdxY => WorkItem.Current.Index.Y;

    public static int IdxZ => WorkItem.Current.Index.Z;

    public static Index3D Index => new(IdxX, IdxY, IdxZ);

    public static int DimX => WorkItem.Current.Group.GroupDim.X;

    public static int DimY => WorkItem.Current.Group.GroupDim.Y;

    public static int DimZ => WorkItem.Current.Group.GroupDim.Z;

    public static Index3D Dimension => new(DimX, DimY, DimZ);

    public static int LinearIndex => (IdxZ * DimY + IdxY) * DimX + IdxX;

    public static bool IsFirstThread => LinearIndex == 0;

    public static bool IsLastThread => LinearIndex == DimX * DimY * DimZ - 1;

    public static void Barrier() => WorkItem.Current.Barrier();

    public static int BarrierPopCount(bool predicate) => WorkItem.Current.Exchange(predicate).Count(value => value);

    public static bool BarrierAnd(bool predicate) => WorkItem.Current.Exchange(predicate).All(value => value);

    public static bool BarrierOr(bool predicate) => WorkItem.Current.Exchange(predicate).Any(value => value);

    public static T Broadcast<T>(T value, int groupIndex)
        where T : unmanaged =>
        WorkItem.Current.Exchange(value)[groupIndex];
}
