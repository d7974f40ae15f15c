using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What is to be known about an optimizer without running it.</summary>
/// <param name="Name">Lower-case name, unique in the assembly.</param>
/// <param name="States">Buffers of the parameters' length it keeps: 0 to 3. They start at zero.</param>
/// <param name="Formula">The update as text.</param>
/// <param name="Source">Where formula and order of operations come from.</param>
public sealed record OptimizerInfo(string Name, int States, string Formula, string Source);

/// <summary>
/// What changes from step to step, kept in device memory so that a recorded step can be replayed: the host writes the
/// learning rate and the momentum when they change, <see cref="OptimizerKernels.Advance"/> does the rest.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public struct OptimizerStep<T> where T : unmanaged
{
    /// <summary>What the host decides.</summary>
    public StepSettings<T> Settings;

    /// <summary>The factor of the update: the learning rate, corrected where the optimizer corrects it.</summary>
    public T StepSize;

    /// <summary>What the root of a second moment is divided by: sqrt(1 - beta2^step) for Adam.</summary>
    public T SecondMomentScale;

    /// <summary>A second factor where the rule has one: NAdam's of the gradient, the newest point's share in an
    /// average.</summary>
    public T Weight;

    /// <summary>What the rule carries from step to step, such as a product or a sum over all of them; starts at
    /// 0.</summary>
    public T Carried;

    /// <summary>The number of the step: 0 before the first, 1 in the first.</summary>
    public int Step;

    /// <summary>Not 0 if the step leaves everything as it is, its number included (<see cref="LossScaleKernels"/>).</summary>
    public int Skips;

    /// <summary>The learning rate of the step.</summary>
    public readonly T LearningRate => Settings.LearningRate;

    /// <summary>The momentum of the step; 0 for rules that are no <see cref="IMomentumRule"/>.</summary>
    public readonly Decay Momentum => Settings.Momentum;
}

/// <summary>What the host decides of a step, and may change between steps that are replayed.</summary>
/// <typeparam name="T">The number type.</typeparam>
public struct StepSettings<T> where T : unmanaged
{
    /// <summary>The learning rate.</summary>
    public T LearningRate;

    /// <summary>The momentum, or the coefficient of the first moment.</summary>
    public Decay Momentum;
}

/// <summary>
/// What all optimizer rules have: a description and a beginning of each step. Fields are hyperparameters (floats and
/// <see cref="Decay"/>), except the learning rate. A momentum that schedules may change is read from the step record
/// (<see cref="IMomentumRule"/>).
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IOptimizerRule<TSelf> where TSelf : unmanaged, IOptimizerRule<TSelf>
{
    /// <summary>Name, states, formula, source; for the host, never read by a kernel.</summary>
    static abstract OptimizerInfo Info { get; }

    /// <summary>The step record of the step that begins: its number is already counted up.</summary>
    OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}

/// <summary>
/// A rule with a momentum (of the Adam family: beta1) that may change from step to step, as schedules that cycle it want: kernels
/// read <see cref="OptimizerStep{T}.Momentum"/>, which the host sets to <see cref="InitialMomentum"/> before the first step.
/// </summary>
public interface IMomentumRule
{
    /// <summary>The momentum to begin with.</summary>
    Decay InitialMomentum { get; }
}
