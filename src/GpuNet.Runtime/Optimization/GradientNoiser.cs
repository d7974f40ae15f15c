using System.Numerics;
using System.Runtime.InteropServices;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// Adds normal noise of variance eta / (1 + t)^gamma to all gradients of an arena, where t counts its uses: two launches. The
/// count lies in device memory, so that a recorded step can be replayed.
/// </summary>
/// <remarks>A. Neelakantan et al., "Adding gradient noise improves learning for very deep networks" (2015).</remarks>
public sealed class GradientNoiser
{
    private readonly ParameterArena _arena;
    private readonly double _eta;
    private readonly double _gamma;
    private readonly RandomStream _start;
    private readonly Tensor _stream;

    /// <summary>Starts at t = 0.</summary>
    /// <param name="arena">The parameters.</param>
    /// <param name="eta">The variance at first.</param>
    /// <param name="gamma">How fast it falls; 0.55 is the paper's.</param>
    /// <param name="seed">Decides the noise.</param>
    /// <param name="stream">Which of the seed's streams to draw from: one for each arena.</param>
    public GradientNoiser(ParameterArena arena, double eta, double gamma, ulong seed, uint stream = 0)
    {
        ArgumentNullException.ThrowIfNull(arena);
        using var once = Recording.Suspend();
        (_arena, _eta, _gamma) = (arena, eta, gamma);
        _start = new RandomStream(seed, stream);
        _stream = Generator.StreamIn(arena.Values.Device, _start).Keep();
    }

    /// <summary>t: how often it was used; read from the device.</summary>
    public int Uses
    {
        get => (int)MemoryMarshal.Cast<int, RandomStream>(_stream.ToArray<int>())[0].Step;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _stream.CopyFrom(Generator.WordsOf(_start with { Step = (uint)value }));
        }
    }

    /// <summary>Adds noise to the gradients that the arena holds.</summary>
    public void Apply()
    {
        var gradients = _arena.SettledGradients();
        gradients.WillChange();
        NumberType.Dispatch("GradientNoise", gradients, new Launch(this, gradients));
    }

    private readonly struct Launch(GradientNoiser noiser, Tensor gradients) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (segments, stream) = (noiser._arena.Segments, Generator.AsStream(noiser._stream));
            Launchers<T, TMath>.AddNoise.Launch(
                gradients.Device, RandomLayout.Items(gradients.Count), gradients.View<T>(), segments.Blocks.View<int>(),
                segments.Parameters.Ends, stream, T.CreateChecked(noiser._eta), T.CreateChecked(noiser._gamma));
            Generator.AdvanceKernel.Launch(gradients.Device, 1, stream);
        }
    }

    private static class Launchers<T, TMath>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<int>, ArrayView<RandomStream>, T, T>
            AddNoise = new(GradientKernels.AddNoise<T, TMath>);
    }
}
