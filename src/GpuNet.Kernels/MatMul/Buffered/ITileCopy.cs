namespace GpuNet.Kernels;

/// <summary>How a tile comes from global to shared memory, as a type: instructions that a device lacks do not compile.</summary>
public interface ITileCopy
{
    /// <summary>Whether the device copies by itself what needs no rearranging, as those of CUDA from 8.0 on do.</summary>
    static abstract bool IsAsynchronous { get; }
}

/// <summary>Through registers, on any device.</summary>
public readonly struct CopyByItems : ITileCopy
{
    /// <inheritdoc/>
    public static bool IsAsynchronous => false;
}

/// <summary>By <c>cp.async</c>, past the registers: CUDA devices of compute capability 8.0 and above.</summary>
public readonly struct CopyByDevice : ITileCopy
{
    /// <inheritdoc/>
    public static bool IsAsynchronous => true;
}
