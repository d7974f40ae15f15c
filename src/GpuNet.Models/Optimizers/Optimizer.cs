namespace GpuNet.Models;

/// <summary>
/// Updates parameters from their gradients. On creation it moves them into one piece of memory, so that an update is one launch
/// whatever their number.
/// </summary>
public abstract class Optimizer
{
    /// <summary>Takes over parameters.</summary>
    /// <param name="parameters">The tensors to be trained: <see cref="Module.Parameters"/>.</param>
    /// <param name="learningRate">The step size.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one is no leaf that requires a gradient.</exception>
    private protected Optimizer(IEnumerable<Tensor> parameters, double learningRate)
    {
        LearningRate = learningRate;
        Arena = new ParameterArena(parameters);
    }

    /// <summary>The step size; may be changed between steps.</summary>
    public double LearningRate
    {
        get;
        set => field = double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be positive.");
    }

    /// <summary>The parameters and their gradients.</summary>
    private protected ParameterArena Arena { get; }

    /// <summary>Sets all gradients to 0.</summary>
    public void ZeroGrad() => Arena.ZeroGrad();

    /// <summary>Updates the parameters.</summary>
    public abstract void Step();

    /// <summary>Checks a coefficient of a moving average.</summary>
    private protected static float Fraction(double value, string name) => value is >= 0 and < 1
        ? (float)value
        : throw new ArgumentOutOfRangeException(name, value, "Must be 0 or more and below 1.");
}
