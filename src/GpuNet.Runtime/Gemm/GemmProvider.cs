namespace GpuNet;

/// <summary>Who multiplies matrices on a device.</summary>
public enum GemmProvider
{
    /// <summary>GpuNet's kernels: the same bits on every device.</summary>
    Kernels,

    /// <summary>
    /// <see cref="OpenBlas"/>, on the processor. It sums in an order of its own, so the last bits differ from those of
    /// the kernels, and between machines.
    /// </summary>
    OpenBlas,

    /// <summary>
    /// <see cref="CuBlas"/>, on NVIDIA's devices. The order of its sums is its own, too, and may differ between devices and
    /// versions.
    /// </summary>
    CuBlas,
}
