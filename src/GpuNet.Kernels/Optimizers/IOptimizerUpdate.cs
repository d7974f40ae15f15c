using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What is to be known about an optimizer without running it.</summary>
/// <param name="Name">Lower-case name, unique in the assembly.</param>
/// <param name="States">Buffers of the parameters' length it keeps: 0, 1 or 2. They start at zero.</param>
/// <param name="Formula">The update as text.</param>
/// <param name="Source">Where formula and order of operations come from.</param>
public sealed record OptimizerInfo(string Name, int States, string Formula, string Source);

/// <summary>One parameter with its optimizer states; unused states are zero.</summary>
/// <typeparam name="T">The number type.</typeparam>
public struct ParameterState<T> where T : unmanaged
{
    /// <summary>The parameter.</summary>
    public T Value;

    /// <summary>The first state: a momentum or first moment.</summary>
    public T First;

    /// <summary>The second state: a second moment.</summary>
    public T Second;
}

/// <summary>
/// What changes from step to step, kept in device memory so that a recorded step can be replayed: the host writes the
/// learning rate when it changes, <see cref="OptimizerKernels.Advance"/> does the rest.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public struct OptimizerStep<T> where T : unmanaged
{
    /// <summary>The learning rate of the step.</summary>
    public T LearningRate;

    /// <summary>The factor of the update: the learning rate, corrected where the optimizer corrects it.</summary>
    public T StepSize;

    /// <summary>What the root of a second moment is divided by: sqrt(1 - beta2^step) for Adam.</summary>
    public T SecondMomentScale;

    /// <summary>The number of the step: 0 before the first, 1 in the first.</summary>
    public int Step;
}

/// <summary>
/// How an optimizer moves one parameter. Fields are its hyperparameters (floats), except the learning rate.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IOptimizerUpdate<TSelf> where TSelf : unmanaged, IOptimizerUpdate<TSelf>
{
    /// <summary>Name, states, formula, source; for the host, never read by a kernel.</summary>
    static abstract OptimizerInfo Info { get; }

    /// <summary>The step record of the step that begins: its number is already counted up.</summary>
    OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>The parameter and its states after the step.</summary>
    ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
