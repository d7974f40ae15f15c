namespace GpuNet;

/// <summary>
/// What the operands of matrix products are rounded to. Products are summed in single precision, and everything else is computed in
/// it; parameters, gradients and optimizer states stay as they are.
/// </summary>
public enum Precision
{
    /// <summary>Operands as they are.</summary>
    Float32,

    /// <summary>Ten bits of fraction and the range of floats: what NVIDIA's tensor cores take for floats since Ampere.</summary>
    TensorFloat32,

    /// <summary>Seven bits of fraction and the range of floats.</summary>
    BFloat16,

    /// <summary>
    /// Ten bits of fraction, at most 65504, and nothing below 6e-8: train with a scaled loss, or small gradients vanish.
    /// </summary>
    Float16,
}
