using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Results that products will read rounded to 16 bits: where tensor cores multiply, what computes them leaves such a copy beside
/// them, or nothing else, and no pass has to.
/// </summary>
internal static class RoundedResult
{
    /// <summary>
    /// Memory for the copy, to dispose; null where no product would read it, or a library multiplies, which stores no copies.
    /// </summary>
    internal static Tensor? For(Shape shape, DType dtype, Device device) =>
        dtype == DType.Float32 && shape.Count > 0 && Autocast.Current is Precision.BFloat16 or Precision.Float16
        && TensorMatMulLaunch.Suits(device) && device.Gemm is not { RunsInStream: true }
            ? Tensor.Uninitialized(shape, OperandRounding.TypeOn(device, Autocast.Current), device)
            : null;

    /// <summary>
    /// Whether that format is enough for a layer's output: products alone read it, and a derivative that asks for its sign. Bfloat16 has the
    /// exponents of floats; a half would be 0 for positive numbers below 3e-8. A scope owns what may have to be widened.
    /// </summary>
    internal static bool Suffices<TOp>() where TOp : unmanaged, IUnaryOp<TOp> =>
        TOp.Info.ReadsOutputSign && Autocast.Current == Precision.BFloat16 && TapeScope.Current is not null;
}
