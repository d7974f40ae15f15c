namespace GpuNet;

/// <summary>
/// An operation was given an index in device memory that its tensor does not have. The device notes it, and whoever next
/// waits for the device is told: on the processor the operation itself, elsewhere <see cref="Tensor.Item"/>,
/// <see cref="Tensor.ToArray()"/>, <see cref="Tensor.CopyTo{T}(Span{T})"/> or <see cref="Device.Synchronize"/> on the
/// thread that called it. What was computed in the meantime holds NaN (of integers 0) in that place.
/// </summary>
public sealed class InvalidIndexException : GpuNetException
{
    /// <summary>Creates the error.</summary>
    /// <param name="operation">The operation, as the user called it.</param>
    /// <param name="argument">The argument that holds the index.</param>
    /// <param name="index">The index; one of them if there were several.</param>
    /// <param name="extent">How many places there are.</param>
    public InvalidIndexException(string operation, string argument, int index, int extent)
        : base($"{operation}: '{argument}' holds {index}; {Range(extent)}.")
    {
        Operation = operation;
        Argument = argument;
        Index = index;
        Extent = extent;
    }

    /// <summary>The operation that was called.</summary>
    public string Operation { get; }

    /// <summary>The argument that holds the index.</summary>
    public string Argument { get; }

    /// <summary>The index, one of them if there were several; the end of its range for one that 32 bits do not hold.</summary>
    public int Index { get; }

    /// <summary>How many places there are: indices from 0 to below it are right.</summary>
    public int Extent { get; }

    private static string Range(int extent) => extent == 0
        ? "there is nothing to choose from"
        : $"here it may be from 0 to {extent - 1}, negative indices are not counted from the end";
}
