namespace ILGPU.Algorithms;

/// <summary>Hands out pieces of a temporary view, one after the other.</summary>
public struct TempViewManager
{
    private readonly ArrayView<int> tempView;

    public TempViewManager(ArrayView<int> tempView, string paramName)
    {
        this.tempView = tempView;
        ParamName = paramName;
    }

    // Ints handed out so far.
    public long NumInts { get; private set; }

    public string ParamName { get; }

    public readonly ArrayView<int> TempView => tempView;

    public VariableView<T> Allocate<T>()
        where T : unmanaged =>
        new(Allocate<T>(1));

    public ArrayView<T> Allocate<T>(long length)
        where T : unmanaged
    {
        var start = NumInts;
        var numInts = Interop.ComputeRelativeSizeOf<int, T>(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(tempView.Length, start + numInts, ParamName);
        NumInts += numInts;
        return tempView.SubView(start, numInts).Cast<T>().SubView(0, length);
    }
}
