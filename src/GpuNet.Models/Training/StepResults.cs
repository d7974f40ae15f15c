namespace GpuNet.Models;

/// <summary>What a batch came to, on the device.</summary>
/// <param name="Loss">The mean loss, off the tape: a scalar.</param>
/// <param name="Classes">The class that the model chose for each row [rows]; null for regression.</param>
internal readonly record struct StepResults(Tensor Loss, Tensor? Classes) : IDisposable
{
    public static StepResults Of(Tensor loss, Tensor output, Tensor targets)
    {
        using var noGrad = Tape.NoGrad();
        return new(loss.Detach(), HasClasses(targets) ? output.ArgMax(axis: 1) : null);
    }

    /// <summary>Whether targets are labels, or probabilities of classes; numbers to predict are [rows, 1].</summary>
    private static bool HasClasses(Tensor targets) => targets.DType == DType.Int32 || targets is { Rank: 2 } && targets.Shape[1] > 1;

    /// <summary>Takes both out of their tape scope.</summary>
    public StepResults Keep() => new(Loss.Keep(), Classes?.Keep());

    public void Dispose()
    {
        Loss.Dispose();
        Classes?.Dispose();
    }
}
