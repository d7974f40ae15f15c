using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Loads compiled code and finds kernels in it.</summary>
internal static unsafe class CudaModule
{
    private const int LogBytes = 4096;

    /// <summary>A module that the context owns.</summary>
    /// <param name="context">The context.</param>
    /// <param name="kernel">The kernel's name, for errors.</param>
    /// <param name="image">Machine code, or PTX, which the driver compiles; the log is of that.</param>
    public static nint Load(CudaContext context, string kernel, byte[] image)
    {
        context.MakeCurrent();
        byte* log = stackalloc byte[LogBytes];
        log[0] = 0;
        CudaJitOption* options = stackalloc CudaJitOption[] { CudaJitOption.ErrorLogBuffer, CudaJitOption.ErrorLogBufferBytes };
        nint* values = stackalloc nint[] { (nint)log, LogBytes };
        nint module;
        CudaError error;
        fixed (byte* first = image)
            error = context.Driver.cuModuleLoadDataEx(&module, first, 2, options, values);
        if (error != CudaError.CUDA_SUCCESS)
        {
            string words = Marshal.PtrToStringUTF8((nint)log) is { Length: > 0 } text ? $" ({text.Trim()})" : "";
            throw context.Driver.Failure(error, $"cuModuleLoadDataEx of the kernel {kernel} on {context.Facts.Name}{words}");
        }
        return context.Own(module, unused => context.Driver.Check(context.Driver.cuModuleUnload(unused), "cuModuleUnload"));
    }

    public static nint Function(CudaContext context, nint module, string entryPoint)
    {
        nint function;
        fixed (byte* name = Encoding.UTF8.GetBytes(entryPoint + '\0'))
            context.Driver.Check(context.Driver.cuModuleGetFunction(&function, module, name), $"cuModuleGetFunction of {entryPoint}");
        return function;
    }

    public static int Attribute(CudaContext context, nint function, CudaFunctionAttribute attribute)
    {
        int value;
        context.Driver.Check(context.Driver.cuFuncGetAttribute(&value, attribute, function), $"cuFuncGetAttribute({attribute})");
        return value;
    }

    public static void AllowSharedBytes(CudaContext context, string kernel, nint function, int bytes) => context.Driver.Check(
        context.Driver.cuFuncSetAttribute(function, CudaFunctionAttribute.MaxDynamicSharedBytes, bytes),
        $"cuFuncSetAttribute(MaxDynamicSharedBytes, {bytes}) of the kernel {kernel}");
}
