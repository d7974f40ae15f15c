using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// Bounds gradients between the backward pass and the update, in place: a number of launches that does not depend on how many
/// parameters there are, and without waiting for the device.
/// </summary>
public static class GradientClipping
{
    /// <summary>Bounds each number to [-limit, limit], as torch.nn.utils.clip_grad_value_.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public static void ByValue(ParameterArena arena, double limit)
    {
        ArgumentNullException.ThrowIfNull(arena);
        var gradients = ForWriting(arena, limit);
        NumberType.Dispatch("ClipByValue", gradients, new ValueLaunch(gradients, limit));
    }

    /// <summary>Bounds the norm of each parameter's gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public static void ByNorm(ParameterArena arena, double limit)
    {
        ArgumentNullException.ThrowIfNull(arena);
        var gradients = ForWriting(arena, limit);
        using var norms = arena.Segments.Norms(gradients);
        NumberType.Dispatch("ClipByNorm", gradients, new NormsLaunch(gradients, arena.Segments.Blocks, norms, limit));
    }

    /// <summary>
    /// Bounds the norm of all gradients together, as torch.nn.utils.clip_grad_norm_.
    /// </summary>
    /// <param name="arenas">The parameters, on one device.</param>
    /// <param name="limit">The largest norm.</param>
    /// <returns>The norm before clipping, of shape [1].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public static Tensor ByGlobalNorm(IReadOnlyList<ParameterArena> arenas, double limit)
    {
        ArgumentNullException.ThrowIfNull(arenas);
        ArgumentOutOfRangeException.ThrowIfZero(arenas.Count, nameof(arenas));
        using var noGrad = Tape.NoGrad();
        Tensor? norm = null;
        foreach (var arena in arenas)
        {
            var part = arena.Segments.Norm(ForWriting(arena, limit));
            norm = norm is null ? part : (norm.Square() + part.Square()).Sqrt();
        }
        foreach (var arena in arenas)
        {
            var gradients = arena.SettledGradients();
            NumberType.Dispatch("ClipByGlobalNorm", gradients, new NormLaunch(gradients, norm!, limit));
        }
        return norm!;
    }

    private static Tensor ForWriting(ParameterArena arena, double limit)
    {
        if (!(limit > 0))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit has to be above 0.");
        var gradients = arena.SettledGradients();
        gradients.WillChange();
        return gradients;
    }

    private readonly struct ValueLaunch(Tensor gradients, double limit) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.ClipValue.Launch(
                gradients.Device, gradients.Count, gradients.View<T>(), T.CreateChecked(limit));
    }

    private readonly struct NormsLaunch(Tensor gradients, Tensor blocks, Tensor norms, double limit) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.ClipNorms.Launch(
                gradients.Device, gradients.Count, gradients.View<T>(), blocks.View<int>(), norms.View<T>(),
                T.CreateChecked(limit));
    }

    private readonly struct NormLaunch(Tensor gradients, Tensor norm, double limit) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.ClipNorm.Launch(
                gradients.Device, gradients.Count, gradients.View<T>(), norm.View<T>(), T.CreateChecked(limit));
    }

    private static class Launchers<T, TMath>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, T> ClipValue = new(GradientKernels.ClipValue<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, T> ClipNorms = new(
            GradientKernels.ClipNorms<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, T> ClipNorm = new(
            GradientKernels.ClipNorm<T, TMath>);
    }
}
