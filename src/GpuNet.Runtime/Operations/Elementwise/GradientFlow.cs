namespace GpuNet.Operations;

/// <summary>A gradient back through a derivative, in recorded operations.</summary>
internal static class GradientFlow
{
    /// <summary>gradient * derivative.</summary>
    /// <param name="gradient">The gradient of an op's result.</param>
    /// <param name="derivative">The op's derivative.</param>
    /// <param name="selects">Whether 0 stands where the derivative is 0, even for an infinite gradient. A finite one is multiplied
    /// there, too: the derivative may have one of its own where it is 0.</param>
    internal static Tensor Through(Tensor gradient, Tensor derivative, bool selects)
    {
        if (!selects) return gradient * derivative;
        var zero = Tensor.Scalar(0, gradient.DType, gradient.Device);
        var counts = derivative.Detach().NotEqualTo(zero) | (gradient.Detach().Abs() < float.PositiveInfinity);
        return Functional.Where(counts, gradient, zero) * derivative;
    }
}
