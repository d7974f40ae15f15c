using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// A factor on the loss, so that gradients do not vanish below the range of <see cref="Precision.Float16"/>, and its inverse on the
/// gradients before the update. Where gradients overflow, the step is skipped and the factor lowered; after many steps without
/// overflow it is raised. The host waits for none of it.
/// </summary>
/// <remarks>Source: torch.cuda.amp.GradScaler, with its defaults.</remarks>
public sealed class LossScale : IDisposable
{
    private readonly Tensor _scale, _counters;
    private readonly float _growth, _backoff;
    private readonly int _interval;

    /// <summary>Starts with a factor.</summary>
    /// <param name="device">Where the training is.</param>
    /// <param name="initial">The first factor; powers of two change no bit of a gradient that stays in range.</param>
    /// <param name="growth">What the factor is multiplied by when it is raised, above 1.</param>
    /// <param name="backoff">What it is multiplied by after an overflow, above 0 and below 1.</param>
    /// <param name="growthInterval">After how many steps without overflow it is raised.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LossScale(
        Device device, double initial = 65536, double growth = 2, double backoff = 0.5, int growthInterval = 2000)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!(initial > 0 && initial <= float.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(initial), initial, "The scale has to be above 0, and finite.");
        if (!(growth > 1)) throw new ArgumentOutOfRangeException(nameof(growth), growth, "Growth has to be above 1.");
        if (backoff is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(backoff), backoff, "Backoff lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(growthInterval);
        (_growth, _backoff, _interval) = ((float)growth, (float)backoff, growthInterval);
        _scale = Tensor.Scalar(initial, DType.Float32, device).Keep();
        _counters = Tensor.Zeros([LossScaleKernels.Counters], DType.Int32, device).Keep();
    }

    /// <summary>The factor of the next step; waits for the device.</summary>
    public double Value => _scale.Item();

    /// <summary>How many steps were skipped; waits for the device.</summary>
    public int SkippedSteps => _counters.ToArray<int>()[LossScaleKernels.Skipped];

    /// <summary>The factor, and the counters of steps: to save, and to load into.</summary>
    public IReadOnlyList<Tensor> States => [_scale, _counters];

    /// <summary>What <see cref="LossScaleKernels"/> counts; optimizers look whether there was an overflow.</summary>
    internal Tensor Counters => _counters;

    /// <summary>Adds the gradients of the loss, times the factor, to the leaves' gradients.</summary>
    /// <param name="loss">A single value of shape [] and type Float32.</param>
    /// <exception cref="DTypeNotSupportedException">The loss has another type.</exception>
    /// <exception cref="ShapeMismatchException">The loss has another shape.</exception>
    public void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        loss.Backward(_scale);
    }

    /// <summary>Divides gradients by the factor, and looks for what is not finite.</summary>
    /// <exception cref="DTypeNotSupportedException">The parameters are not of type Float32.</exception>
    public void Unscale(ParameterArena arena)
    {
        ArgumentNullException.ThrowIfNull(arena);
        var gradients = arena.SettledGradients();
        Check.SameTypeAndDevice("LossScale", _scale, gradients);
        gradients.WillChange();
        _counters.WillChange();
        NumberType.Dispatch("LossScale", gradients, new UnscaleLaunch(this, gradients));
    }

    /// <summary>Lowers or raises the factor: once a step, after the update.</summary>
    public void Update()
    {
        _scale.WillChange();
        _counters.WillChange();
        NumberType.Dispatch("LossScale", _scale, new UpdateLaunch(this));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _scale.Dispose();
        _counters.Dispose();
    }

    private readonly struct UnscaleLaunch(LossScale scale, Tensor gradients) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Unscale.Launch(
                gradients.Device, gradients.Count, gradients.View<T>(), scale._scale.View<T>(), scale._counters.View<int>());
    }

    private readonly struct UpdateLaunch(LossScale scale) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Update.Launch(
                scale._scale.Device, 1, scale._scale.View<T>(), scale._counters.View<int>(), T.CreateChecked(scale._growth),
                T.CreateChecked(scale._backoff), scale._interval);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<int>> Unscale = new(
            LossScaleKernels.Unscale<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, T, T, int> Update = new(
            LossScaleKernels.Update<T, TMath>);
    }
}
