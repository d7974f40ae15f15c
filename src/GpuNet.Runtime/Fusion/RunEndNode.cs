using GpuNet.Kernels;

namespace GpuNet.Fusion;

/// <summary>
/// An operation on the tape with which a run of elementwise ops can end. Where its input is still pending, so that
/// nobody has asked for its value, the node does not compute the input's gradient but hands its own down to the op
/// before: a run is one kernel backwards, too. The kernel runs when it is the turn of the run's first op, so that
/// gradients add up in the order they have without fusion.
/// </summary>
internal abstract class RunEndNode(Tensor x) : TapeNode(x)
{
    internal override void Backward(Tensor gradient, BackwardPass pass) => PassOn(gradient, this, pass);

    /// <summary>The gradient of the first op's input, of a run that ends with this operation.</summary>
    /// <param name="input">The input.</param>
    /// <param name="gradient">The gradient of this operation's output.</param>
    /// <param name="pass">Says where the input's gradient goes.</param>
    internal abstract Tensor Launch(Tensor input, Tensor gradient, BackwardPass pass);

    /// <summary>Launches a run that ends with this operation, now that its type is known.</summary>
    /// <param name="x">The run's input.</param>
    /// <param name="chain">Its ops; an end that is no <see cref="MapNode"/> comes after them.</param>
    /// <param name="run">The run.</param>
    internal abstract void LaunchRun<TChain>(Region x, TChain chain, in BackwardRun run)
        where TChain : unmanaged, IOpChain<TChain>;

    /// <summary>Takes a gradient of <paramref name="last"/>'s output to this operation's input.</summary>
    protected void PassOn(Tensor gradient, RunEndNode last, BackwardPass pass)
    {
        if (!pass.Needs(First)) return;
        if (First is { IsPending: true, Node: MapNode previous } && pass.TryHandDown(gradient, previous))
            previous.Take(last, First);
        else pass.Accumulate(First, last.Launch(First, gradient, pass));
    }
}

/// <summary>A run of ops backwards, from the input of the first to the output of the last.</summary>
/// <param name="Last">The last.</param>
/// <param name="Input">The first op's input.</param>
/// <param name="Y">The last op's output, if that op reads it.</param>
/// <param name="Dy">The gradient of the last's output.</param>
/// <param name="Dx">Where the input's gradient goes.</param>
internal readonly record struct BackwardRun(RunEndNode Last, Tensor Input, Region Y, Tensor Dy, Tensor Dx);
