using System.Runtime.Serialization;
using GpuNet.Engine.Drivers.OpenCl;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL call failed.</summary>
public sealed class CLException : AcceleratorException
{
    public CLException()
        : this(CLError.CL_SUCCESS, "An OpenCL call failed.")
    {
    }

    public CLException(CLError errorCode)
        : this(errorCode, ClErrors.Describe(errorCode))
    {
    }

    public CLException(string message)
        : base(message)
    {
    }

    public CLException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CLException(CLError error, string message)
        : base(message)
    {
        Error = error;
    }

    public CLError Error { get; }

    public override AcceleratorType AcceleratorType => AcceleratorType.OpenCL;

#pragma warning disable SYSLIB0051, CS0672 // the model's exceptions have this method
    public override void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        base.GetObjectData(info, context);
        info.AddValue(nameof(Error), (int)Error);
    }
#pragma warning restore SYSLIB0051, CS0672

    public static void ThrowIfFailed(CLError clStatus)
    {
        if (clStatus != CLError.CL_SUCCESS)
            throw new CLException(clStatus);
    }
}
