namespace ILGPU.Algorithms.ScanReduceOperations;

// What the first and the last item of a group got from a scan.
public readonly struct ScanBoundaries<T>
    where T : struct
{
    public ScanBoundaries(T leftBoundary, T rightBoundary)
    {
        LeftBoundary = leftBoundary;
        RightBoundary = rightBoundary;
    }

    public T LeftBoundary { get; }

    public T RightBoundary { get; }

    public override string ToString() => $"[{LeftBoundary}, {RightBoundary}]";
}
