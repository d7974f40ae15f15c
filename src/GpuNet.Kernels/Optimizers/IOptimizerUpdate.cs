using System.Numerics;

namespace GpuNet.Kernels;

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

    /// <summary>The third state: a largest second moment, or a momentum beside two moments.</summary>
    public T Third;
}

/// <summary>How an optimizer moves one parameter, knowing nothing of the others.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IOptimizerUpdate<TSelf> : IOptimizerRule<TSelf>
    where TSelf : unmanaged, IOptimizerUpdate<TSelf>
{
    /// <summary>The parameter and its states after the step.</summary>
    ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
