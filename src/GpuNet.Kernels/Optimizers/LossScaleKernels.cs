using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Scaling of the loss, so that gradients stay within the range of short floats, with a factor that finds its size by itself: an
/// overflow halves it and skips the step, a long run without one doubles it. All of it stays on the device.
/// </summary>
/// <remarks>
/// Counters: <see cref="Overflow"/>, <see cref="Successes"/>, <see cref="Skipped"/>. Source: Micikevicius et al., "Mixed Precision
/// Training" (2018); torch.cuda.amp.GradScaler.
/// </remarks>
public static class LossScaleKernels
{
    /// <summary>The counter that is 1 if a gradient of this step is infinite or NaN, else 0.</summary>
    public const int Overflow = 0;

    /// <summary>The counter of steps without overflow since the factor last changed.</summary>
    public const int Successes = 1;

    /// <summary>The counter of all steps that were skipped.</summary>
    public const int Skipped = 2;

    /// <summary>How many counters there are.</summary>
    public const int Counters = 3;

    /// <summary>g[i] *= 1 / scale, and notes if one is not finite. Launch: auto-grouped, one item an element.</summary>
    public static void Unscale<T, TMath>(Index1D index, ArrayView<T> gradients, ArrayView<T> scale, ArrayView<int> counters)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var g = gradients[index];
        if (g - g != T.Zero) // NaN for what is not finite; whoever finds one writes the same
            counters[Overflow] = 1;
        gradients[index] = g * (T.One / scale[0]);
    }

    /// <summary>
    /// Ends a step: after an overflow scale *= backoff, after <paramref name="interval"/> steps without one scale *= growth, unless that
    /// is infinite. Launch: auto-grouped, extent 1.
    /// </summary>
    public static void Update<T, TMath>(
        Index1D index, ArrayView<T> scale, ArrayView<int> counters, T growth, T backoff, int interval)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (counters[Overflow] != 0)
        {
            scale[index] *= backoff;
            counters[Successes] = 0;
            counters[Skipped] += 1;
            counters[Overflow] = 0;
            return;
        }

        counters[Successes] += 1;
        if (counters[Successes] < interval)
            return;
        counters[Successes] = 0;
        var grown = scale[index] * growth;
        if (grown - grown == T.Zero)
            scale[index] = grown;
    }
}
