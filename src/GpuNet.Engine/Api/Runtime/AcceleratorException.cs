using System.Runtime.Serialization;

namespace ILGPU.Runtime;

/// <summary>A device's driver reported an error.</summary>
public abstract class AcceleratorException : Exception
{
    protected AcceleratorException()
    {
    }

    protected AcceleratorException(string message)
        : base(message)
    {
    }

    protected AcceleratorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

#pragma warning disable SYSLIB0051 // the model's exceptions have this constructor
    protected AcceleratorException(SerializationInfo serializationInfo, StreamingContext streamingContext)
        : base(serializationInfo, streamingContext)
    {
    }
#pragma warning restore SYSLIB0051

    public abstract AcceleratorType AcceleratorType { get; }
}
