namespace GpuNet.Models;

/// <summary>A mean over what was seen so far, in double precision.</summary>
public sealed class RunningMean
{
    private double _sum;

    /// <summary>The weight seen so far: the number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>The mean; NaN before anything was added.</summary>
    public double Value => _sum / Count;

    /// <summary>Adds the mean of <paramref name="count"/> rows.</summary>
    public void Add(double mean, long count)
    {
        _sum += mean * count;
        Count += count;
    }

    /// <summary>Starts anew.</summary>
    public void Reset() => (_sum, Count) = (0, 0);
}
