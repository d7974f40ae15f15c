namespace GpuNet.Models;

/// <summary>What becomes of the losses of a batch's elements or rows.</summary>
public enum LossReduction
{
    /// <summary>Their mean, a scalar.</summary>
    Mean,

    /// <summary>Their sum, a scalar.</summary>
    Sum,

    /// <summary>Their sum divided by the number of rows, a scalar: torch's batchmean.</summary>
    BatchMean,

    /// <summary>They stay as they are.</summary>
    None,
}

/// <summary>Weighs and reduces the losses of elements or rows; the first dimension is the batch's.</summary>
internal static class LossReductions
{
    internal static Tensor Apply(this LossReduction reduction, Tensor losses, Tensor? sampleWeights = null)
    {
        losses = Weigh(losses, sampleWeights);
        return reduction switch
        {
            LossReduction.Mean => losses.Mean(),
            LossReduction.Sum => losses.Sum(),
            LossReduction.BatchMean => losses.Sum() / losses.Shape[0],
            LossReduction.None => losses,
            _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "There is no such reduction."),
        };
    }

    internal static Tensor Weigh(Tensor losses, Tensor? sampleWeights)
    {
        if (sampleWeights is null)
            return losses;
        if (losses.Rank == 0 || sampleWeights.Rank != 1 || sampleWeights.Shape[0] != losses.Shape[0])
            throw new ShapeMismatchException(
                "Loss", losses.Rank == 0 ? "losses with rows for sampleWeights" : $"sampleWeights [{losses.Shape[0]}]", sampleWeights.Shape.ToString());
        Span<int> extents = stackalloc int[losses.Rank];
        extents.Fill(1);
        extents[0] = losses.Shape[0];
        return losses * sampleWeights.Reshape(extents);
    }
}
