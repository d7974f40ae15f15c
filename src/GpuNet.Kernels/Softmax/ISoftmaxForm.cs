using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Softmax or its logarithm: what differs between the two in a row's forward and backward pass.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ISoftmaxForm<TSelf> where TSelf : unmanaged, ISoftmaxForm<TSelf>
{
    /// <summary>
    /// What the output is made of, of an input <paramref name="shifted"/> by the row's maximum and its
    /// <paramref name="exponential"/>; it waits in the output's place for the row's sum.
    /// </summary>
    T Numerator<T, TMath>(T shifted, T exponential)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>What a row's numerators are normalized by; sum = row sum of the exponentials.</summary>
    T Normalizer<T, TMath>(T sum)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>The output.</summary>
    T Output<T, TMath>(T numerator, T normalizer)
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
