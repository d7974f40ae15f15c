using System.Runtime.Serialization;
using GpuNet.Engine.Drivers.Cuda;

namespace ILGPU.Runtime.Cuda;

/// <summary>A CUDA call failed.</summary>
public sealed class CudaException : AcceleratorException
{
    public CudaException()
        : this("A CUDA call failed.")
    {
    }

    public CudaException(CudaError error)
        : this(error, CudaErrors.Name(error), $"{CudaErrors.Name(error)} ({(int)error}).{CudaErrors.Advice(error)}")
    {
    }

    public CudaException(string message)
        : this(CudaError.CUDA_ERROR_UNKNOWN, CudaErrors.Name(CudaError.CUDA_ERROR_UNKNOWN), message)
    {
    }

    public CudaException(string message, Exception innerException)
        : base(message, innerException)
    {
        Error = CudaErrors.Name(CudaError.CUDA_ERROR_UNKNOWN);
    }

    internal CudaException(CudaError code, string name, string message)
        : base(message)
    {
        Code = code;
        Error = name;
    }

    /// <summary>The error's name, such as <c>CUDA_ERROR_OUT_OF_MEMORY</c>.</summary>
    public string Error { get; }

    public override AcceleratorType AcceleratorType => AcceleratorType.Cuda;

    internal CudaError Code { get; } = CudaError.CUDA_ERROR_UNKNOWN;

    /// <summary>Every further call will fail in the same way.</summary>
    internal bool IsContextLost => CudaErrors.EndsTheContext(Code);

#pragma warning disable SYSLIB0051, CS0672 // the model's exceptions have this method
    public override void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        base.GetObjectData(info, context);
        info.AddValue(nameof(Error), Error);
    }
#pragma warning restore SYSLIB0051, CS0672

    public static void ThrowIfFailed(CudaError cudaStatus)
    {
        if (cudaStatus != CudaError.CUDA_SUCCESS)
            throw new CudaException(cudaStatus);
    }
}
