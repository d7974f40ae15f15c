using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// Moves the matrices of an arena by Muon: five launches for all of them, and for each matrix the products of its
/// Newton-Schulz iterations.
/// </summary>
public sealed class MuonUpdater : ParameterUpdater
{
    // The quintic p(x) = a x + b x^3 + c x^5 of the reference implementation: steep at 0, so that a few iterations bring all
    // singular values near 1.
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;

    private readonly MuonUpdate _update;
    private readonly int _iterations;
    private readonly Tensor _scales;

    /// <summary>Starts at step 0 with momenta of zeros.</summary>
    /// <param name="arena">The parameters: matrices only.</param>
    /// <param name="update">The rule.</param>
    /// <param name="iterations">How many Newton-Schulz iterations make a matrix orthogonal; 5 is usual.</param>
    /// <param name="learningRate">The learning rate of the first step.</param>
    /// <exception cref="ShapeMismatchException">A parameter is no matrix.</exception>
    public MuonUpdater(ParameterArena arena, MuonUpdate update, int iterations, double learningRate)
        : base(arena, MuonUpdate.Info.States, learningRate, update)
    {
        foreach (var parameter in arena.Parameters) Check.Rank("Muon", parameter, 2, "matrices");
        _update = update;
        _iterations = iterations;
        double[] scales = [.. arena.Parameters.Select(p => Math.Sqrt(Math.Max(1, (double)p.Shape[0] / p.Shape[1])))];
        _scales = (arena.Values.DType == DType.Float64
            ? Tensor.From<double>(scales, arena.Values.Device)
            : Tensor.From<float>(Array.ConvertAll(scales, scale => (float)scale), arena.Values.Device)).Keep();
    }

    /// <inheritdoc/>
    public override string Rule => $"{RuleText.Of(_update)}, {_iterations} iterations";

    private protected override void Launch()
    {
        using var noGrad = Tape.NoGrad();
        using var scope = Tape.Scope();
        var directions = Tensor.Uninitialized(Arena.Values.Shape, Arena.Values.DType, Arena.Values.Device);
        NumberType.Dispatch("Step", Arena.Values, new DirectLaunch(this, directions));
        for (var i = 0; i < Arena.Parameters.Count; i++)
        {
            var matrix = directions.ViewAs(Arena.Parameters[i].Shape, Arena.Offsets[i]);
            matrix.CopyFrom(Orthogonalized(matrix));
        }
        NumberType.Dispatch("Step", Arena.Values, new ApplyLaunch(this, directions));
    }

    /// <summary>Brings the singular values of a matrix of norm at most 1 near 1, by x = a x + b (x x') x + c (x x')^2 x.</summary>
    private Tensor Orthogonalized(Tensor x)
    {
        var isTall = x.Shape[0] > x.Shape[1];
        for (var i = 0; i < _iterations; i++)
        {
            var square = x.MatMul(x, transposeThis: isTall, transposeOther: !isTall);
            var polynomial = square * B + square.MatMul(square) * C;
            x = x * A + (isTall ? x.MatMul(polynomial) : polynomial.MatMul(x));
        }
        return x;
    }

    private readonly struct DirectLaunch(MuonUpdater updater, Tensor directions) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (arena, update) = (updater.Arena, updater._update);
            var (device, count) = (directions.Device, directions.Count);
            Launchers<T, TMath>.Advance.Launch(device, 1, updater.Record<T>(), update);
            Launchers<T, TMath>.Direct.Launch(
                device, count, arena.SettledGradients().View<T>(), updater.States[0].View<T>(), directions.View<T>(),
                updater.Record<T>(), update);
            var norms = arena.Segments.Norms(directions);
            Launchers<T, TMath>.Normalize.Launch(
                device, count, directions.View<T>(), arena.Segments.Blocks.View<int>(), norms.View<T>());
        }
    }

    private readonly struct ApplyLaunch(MuonUpdater updater, Tensor directions) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Apply.Launch(
                directions.Device, directions.Count, updater.Arena.Values.View<T>(), directions.View<T>(),
                updater.Arena.Segments.Blocks.View<int>(), updater._scales.View<T>(), updater.Record<T>(), updater._update);
    }

    private static class Launchers<T, TMath>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<OptimizerStep<T>>, MuonUpdate> Advance = new(
            OptimizerKernels.Advance<MuonUpdate, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, MuonUpdate>
            Direct = new(MuonKernels.Direct<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>> Normalize = new(
            MuonKernels.Normalize<T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<OptimizerStep<T>>, MuonUpdate>
            Apply = new(MuonKernels.Apply<T, TMath>);
    }
}
