using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// A regularizer is a unary op, the penalty of one weight (<see cref="L1Penalty"/>, <see cref="L2Penalty"/>): the
/// penalty of a tensor is its mapped sum (<see cref="ReductionKernels"/>), and this adds its gradient.
/// </summary>
public static class PenaltyKernels
{
    /// <summary>
    /// gradient[i] += penalty'(w[i]). Launch: auto-grouped, one item an element. Numerics: one rounded sum.
    /// </summary>
    public static void AddGradient<TPenalty, T, TMath>(
        Index1D index, ArrayView<T> weights, ArrayView<T> gradient, TPenalty penalty)
        where TPenalty : unmanaged, IUnaryOp<TPenalty>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var w = weights[index];
        gradient[index] += penalty.Derivative<T, TMath>(w, penalty.Forward<T, TMath>(w));
    }
}
