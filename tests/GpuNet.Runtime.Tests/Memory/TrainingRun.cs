using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Memory;

/// <summary>
/// A small network with everything a training step has: linear layers, batch norm, dropout, a penalty, and Adam.
/// </summary>
internal sealed class TrainingRun
{
    private readonly Tensor _x, _labels, _w1, _b1, _gamma, _beta, _w2, _b2, _mean, _variance;
    private readonly ParameterArena _arena;
    private readonly ParameterUpdater<AdamUpdate> _updater;
    private readonly Generator _generator = new(1);

    internal TrainingRun(Device device)
    {
        using var scope = Tape.Scope();
        _x = Tensor.From<float>(Samples.Uniform(32 * 20, seed: 1), [32, 20], device).Keep();
        _labels = Tensor.From<int>(Samples.Labels(32, 5, seed: 2), device).Keep();
        _w1 = Parameter(_generator.Normal([16, 20], 0, 0.2, device));
        _b1 = Parameter(Tensor.Zeros([16], device: device));
        _gamma = Parameter(Tensor.Ones([16], device: device));
        _beta = Parameter(Tensor.Zeros([16], device: device));
        _w2 = Parameter(_generator.Normal([5, 16], 0, 0.2, device));
        _b2 = Parameter(Tensor.Zeros([5], device: device));
        _mean = Tensor.Zeros([16], device: device).Keep();
        _variance = Tensor.Ones([16], device: device).Keep();
        _arena = new ParameterArena([_w1, _b1, _gamma, _beta, _w2, _b2]);
        _updater = new ParameterUpdater<AdamUpdate>(_arena, new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), learningRate: 0.01);
    }

    internal double LastLoss { get; private set; }

    internal float[] Parameters => _arena.Values.ToArray();

    internal float[] RunningVariance => _variance.ToArray();

    internal double LearningRate
    {
        set => _updater.LearningRate = value;
    }

    internal int StepCount => _updater.StepCount;

    internal GeneratorState Random => _generator.State;

    /// <summary>The inputs [32, 20].</summary>
    internal Tensor X => _x;

    internal void Step()
    {
        using var scope = Tape.Scope();
        LastLoss = Compute().Item();
    }

    /// <summary>A step; returns the loss.</summary>
    internal Tensor Compute()
    {
        _arena.ZeroGrad();
        var hidden = Functional.BatchNorm(
            Functional.Linear(_x, _w1, _b1), _gamma, _beta, _mean, _variance, training: true).Relu();
        var logits = Functional.Linear(Functional.Dropout(hidden, 0.1, _generator), _w2, _b2);
        var loss = Functional.CrossEntropy(logits, _labels) + Functional.L2Penalty(_w1, 1e-3f);
        loss.Backward();
        _updater.Step();
        return loss;
    }

    private static Tensor Parameter(Tensor values)
    {
        values.RequiresGrad = true;
        return values;
    }
}
