using System.Runtime.InteropServices;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl.Interop;

/// <summary>The functions of OpenCL 1.2 that the driver uses, as they are. Handles are <c>nint</c>, <c>size_t</c> is <c>nuint</c>.</summary>
internal static unsafe partial class ClApi
{
    private const string Library = NativeLibraries.OpenCl;

    [LibraryImport(Library)]
    public static partial CLError clGetPlatformIDs(uint count, nint* platforms, uint* found);

    [LibraryImport(Library)]
    public static partial CLError clGetPlatformInfo(nint platform, CLPlatformInfoType info, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial CLError clGetDeviceIDs(nint platform, ulong type, uint count, nint* devices, uint* found);

    [LibraryImport(Library)]
    public static partial CLError clGetDeviceInfo(nint device, CLDeviceInfoType info, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial nint clCreateContext(nint* properties, uint count, nint* devices, nint callback, nint data, CLError* error);

    [LibraryImport(Library)]
    public static partial CLError clReleaseContext(nint context);

    [LibraryImport(Library)]
    public static partial nint clCreateCommandQueue(nint context, nint device, ulong properties, CLError* error);

    [LibraryImport(Library)]
    public static partial CLError clReleaseCommandQueue(nint queue);

    [LibraryImport(Library)]
    public static partial nint clCreateBuffer(nint context, ulong flags, nuint size, void* host, CLError* error);

    [LibraryImport(Library)]
    public static partial CLError clReleaseMemObject(nint buffer);

    [LibraryImport(Library)]
    public static partial CLError clEnqueueReadBuffer(
        nint queue, nint buffer, uint blocking, nuint offset, nuint size, void* target, uint waits, nint* waitList, nint* completed);

    [LibraryImport(Library)]
    public static partial CLError clEnqueueWriteBuffer(
        nint queue, nint buffer, uint blocking, nuint offset, nuint size, void* source, uint waits, nint* waitList, nint* completed);

    [LibraryImport(Library)]
    public static partial CLError clEnqueueCopyBuffer(
        nint queue, nint source, nint target, nuint sourceOffset, nuint targetOffset, nuint size, uint waits, nint* waitList, nint* completed);

    [LibraryImport(Library)]
    public static partial CLError clEnqueueFillBuffer(
        nint queue, nint buffer, void* pattern, nuint patternSize, nuint offset, nuint size, uint waits, nint* waitList, nint* completed);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithSource(nint context, uint count, byte** texts, nuint* lengths, CLError* error);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithBinary(
        nint context, uint count, nint* devices, nuint* lengths, byte** binaries, CLError* status, CLError* error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial CLError clBuildProgram(nint program, uint count, nint* devices, string options, nint callback, nint data);

    [LibraryImport(Library)]
    public static partial CLError clGetProgramBuildInfo(
        nint program, nint device, CLProgramBuildInfo info, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial CLError clGetProgramInfo(nint program, CLProgramInfo info, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial CLError clReleaseProgram(nint program);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint clCreateKernel(nint program, string name, CLError* error);

    [LibraryImport(Library)]
    public static partial CLError clReleaseKernel(nint kernel);

    [LibraryImport(Library)]
    public static partial CLError clSetKernelArg(nint kernel, uint index, nuint size, void* value);

    [LibraryImport(Library)]
    public static partial CLError clGetKernelWorkGroupInfo(
        nint kernel, nint device, CLKernelWorkGroupInfoType info, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial CLError clGetKernelSubGroupInfo(
        nint kernel, nint device, CLKernelSubGroupInfoType info, nuint inputSize, void* input, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial CLError clEnqueueNDRangeKernel(
        nint queue, nint kernel, uint dimensions, nuint* offset, nuint* global, nuint* local, uint waits, nint* waitList, nint* completed);

    [LibraryImport(Library)]
    public static partial CLError clEnqueueMarkerWithWaitList(nint queue, uint waits, nint* waitList, nint* marker);

    [LibraryImport(Library)]
    public static partial CLError clFlush(nint queue);

    [LibraryImport(Library)]
    public static partial CLError clFinish(nint queue);

    [LibraryImport(Library)]
    public static partial CLError clWaitForEvents(uint count, nint* events);

    [LibraryImport(Library)]
    public static partial CLError clGetEventProfilingInfo(nint commandEvent, CLProfilingInfo info, nuint size, void* value, nuint* needed);

    [LibraryImport(Library)]
    public static partial CLError clReleaseEvent(nint commandEvent);
}
