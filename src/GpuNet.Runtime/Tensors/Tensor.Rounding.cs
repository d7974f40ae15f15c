using GpuNet.Operations;

namespace GpuNet;

/// <content>Copies in the precision of matrix products, which last as long as the content does.</content>
public sealed partial class Tensor
{
    private Tensor? _inProductsFormat;

    /// <summary>
    /// The elements as bfloat16, as products read them, where that is all that is stored: somebody promised that products alone will read
    /// them. Whoever asks for floats all the same has them widened, and then this is null.
    /// </summary>
    internal Tensor? InProductsFormat => _inProductsFormat;

    /// <summary>A tensor of floats of which such numbers are all that is stored; in a scope.</summary>
    internal static Tensor OfProductsFormat(Tensor numbers) =>
        new(numbers.Shape, DType.Float32, numbers.Device, TapeScope.Current!) { _inProductsFormat = numbers.Alias() };

    /// <summary>
    /// The elements as products of a precision read them: made once, and shared by whoever asks again before they change. The caller
    /// disposes the result.
    /// </summary>
    internal Tensor RoundedTo(Precision precision)
    {
        if (DType.IsNarrow()) return Alias(); // stored so for products alone
        if (precision == Precision.BFloat16 && _inProductsFormat is { } stored) return stored.Alias();
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

    private void Widen(Tensor numbers)
    {
        var storage = Device.Memory.Rent((long)Count * DType.Size());
        (_storage, _inProductsFormat, _born) = (storage, null, unchecked((int)storage.Version));
        try
        {
            Casting.Widen(numbers, this);
        }
        catch
        {
            (_storage, _inProductsFormat) = (null, numbers);
            storage.Release();
            throw;
        }
        KeepRounded(Precision.BFloat16, numbers);
        numbers.Dispose();
    }
}
