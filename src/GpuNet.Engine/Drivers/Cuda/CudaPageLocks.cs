namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>The host memory that the driver has locked, so that the device copies from and to it by itself.</summary>
internal sealed class CudaPageLocks
{
    private readonly List<(nint Start, long Bytes)> ranges = [];

    public void Add(nint start, long bytes)
    {
        lock (ranges)
            ranges.Add((start, bytes));
    }

    public void Remove(nint start, long bytes)
    {
        lock (ranges)
            ranges.Remove((start, bytes));
    }

    public bool Cover(nint start, long bytes)
    {
        lock (ranges)
        {
            foreach (var range in ranges)
                if (start >= range.Start && start + bytes <= range.Start + range.Bytes)
                    return true;
            return false;
        }
    }
}
