namespace GpuNet;

/// <summary>
/// The gradient of a loss by itself: a 1 that lies in a device's memory once and for all, so that a backward pass
/// launches nothing for it, and an operation can tell that it is one.
/// </summary>
internal static class UnitGradient
{
    /// <summary>The 1 of a tensor's type, on its device; a single value that nobody may change.</summary>
    internal static Tensor Of(Tensor tensor) => tensor.Device.One(tensor.DType);

    /// <summary>Whether a gradient is known to be that 1.</summary>
    internal static bool Is(Tensor gradient) => gradient.Region == Of(gradient).Region;
}
