namespace GpuNet;

/// <summary>The shapes of an operation's inputs do not fit together.</summary>
public sealed class ShapeMismatchException : GpuNetException
{
    /// <summary>Creates the error from the operation and the shapes.</summary>
    /// <param name="operation">The operation, as the user called it: <c>MatMul</c>.</param>
    /// <param name="expected">What the operation needs, in words: <c>[?, 64]</c>.</param>
    /// <param name="actual">What it was given.</param>
    public ShapeMismatchException(string operation, string expected, string actual)
        : base($"{operation}: expected {expected}, got {actual}.")
    {
        Operation = operation;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The operation that was called.</summary>
    public string Operation { get; }

    /// <summary>What the operation needs.</summary>
    public string Expected { get; }

    /// <summary>What it was given.</summary>
    public string Actual { get; }
}
