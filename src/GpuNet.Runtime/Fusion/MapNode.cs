using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet.Fusion;

/// <summary>An elementwise op on the tape: it can stand anywhere in a run.</summary>
internal abstract class MapNode(Tensor x) : RunEndNode(x)
{
    private RunEndNode? _last; // the end of the run whose gradient was handed down to this node
    private Tensor? _output;   // this node's output then

    internal sealed override void Backward(Tensor gradient, BackwardPass pass)
    {
        // Another op that read the output has had it computed.
        if (_output is { IsPending: false }) gradient = OwnGradient(gradient, pass);
        var last = _last ?? this;
        ForgetGradient();
        PassOn(gradient, last, pass);
    }

    internal sealed override Tensor OwnGradient(Tensor gradient, BackwardPass pass)
    {
        if (_last is not { } last) return gradient;
        var own = last.Launch(_output!, gradient, pass);
        ForgetGradient();
        return own;
    }

    internal sealed override void ForgetGradient() => (_last, _output) = (null, null);

    /// <summary>Takes over a gradient that was handed down.</summary>
    /// <param name="last">The operation whose output's gradient it is.</param>
    /// <param name="output">This op's output.</param>
    internal void Take(RunEndNode last, Tensor output) => (_last, _output) = (last, output);

    /// <summary>Composes a run backwards, with this op as its last one.</summary>
    /// <param name="output">This op's output.</param>
    /// <param name="run">The run.</param>
    internal abstract void End(Tensor output, in BackwardRun run);

    /// <summary>Puts this op before the others of a run, and goes on to the op before, if the run does.</summary>
    /// <param name="rest">The ops behind this one.</param>
    /// <param name="output">This op's output.</param>
    /// <param name="run">The run.</param>
    protected abstract void Prepend<TRest>(TRest rest, Tensor output, in BackwardRun run)
        where TRest : unmanaged, IOpChain<TRest>;

    /// <summary>Launches a run that begins with this op, or goes on to the op before.</summary>
    /// <param name="x">This op's input, if the run begins with it.</param>
    /// <param name="chain">The run so far.</param>
    /// <param name="run">The run.</param>
    protected void Continue<TChain>(Region x, TChain chain, in BackwardRun run)
        where TChain : unmanaged, IOpChain<TChain>
    {
        if (ReferenceEquals(First, run.Input)) run.Last.LaunchRun(x, chain, run);
        else ((MapNode)First.Node!).Prepend(chain, First, run);
    }
}

/// <summary>A unary op on the tape.</summary>
/// <typeparam name="TOp">The op.</typeparam>
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

    internal override Tensor Launch(Tensor input, Tensor gradient, BackwardPass pass)
    {
        var isWhole = ReferenceEquals(First, input);
        var x = isWhole && Needs.HasFlag(BackwardNeeds.Input) ? _x.Get(this).Region : default;
        var y = Needs.HasFlag(BackwardNeeds.Output) ? _y.Get(this).Region : default;
        var dx = pass.Target(input);
        if (!isWhole) input.Settle(); // the run's first output, which is pending, reads it
        Continue(x, new Single<TOp>(_op), new BackwardRun(this, input, y, gradient, dx));
        return dx;
    }

    internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
    {
        var derivative = Needs switch
        {
            BackwardNeeds.None => Unary<TOp>.ConstantDerivative(gradient, _op),
            BackwardNeeds.Output => _y.Get(this).Map(new DerivativeOfOutput<TOp>(_op)),
            _ => _x.Get(this).Map(new DerivativeOf<TOp>(_op)),
        };
        pass.Accumulate(First, GradientFlow.Through(gradient, derivative, TOp.Selects));
    }

    internal override void LaunchRun<TChain>(Region x, TChain chain, in BackwardRun run)
    {
        if (run.Dx.Count > 0) Maps.Backward(x, run.Y, run.Dy, run.Dx, chain);
    }

    internal override void End(Tensor output, in BackwardRun run) =>
        Continue(output.PendingMap!.Source, new Single<TOp>(_op), run);

    protected override void Prepend<TRest>(TRest rest, Tensor output, in BackwardRun run) =>
        Continue(output.PendingMap!.Source, new Chain<Single<TOp>, TRest>(new(_op), rest), run);
}
