using GpuNet.Operations;

namespace GpuNet;

/// <content>Copies in the precision of matrix products, which last as long as the content does.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// The elements as products of a precision read them: made once, and shared by whoever asks again before they change. The caller
    /// disposes the result.
    /// </summary>
    internal Tensor RoundedTo(Precision precision)
    {
        if (DType.IsNarrow()) return Alias(); // stored so for products alone
        var storage = Live;
        if (storage.Parameter is { } part && _offset == 0 && Count == part.Count && part.Arena.Rounded(precision) is { } weights)
        {
            weights.Find(part.Index);
            return weights.Numbers.Share(Shape, part.Start, Ownership.Manual);
        }
        lock (Storage.RoundedLock)
        {
            if (storage.Rounded is { } copy && copy.Serves(_offset, Count, precision))
                return copy.Numbers.Share(Shape, 0, Ownership.Manual);
        }
        using var numbers = OperandRounding.Round(this, precision);
        KeepRounded(precision, numbers);
        return numbers.Share(Shape, 0, Ownership.Manual);
    }

    /// <summary>Has <see cref="RoundedTo"/> give these numbers until the elements change.</summary>
    internal void KeepRounded(Precision precision, Tensor numbers) =>
        Live.ReplaceRounded(new RoundedCopy(_offset, precision, numbers.Alias()));
}
