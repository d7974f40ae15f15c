namespace GpuNet.Engine;

/// <summary>
/// A kernel contains what no device can run. All of it is listed, each item with its method, its IL offset and what to
/// do instead. Nothing was loaded; the context and the accelerator stay usable. Loading a kernel wraps it in an
/// <see cref="ILGPU.InternalCompilerException"/> of the same message.
/// </summary>
public sealed class KernelCompilationException : NotSupportedException
{
    internal KernelCompilationException(string kernel, IReadOnlyList<string> violations)
        : base($"The kernel {kernel} cannot be compiled:{List(violations)}")
    {
        Kernel = kernel;
        Violations = violations;
    }

    /// <summary>The kernel's name.</summary>
    public string Kernel { get; }

    /// <summary>Every violation that one pass over the kernel and its callees found.</summary>
    public IReadOnlyList<string> Violations { get; }

    private static string List(IReadOnlyList<string> violations) =>
        string.Concat(violations.Select(violation => $"\n  - {violation}"));
}
