namespace GpuNet;

/// <content>Copies in the precision of matrix products, which last as long as the content does.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// The elements rounded to a precision: made once, and shared by whoever asks again before they change. The caller disposes
    /// the result.
    /// </summary>
    /// <param name="precision">The precision.</param>
    /// <param name="round">Makes a tensor of the rounded elements.</param>
    internal Tensor RoundedTo(Precision precision, Func<Tensor, Precision, Tensor> round)
    {
        var storage = Live;
        lock (Storage.RoundedLock)
        {
            if (storage.Rounded is { } copy && copy.Serves(_offset, Count, precision))
                return copy.Numbers.Share(Shape, 0, Ownership.Manual);
        }
        using var numbers = round(this, precision);
        KeepRounded(precision, numbers);
        return numbers.Share(Shape, 0, Ownership.Manual);
    }

    /// <summary>Has <see cref="RoundedTo"/> give these numbers until the elements change.</summary>
    internal void KeepRounded(Precision precision, Tensor numbers) =>
        Live.ReplaceRounded(new RoundedCopy(_offset, precision, numbers.Alias()));
}
