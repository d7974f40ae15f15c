namespace GpuNet.Models;

/// <summary>The share of rows whose largest output is that of their class.</summary>
public static class Accuracy
{
    /// <summary>Counts the rows that are right.</summary>
    /// <param name="predicted">The class the model chose for each row.</param>
    /// <param name="labels">The class of each row.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public static int CountCorrect(ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels)
    {
        if (predicted.Length != labels.Length)
            throw new ArgumentException($"{predicted.Length} predictions for {labels.Length} labels.", nameof(predicted));
        int correct = 0;
        for (int row = 0; row < labels.Length; row++)
            correct += predicted[row] == labels[row] ? 1 : 0;
        return correct;
    }
}
