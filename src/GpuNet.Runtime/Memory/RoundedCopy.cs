namespace GpuNet;

/// <summary>
/// The numbers of a part of a storage, rounded for matrix products: made for the first product that reads them, and shared by
/// all others, of the backward pass too, until the storage's content changes or nobody needs it any more.
/// </summary>
/// <param name="offset">The part's first element.</param>
/// <param name="precision">What its numbers were rounded to.</param>
/// <param name="numbers">The rounded numbers; the copy's own, to dispose.</param>
internal sealed class RoundedCopy(int offset, Precision precision, Tensor numbers)
{
    /// <summary>
    /// The recording that has seen how the copy is made: only its replays make it again. Another one, or none, needs its own.
    /// </summary>
    private readonly Recording? _recording = Recording.Current;

    /// <summary>The rounded numbers.</summary>
    internal Tensor Numbers => numbers;

    /// <summary>Whether the copy is of this part, in this precision, and good for the work that is being issued.</summary>
    internal bool Serves(int partOffset, int count, Precision wanted) =>
        partOffset == offset && count == numbers.Count && wanted == precision && _recording == Recording.Current;
}
