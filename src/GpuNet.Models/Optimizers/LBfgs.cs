using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// L-BFGS with a strong Wolfe line search: a quasi-Newton method for smooth functions of all data at once. It evaluates the
/// loss several times a step, so it is given the loss and not its gradients; vectors stay on the device, a few numbers an
/// iteration come to the host. As torch.optim.LBFGS(line_search_fn="strong_wolfe"). When other parameters than in the last step require
/// gradients, it begins anew with these, and the rest stays where it is.
/// </summary>
/// <remarks>
/// D. Liu, J. Nocedal, "On the limited memory BFGS method for large scale optimization" (1989); J. Nocedal, S. Wright,
/// "Numerical optimization" (2006), algorithms 7.4, 3.5 and 3.6; M. Schmidt, "minFunc" (2005), for the interpolation.
/// </remarks>
/// <example><code>
/// var optimizer = new LBfgs(model.Parameters);
/// double loss = optimizer.Step(() => criterion.Forward(model.Forward(inputs), targets));
/// </code></example>
[CatalogueEntry("lbfgs", "d = -H g by the last pairs (s, y); p += t d, t by a strong Wolfe search", "Liu and Nocedal 1989; torch.optim.LBFGS")]
public sealed class LBfgs
{
    private const double SmallestCurvature = 1e-10;

    private readonly ParameterArena _arena;
    private readonly double _learningRate;
    private readonly int _maxIterations;
    private readonly int _maxEvaluations;
    private readonly double _gradientTolerance;
    private readonly double _changeTolerance;
    private readonly CurvatureHistory _history;

    private Tensor? _direction;
    private Tensor? _lastGradient;
    private double _length;
    private bool[]? _frozen;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step that a line search tries first, above 0.</param>
    /// <param name="maxIterations">The largest number of iterations a step, 1 or more.</param>
    /// <param name="maxEvaluations">After how many evaluations a step ends; 5/4 of the iterations if left out.</param>
    /// <param name="gradientTolerance">A step ends when no component of the gradient is larger.</param>
    /// <param name="changeTolerance">A step ends when no parameter, or the loss, changes by more.</param>
    /// <param name="history">How many pairs of differences approximate the Hessian, 1 or more.</param>
    public LBfgs(
        IEnumerable<Tensor> parameters,
        double learningRate = 1,
        int maxIterations = 20,
        int? maxEvaluations = null,
        double gradientTolerance = 1e-7,
        double changeTolerance = 1e-9,
        int history = 100)
    {
        _learningRate = Require.Positive(nameof(LBfgs), learningRate, nameof(learningRate));
        _maxIterations = Require.AtLeast(nameof(LBfgs), 1, maxIterations, nameof(maxIterations));
        _maxEvaluations = Require.AtLeast(nameof(LBfgs), 1, maxEvaluations ?? Math.Max(1, maxIterations * 5 / 4), nameof(maxEvaluations));
        _gradientTolerance = Require.NotNegative(nameof(LBfgs), gradientTolerance, nameof(gradientTolerance));
        _changeTolerance = Require.NotNegative(nameof(LBfgs), changeTolerance, nameof(changeTolerance));
        _history = new CurvatureHistory(Require.AtLeast(nameof(LBfgs), 1, history, nameof(history)));
        _arena = new ParameterArena(parameters);
    }

    /// <summary>How many iterations were made in all steps.</summary>
    public int Iterations { get; private set; }

    /// <summary>How often the loss was evaluated in all steps.</summary>
    public int Evaluations { get; private set; }

    /// <summary>What a checkpoint holds of the optimizer.</summary>
    internal IEnumerable<StateEntry> State =>
    [
        .. _direction is null ? [] : new[] { StateEntry.Of("direction", _direction), StateEntry.Of("last_gradient", _lastGradient!) },
        .. _history.State,
        StateEntry.Of("length", () => _length, value => _length = value),
        StateEntry.Of("iterations", () => Iterations, value => Iterations = checked((int)value)),
        StateEntry.Of("evaluations", () => Evaluations, value => Evaluations = checked((int)value)),
    ];

    /// <summary>Moves the parameters down to a smaller loss.</summary>
    /// <param name="loss">Computes the loss, a single value, from the parameters as they are.</param>
    /// <returns>The loss at the beginning.</returns>
    public double Step(Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        using var scope = Tape.Scope();
        BeginAnewIfOthersMove();
        int evaluationsBefore = Evaluations;
        var (value, gradient) = Evaluate(loss);
        double first = value;
        for (int iteration = 1; iteration <= _maxIterations && LargestOf(gradient) > _gradientTolerance; iteration++)
        {
            Iterations++;
            bool isFirst = _direction is null;
            Redirect(gradient);
            _length = isFirst ? Math.Min(1, 1 / gradient.Abs().Sum().Item()) * _learningRate : _learningRate;
            double slope = Dot(gradient, _direction!);
            if (slope > -_changeTolerance)
                break;

            var origin = Copy(_arena.Values);
            var search = new StrongWolfeSearch(length => EvaluateAt(loss, origin, length), LargestOf(_direction!));
            var found = search.From(new(0, value, gradient, slope), _length);
            _arena.SetValues(origin + Scaled(_direction!, found.Length));
            double change = Math.Abs(found.Value - value);
            (value, gradient, _length) = (found.Value, found.Gradient, found.Length);
            if (Evaluations - evaluationsBefore >= _maxEvaluations || change < _changeTolerance
                || LargestOf(_direction!) * _length <= _changeTolerance)
            {
                break;
            }
        }

        return first;
    }

    /// <summary>
    /// What was seen among other parameters says nothing of these. With it gone, the gradient alone makes directions, and it is 0 where
    /// nothing is to move.
    /// </summary>
    private void BeginAnewIfOthersMove()
    {
        bool[] frozen = [.. _arena.Parameters.Select(parameter => !parameter.RequiresGrad)];
        if (_frozen is not null && !frozen.SequenceEqual(_frozen))
            MakeRoom(_ => false);
        _frozen = frozen;
    }

    /// <summary>The direction of the next search, from the gradient here and, after the first time, at the last point.</summary>
    private void Redirect(Tensor gradient)
    {
        if (_direction is not null)
        {
            var step = Scaled(_direction, _length);
            var difference = gradient - _lastGradient!;
            double curvature = Dot(difference, step);
            if (curvature > SmallestCurvature)
                _history.Add(step, difference, curvature, Dot(difference, difference));
        }

        Replace(ref _direction, _history.Direction(gradient));
        Replace(ref _lastGradient, Copy(gradient));
    }

    /// <summary>Forgets what was seen, and makes room for a state with as many pairs as there are.</summary>
    internal void MakeRoom(Func<string, bool> has)
    {
        Replace(ref _direction, has("direction") ? Tensor.ZerosLike(_arena.Values) : null);
        Replace(ref _lastGradient, has("direction") ? Tensor.ZerosLike(_arena.Values) : null);
        _history.MakeRoom(has, _arena.Values);
    }

    private LinePoint EvaluateAt(Func<Tensor> loss, Tensor origin, double length)
    {
        _arena.SetValues(origin + Scaled(_direction!, length));
        var (value, gradient) = Evaluate(loss);
        return new LinePoint(length, value, gradient, Dot(gradient, _direction!));
    }

    private (double Value, Tensor Gradient) Evaluate(Func<Tensor> loss)
    {
        Evaluations++;
        double value;
        using (Tape.Scope())
        {
            _arena.ZeroGrad();
            var result = loss();
            result.Backward();
            value = result.Item();
        }

        return (value, Copy(_arena.Gradients));
    }

    internal static double Dot(Tensor a, Tensor b) => (a * b).Sum().Item();

    internal static Tensor Scaled(Tensor x, double factor) => x * Tensor.Scalar(factor, x.DType, x.Device);

    private static Tensor Copy(Tensor x)
    {
        var copy = Tensor.ZerosLike(x);
        copy.CopyFrom(x);
        return copy;
    }

    private static double LargestOf(Tensor x) => x.Abs().Max().Item();

    private static void Replace(ref Tensor? kept, Tensor? value)
    {
        kept?.Dispose();
        kept = value?.Keep();
    }
}
