using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Softmax or its logarithm: what differs between the two in a row's forward and backward pass.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ISoftmaxForm<TSelf> where TSelf : unmanaged, ISoftmaxForm<TSelf>
{
    /// <summary>
    /// The output for an input <paramref name="shifted"/> by the row's maximum; sum = row sum of e^shifted.
    /// </summary>
    T Output<T, TMath>(T shifted, T sum)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>The term whose row sum the gradient needs.</summary>
    T BackwardTerm<T, TMath>(T y, T dy)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>The input's gradient; total = row sum of <see cref="BackwardTerm"/>.</summary>
    T BackwardResult<T, TMath>(T y, T dy, T total)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
