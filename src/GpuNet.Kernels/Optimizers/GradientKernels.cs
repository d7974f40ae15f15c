using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What is done to gradients between the backward pass and the update, to all of them in one launch: clipping and noise.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item an element. Parameters begin at multiples of <see cref="BlockLength"/> elements, so
/// <c>segments[i / BlockLength]</c> is the parameter that element i belongs to.
/// </remarks>
public static class GradientKernels
{
    /// <summary>How many elements share an entry of <c>segments</c>.</summary>
    public const int BlockLength = 32;

    /// <summary>g[i] = min(max(g[i], -limit), limit); NaN stays.</summary>
    public static void ClipValue<T, TMath>(Index1D index, ArrayView<T> gradients, T limit)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var g = gradients[index];
        gradients[index] = g > limit ? limit : g < -limit ? -limit : g;
    }

    /// <summary>g *= min(1, limit / (norm + 1e-6)): torch.nn.utils.clip_grad_norm_, with the norm of everything.</summary>
    public static void ClipNorm<T, TMath>(Index1D index, ArrayView<T> gradients, ArrayView<T> norm, T limit)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        gradients[index] *= Factor<T, TMath>(norm[0], limit);

    /// <summary>The same for each parameter, with its own norm.</summary>
    public static void ClipNorms<T, TMath>(
        Index1D index, ArrayView<T> gradients, ArrayView<int> segments, ArrayView<T> norms, T limit)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        gradients[index] *= Factor<T, TMath>(norms[segments[index.X / BlockLength]], limit);

    /// <summary>
    /// g += normal noise of variance eta / (1 + t)^gamma, t being the stream's step (Neelakantan et al. 2015). Launch:
    /// extent <see cref="RandomLayout.Items"/>; <paramref name="ends"/> says where each parameter ends.
    /// </summary>
    public static void AddNoise<T, TMath>(
        Index1D block, ArrayView<T> gradients, ArrayView<int> segments, ArrayView<int> ends,
        ArrayView<RandomStream> stream, T eta, T gamma)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var source = stream[0];
        var age = TMath.Log1p(TMath.Of((float)(int)source.Step));
        var deviation = TMath.Sqrt(eta * TMath.Exp(-gamma * age));
        var words = source.Words(block);
        var i = RandomLayout.FirstElement(block);
        var radius = Distributions.NormalRadius(words.X);
        var turn = 2f * Distributions.Uniform(words.Y);
        Add<T, TMath>(gradients, segments, ends, i, deviation, radius * PortableMath.CosPi(turn));
        i += RandomLayout.Stride;
        Add<T, TMath>(gradients, segments, ends, i, deviation, radius * PortableMath.SinPi(turn));
        i += RandomLayout.Stride;
        radius = Distributions.NormalRadius(words.Z);
        turn = 2f * Distributions.Uniform(words.W);
        Add<T, TMath>(gradients, segments, ends, i, deviation, radius * PortableMath.CosPi(turn));
        i += RandomLayout.Stride;
        Add<T, TMath>(gradients, segments, ends, i, deviation, radius * PortableMath.SinPi(turn));
    }

    private static void Add<T, TMath>(
        ArrayView<T> gradients, ArrayView<int> segments, ArrayView<int> ends, int index, T deviation, float normal)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (index < gradients.IntLength && index < ends[segments[index / BlockLength]])
            gradients[index] = TMath.Fma(deviation, TMath.Of(normal), gradients[index]);
    }

    private static T Factor<T, TMath>(T norm, T limit)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var factor = limit / (norm + TMath.Of(1e-6));
        return factor > T.One ? T.One : factor;
    }
}
