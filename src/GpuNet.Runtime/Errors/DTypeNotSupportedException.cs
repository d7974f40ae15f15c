namespace GpuNet;

/// <summary>An operation has no kernel for the element type it was given.</summary>
public sealed class DTypeNotSupportedException : GpuNetException
{
    /// <summary>Creates the error from the operation and the element types.</summary>
    /// <param name="operation">The operation, as the user called it.</param>
    /// <param name="expected">What the operation takes, in words: <c>Float32 or Float64</c>.</param>
    /// <param name="actual">What it was given.</param>
    public DTypeNotSupportedException(string operation, string expected, string actual)
        : this(operation, expected, actual, "")
    {
    }

    /// <summary>The same for a tensor's element type, with what to convert the tensor to.</summary>
    internal DTypeNotSupportedException(
        string operation, string expected, DType actual, DType remedy = DType.Float32)
        : this(operation, expected, actual.ToString(), $" Convert it: x.To(DType.{remedy}).")
    {
    }

    private DTypeNotSupportedException(string operation, string expected, string actual, string advice)
        : base($"{operation}: takes {expected}, got {actual}.{advice}")
    {
        Operation = operation;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The operation that was called.</summary>
    public string Operation { get; }

    /// <summary>The element types the operation takes.</summary>
    public string Expected { get; }

    /// <summary>The element type it was given.</summary>
    public string Actual { get; }
}
