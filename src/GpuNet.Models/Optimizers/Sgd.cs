using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// Stochastic gradient descent: v = momentum · v + g (v = g in the first step), w -= learning rate · v. As torch.optim.SGD.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly ParameterUpdater<SgdUpdate>? _plain;
    private readonly ParameterUpdater<MomentumSgdUpdate>? _withMomentum;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The tensors to be trained.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="momentum">The share of the last direction that is kept; 0 for plain descent, 0.9 is usual.</param>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate, double momentum = 0)
        : base(parameters, learningRate)
    {
        float kept = Fraction(momentum, nameof(momentum));
        if (kept == 0)
            _plain = new(Arena, new SgdUpdate(WeightDecay: 0), learningRate);
        else
            _withMomentum = new(Arena, new MomentumSgdUpdate(kept, Dampening: 0, WeightDecay: 0), learningRate);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        if (_plain is not null)
        {
            PreparedStep.EachRun(() => _plain.LearningRate = LearningRate);
            _plain.Step();
        }
        else
        {
            PreparedStep.EachRun(() => _withMomentum!.LearningRate = LearningRate);
            _withMomentum!.Step();
        }
    }
}
