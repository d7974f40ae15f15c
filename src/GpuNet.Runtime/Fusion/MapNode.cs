using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet.Fusion;

/// <summary>
/// An elementwise op on the tape. Where its input is still pending, so that nobody has asked for its value, the node
/// does not compute the input's gradient but hands its own down to the op before: a run of ops is one kernel backwards,
/// too. The kernel runs when it is the turn of the run's first op, so that gradients add up in the order they have
/// without fusion.
/// </summary>
internal abstract class MapNode(Tensor x) : TapeNode(x)
{
    private MapNode? _last;   // the end of the run whose gradient was handed down to this node
    private Tensor? _output;  // this node's output then

    internal sealed override void Backward(Tensor gradient, BackwardPass pass)
    {
        // Another op that read the output has had it computed.
        if (_output is { IsPending: false }) gradient = OwnGradient(gradient);
        var last = _last ?? this;
        ForgetGradient();
        if (First is { IsPending: true, Node: MapNode previous } && pass.TryHandDown(gradient, previous))
        {
            (previous._last, previous._output) = (last, First);
            return;
        }
        pass.Accumulate(First, last.Launch(First, gradient));
    }

    internal sealed override Tensor OwnGradient(Tensor gradient)
    {
        if (_last is not { } last) return gradient;
        var own = last.Launch(_output!, gradient);
        ForgetGradient();
        return own;
    }

    internal sealed override void ForgetGradient() => (_last, _output) = (null, null);

    /// <summary>Launches the run from an input to this op, and returns the input's gradient.</summary>
    protected abstract Tensor Launch(Tensor input, Tensor gradient);

    /// <summary>Launches the run if it begins with this op, or goes on to the op before.</summary>
    /// <param name="rest">The ops behind this one.</param>
    /// <param name="output">This op's output.</param>
    /// <param name="run">The run.</param>
    protected abstract void Prepend<TRest>(TRest rest, Tensor output, in BackwardRun run)
        where TRest : unmanaged, IOpChain<TRest>;

    /// <summary>Goes on to the op whose output is this one's input.</summary>
    protected void Continue<TChain>(TChain chain, in BackwardRun run) where TChain : unmanaged, IOpChain<TChain> =>
        ((MapNode)First.Node!).Prepend(chain, First, run);

    /// <summary>A run of ops backwards, from the input of the first to the output of the last.</summary>
    /// <param name="Input">The first op's input.</param>
    /// <param name="Y">The last op's output, if that op reads it.</param>
    /// <param name="Dy">The gradient of the last op's output.</param>
    /// <param name="Dx">Where the input's gradient goes.</param>
    protected readonly record struct BackwardRun(Tensor Input, Region Y, Tensor Dy, Tensor Dx);
}

/// <summary>A unary op on the tape.</summary>
internal sealed class MapNode<TOp> : MapNode where TOp : unmanaged, IUnaryOp<TOp>
{
    private static readonly BackwardNeeds Needs = TOp.Info.Needs;

    private readonly TOp _op;
    private readonly SavedTensor _x, _y;

    internal MapNode(Tensor x, Tensor y, TOp op) : base(x)
    {
        _op = op;
        if (Needs.HasFlag(BackwardNeeds.Input)) _x = new SavedTensor(x);
        if (Needs.HasFlag(BackwardNeeds.Output)) _y = new SavedTensor(y);
    }

    internal override string Name => TOp.Info.Name;

    protected override Tensor Launch(Tensor input, Tensor gradient)
    {
        var isWhole = ReferenceEquals(First, input);
        var x = isWhole && Needs.HasFlag(BackwardNeeds.Input) ? _x.Get(this).Region : default;
        var y = Needs.HasFlag(BackwardNeeds.Output) ? _y.Get(this).Region : default;
        var dx = BackwardPass.Target(input);
        var op = new Single<TOp>(_op);
        if (isWhole)
        {
            if (dx.Count > 0) Maps.Backward(x, y, gradient, dx, op);
        }
        else
        {
            input.Settle(); // the run's first output, which is pending, reads it
            Continue(op, new BackwardRun(input, y, gradient, dx));
        }
        return dx;
    }

    protected override void Prepend<TRest>(TRest rest, Tensor output, in BackwardRun run)
    {
        var chain = new Chain<TOp, TRest>(_op, rest);
        if (ReferenceEquals(First, run.Input))
            Maps.Backward(output.PendingMap!.Source, run.Y, run.Dy, run.Dx, chain);
        else Continue(chain, run);
    }
}
