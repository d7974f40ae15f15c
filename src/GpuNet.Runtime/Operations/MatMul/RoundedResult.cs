namespace GpuNet.Operations;

/// <summary>
/// Results that products will read rounded to 16 bits: where tensor cores multiply, what computes them leaves such a copy beside
/// them, and no pass has to.
/// </summary>
internal static class RoundedResult
{
    /// <summary>
    /// Memory for the copy, to dispose; null where no product would read it, or a library multiplies, which stores no copies.
    /// </summary>
    internal static Tensor? For(Tensor y) =>
        y.DType == DType.Float32 && y.Count > 0 && Autocast.Current is Precision.BFloat16 or Precision.Float16
        && TensorMatMulLaunch.Suits(y.Device) && y.Device.Gemm is not { RunsInStream: true }
            ? Tensor.Uninitialized(y.Shape, Autocast.Current == Precision.BFloat16 ? DType.BFloat16 : DType.Float16, y.Device)
            : null;
}
