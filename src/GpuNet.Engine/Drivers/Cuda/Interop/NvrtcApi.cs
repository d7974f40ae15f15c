using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers.Cuda.Interop;

/// <summary>The functions of NVIDIA's run-time compiler, as they are. A result is 0, or an error's number.</summary>
internal sealed unsafe class NvrtcApi
{
    public readonly delegate* unmanaged<int*, int*, int> nvrtcVersion;
    public readonly delegate* unmanaged<int, byte*> nvrtcGetErrorString;
    public readonly delegate* unmanaged<int*, int> nvrtcGetNumSupportedArchs;
    public readonly delegate* unmanaged<int*, int> nvrtcGetSupportedArchs;
    public readonly delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int> nvrtcCreateProgram;
    public readonly delegate* unmanaged<nint*, int> nvrtcDestroyProgram;
    public readonly delegate* unmanaged<nint, int, byte**, int> nvrtcCompileProgram;
    public readonly delegate* unmanaged<nint, nuint*, int> nvrtcGetCUBINSize;
    public readonly delegate* unmanaged<nint, byte*, int> nvrtcGetCUBIN;
    public readonly delegate* unmanaged<nint, nuint*, int> nvrtcGetPTXSize;
    public readonly delegate* unmanaged<nint, byte*, int> nvrtcGetPTX;
    public readonly delegate* unmanaged<nint, nuint*, int> nvrtcGetProgramLogSize;
    public readonly delegate* unmanaged<nint, byte*, int> nvrtcGetProgramLog;

    /// <exception cref="EntryPointNotFoundException">The library is another one, or older than CUDA 11.2.</exception>
    public NvrtcApi(nint library)
    {
        nint Find(string name) => NativeLibrary.GetExport(library, name);
        nvrtcVersion = (delegate* unmanaged<int*, int*, int>)Find(nameof(nvrtcVersion));
        nvrtcGetErrorString = (delegate* unmanaged<int, byte*>)Find(nameof(nvrtcGetErrorString));
        nvrtcGetNumSupportedArchs = (delegate* unmanaged<int*, int>)Find(nameof(nvrtcGetNumSupportedArchs));
        nvrtcGetSupportedArchs = (delegate* unmanaged<int*, int>)Find(nameof(nvrtcGetSupportedArchs));
        nvrtcCreateProgram = (delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int>)Find(nameof(nvrtcCreateProgram));
        nvrtcDestroyProgram = (delegate* unmanaged<nint*, int>)Find(nameof(nvrtcDestroyProgram));
        nvrtcCompileProgram = (delegate* unmanaged<nint, int, byte**, int>)Find(nameof(nvrtcCompileProgram));
        nvrtcGetCUBINSize = (delegate* unmanaged<nint, nuint*, int>)Find(nameof(nvrtcGetCUBINSize));
        nvrtcGetCUBIN = (delegate* unmanaged<nint, byte*, int>)Find(nameof(nvrtcGetCUBIN));
        nvrtcGetPTXSize = (delegate* unmanaged<nint, nuint*, int>)Find(nameof(nvrtcGetPTXSize));
        nvrtcGetPTX = (delegate* unmanaged<nint, byte*, int>)Find(nameof(nvrtcGetPTX));
        nvrtcGetProgramLogSize = (delegate* unmanaged<nint, nuint*, int>)Find(nameof(nvrtcGetProgramLogSize));
        nvrtcGetProgramLog = (delegate* unmanaged<nint, byte*, int>)Find(nameof(nvrtcGetProgramLog));
    }
}
