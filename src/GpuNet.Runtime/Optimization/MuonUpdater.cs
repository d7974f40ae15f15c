using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// Moves the matrices of an arena by Muon, all of them in the same launches, whatever their sizes.
/// </summary>
/// <remarks>
/// For a step it takes from the pool, besides some buffers like the arena's, two squares of the smaller side of each matrix, and on
/// processors panels for those matrices whose products take four million multiplications or more: as much again, at most twice.
/// </remarks>
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
    private readonly int _squaresLength;
    private readonly GroupedMatMul _squares;
    private readonly GroupedMatMul _fourths;
    private readonly GroupedMatMul _products;
    private readonly UprightMatrices _upright;

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

        var matrices = new Matrix[arena.Parameters.Count];
        for (var i = 0; i < matrices.Length; i++)
        {
            matrices[i] = new Matrix(arena.Offsets[i], arena.Parameters[i].Shape, _squaresLength);
            _squaresLength += matrices[i].Side * matrices[i].Side;
        }
        _upright = new UprightMatrices(arena);
        _squares = Products(matrix => matrix.Square);
        _fourths = Products(matrix => matrix.SquareOfSquare);
        _products = Products(matrix => matrix.TimesSquare);

        GroupedMatMul Products(Func<Matrix, GroupedProduct<MatMulShape>> of) =>
            new(arena.Values.Device, arena.Values.DType, matrices.Select(of));
    }

    /// <inheritdoc/>
    public override string Rule => $"{RuleText.Of(_update)}, {_iterations} iterations";

    private protected override void Launch(RoundedWeights? rounded)
    {
        using var noGrad = Tape.NoGrad();
        using var scope = Tape.Scope();
        var directions = Tensor.Uninitialized(Arena.Values.Shape, Arena.Values.DType, Arena.Values.Device);
        NumberType.Dispatch("Step", Arena.Values, new DirectLaunch(this, directions));
        WeightLaunch.Dispatch(Arena.Values, rounded, new ApplyLaunch(this, Orthogonalized(directions)));
    }

    /// <summary>
    /// Brings the singular values of matrices of norm at most 1 near 1, by x = a x + x (b x' x + c (x' x)^2). Wide ones are upright
    /// meanwhile, so that the square is the smaller one and no right operand is transposed.
    /// </summary>
    private Tensor Orthogonalized(Tensor directions)
    {
        var x = _upright.Of(directions);
        var squares = Tensor.Uninitialized([_squaresLength], x.DType, x.Device);
        var fourths = Tensor.Uninitialized([_squaresLength], x.DType, x.Device);
        var products = Tensor.ZerosLike(x); // the gaps between matrices stay 0
        for (var i = 0; i < _iterations; i++)
        {
            _squares.Run(x, x, squares);
            _fourths.Run(squares, squares, fourths);
            _products.Run(x, squares * B + fourths * C, products);
            x = x * A + products;
        }
        return _upright.Back(x);
    }

    private readonly struct DirectLaunch(MuonUpdater updater, Tensor directions) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (arena, update) = (updater.Arena, updater._update);
            var (device, count) = (directions.Device, directions.Count);
            Launchers<T, TMath>.Advance.Launch(device, 1, updater.Record<T>(), updater.Verdict, update);
            Launchers<T, TMath>.Direct.Launch(
                device, count, arena.SettledGradients().View<T>(), updater.States[0].View<T>(), directions.View<T>(),
                updater.Record<T>(), update);
            var norms = arena.Segments.Norms(directions);
            Launchers<T, TMath>.Normalize.Launch(
                device, count, directions.View<T>(), arena.Segments.Blocks.View<int>(), norms.View<T>());
        }
    }

    private readonly struct ApplyLaunch(MuonUpdater updater, Tensor directions) : IWeightLaunch
    {
        public void Run<TStored, TCopy, T, TMath>(ArrayView<TStored> copy)
            where TStored : unmanaged
            where TCopy : unmanaged, IWeightCopy<TStored, T>
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T> =>
            Appliers<TStored, TCopy, T, TMath>.Apply.Launch(
                directions.Device, directions.Count, updater.Arena.Values.View<T>(), directions.View<T>(),
                updater.Arena.Segments.Blocks.View<int>(), updater._scales.View<T>(), updater.Record<T>(), updater._update, copy);
    }

    private static class Launchers<T, TMath>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<OptimizerStep<T>>, ArrayView<int>, MuonUpdate> Advance = new(
            OptimizerKernels.Advance<MuonUpdate, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, MuonUpdate>
            Direct = new(MuonKernels.Direct<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>> Normalize = new(
            MuonKernels.Normalize<T, TMath>);
    }

    private static class Appliers<TStored, TCopy, T, TMath>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<OptimizerStep<T>>, MuonUpdate, ArrayView<TStored>>
            Apply = new(MuonKernels.Apply<TStored, TCopy, T, TMath>);
    }

    /// <summary>An upright matrix, and its products with its square.</summary>
    private readonly struct Matrix(int start, Shape shape, int squareStart)
    {
        private readonly int _rows = Math.Max(shape[0], shape[1]);

        internal int Side { get; } = Math.Min(shape[0], shape[1]);

        internal GroupedProduct<MatMulShape> Square => new()
        {
            Shape = MatMulShape.Dense(Side, Side, _rows, transposeA: true), StartA = start, StartB = start, StartC = squareStart,
        };

        internal GroupedProduct<MatMulShape> SquareOfSquare => new()
        {
            Shape = MatMulShape.Dense(Side, Side, Side), StartA = squareStart, StartB = squareStart, StartC = squareStart,
        };

        internal GroupedProduct<MatMulShape> TimesSquare => new()
        {
            Shape = MatMulShape.Dense(_rows, Side, Side), StartA = start, StartB = squareStart, StartC = start,
        };
    }
}
