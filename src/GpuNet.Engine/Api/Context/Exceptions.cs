namespace ILGPU;

/// <summary>A kernel needs something that its device lacks.</summary>
public sealed class CapabilityNotSupportedException : Exception
{
    public CapabilityNotSupportedException()
    {
    }

    public CapabilityNotSupportedException(string message)
        : base(message)
    {
    }

    public CapabilityNotSupportedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// A kernel could not be compiled. The inner exception, <see cref="GpuNet.Engine.KernelCompilationException"/>, lists what it contains that
/// no device can run.
/// </summary>
public sealed class InternalCompilerException : Exception
{
    public InternalCompilerException()
    {
    }

    public InternalCompilerException(string message)
        : base(message)
    {
    }

    public InternalCompilerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A device function was called on the host, outside a kernel.</summary>
public sealed class InvalidKernelOperationException : InvalidOperationException
{
    public InvalidKernelOperationException()
        : base("This function works inside a kernel only; call it from a method that an accelerator has loaded.")
    {
    }

    public InvalidKernelOperationException(string message)
        : base(message)
    {
    }

    public InvalidKernelOperationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
