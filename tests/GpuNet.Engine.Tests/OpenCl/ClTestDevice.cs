using System.Runtime.InteropServices;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Drivers;
using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using GpuNet.Engine.IR;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Tests.OpenCl;

/// <summary>
/// A context and a queue on the first OpenCL device, below the public API: runs IR on arrays. Tests that need it are
/// skipped on machines without one, unless <c>GPUNET_REQUIRE_DEVICES</c> names opencl.
/// </summary>
internal sealed unsafe class ClTestDevice
{
    private static readonly Lazy<ClTestDevice?> First = new(() => ClDevices.Usable is [var facts, ..] ? new ClTestDevice(facts, isCpu: true) : null);

    private static readonly Lazy<ClTestDevice> Joining = new(() => new ClTestDevice(Required().Facts, isCpu: false));

    private readonly nint context;
    private readonly nint queue;
    private readonly bool isCpu;

    private ClTestDevice(ClDeviceFacts facts, bool isCpu)
    {
        Facts = facts;
        this.isCpu = isCpu;
        nint device = facts.Device;
        CLError error;
        context = Cl.Check(ClApi.clCreateContext(null, 1, &device, 0, 0, &error), error, "clCreateContext");
        queue = Cl.Check(ClApi.clCreateCommandQueue(context, device, 0, &error), error, "clCreateCommandQueue");
        Compiler = CompilerWith(new CompiledCodeCache(null));
    }

    public ClDeviceFacts Facts { get; }
    public ClCompiler Compiler { get; }

    /// <summary>Null on a machine without OpenCL.</summary>
    public static ClTestDevice? OrNull => First.Value;

    public static ClTestDevice Required()
    {
        string reasons = string.Join("; ", ClDevices.Unusable.Select(device => $"{device.Name}: {device.Reason}"));
        bool isRequired = (Environment.GetEnvironmentVariable("GPUNET_REQUIRE_DEVICES") ?? "").Contains("opencl", StringComparison.OrdinalIgnoreCase);
        Assert.SkipWhen(First.Value is null && !isRequired, reasons);
        return First.Value ?? throw new InvalidOperationException($"An OpenCL device is required. {reasons}");
    }

    /// <summary>The same device with the code that GPUs get: neighbours are read and written at once.</summary>
    public static ClTestDevice LikeGpu => Joining.Value;

    public ClCompiler CompilerWith(CompiledCodeCache cache, bool fastMath = false) => new(Facts, context, fastMath, isCpu, cache);

    /// <summary>Runs a kernel. An array is a view, given whole, or a bare pointer; a scalar is a scalar. Arrays hold the results afterwards.</summary>
    public KernelSource Run(KernelProgram program, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int dynamicShared, params object[] arguments)
    {
        var values = new List<ulong>();
        var buffers = new List<(nint Buffer, Array Array)>();
        foreach (object argument in arguments)
        {
            if (argument is Array array)
            {
                nint buffer = Upload(array);
                buffers.Add((buffer, array));
                values.Add((ulong)buffer);
                if (values.Count < program.Parameters.Count && program.Parameters[values.Count].Role == ParameterRole.BufferOffset)
                    values.AddRange([0, (ulong)array.LongLength]);
            }
            else
            {
                values.Add(Bits(argument));
            }
        }
        var source = Launch(program, grid, group, dynamicShared, [.. values]);
        foreach (var (buffer, array) in buffers)
            Download(buffer, array);
        return source;
    }

    /// <summary>Runs a kernel on buffers; <paramref name="slots"/> makes its arguments of their handles.</summary>
    public void Run(
        KernelProgram program, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int dynamicShared,
        Func<IReadOnlyList<nint>, ulong[]> slots, IReadOnlyList<byte[]> buffers)
    {
        nint[] uploaded = [.. buffers.Select(Upload)];
        Launch(program, grid, group, dynamicShared, slots(uploaded));
        for (int index = 0; index < buffers.Count; index++)
            Download(uploaded[index], buffers[index]);
    }

    private KernelSource Launch(
        KernelProgram program, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int dynamicShared, ulong[] slots)
    {
        var source = Compiler.Emit(program);
        nint built = Compiler.Build(program.Name, source.Text);
        CLError error;
        nint kernel = Cl.Check(ClApi.clCreateKernel(built, source.EntryPoint, &error), error, "clCreateKernel");
        uint index = 0;
        foreach (var parameter in source.Arguments)
        {
            ulong value = slots[parameter.Index];
            Cl.Check(ClApi.clSetKernelArg(kernel, index++, (nuint)parameter.Type.Size, &value), "clSetKernelArg");
        }
        if (source.TakesDynamicShared)
        {
            Cl.Check(ClApi.clSetKernelArg(kernel, index++, (nuint)Math.Max(dynamicShared, 1), null), "clSetKernelArg");
            Cl.Check(ClApi.clSetKernelArg(kernel, index++, sizeof(int), &dynamicShared), "clSetKernelArg");
        }
        var local = stackalloc nuint[3] { (nuint)group.X, (nuint)group.Y, (nuint)group.Z };
        var global = stackalloc nuint[3] { (nuint)(grid.X * group.X), (nuint)(grid.Y * group.Y), (nuint)(grid.Z * group.Z) };
        Cl.Check(ClApi.clEnqueueNDRangeKernel(queue, kernel, 3, null, global, local, 0, null, null), "clEnqueueNDRangeKernel");
        Cl.Check(ClApi.clFinish(queue), "clFinish");
        ClApi.clReleaseKernel(kernel);
        ClApi.clReleaseProgram(built);
        return source;
    }

    public KernelSource Run(KernelProgram program, int items, params object[] arguments) =>
        Run(program, (1, 1, 1), (items, 1, 1), 0, arguments);

    private nint Upload(Array array)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        nuint bytes = (nuint)Buffer.ByteLength(array);
        CLError error;
        nint buffer = Cl.Check(ClApi.clCreateBuffer(context, 1, bytes, null, &error), error, "clCreateBuffer");
        Cl.Check(ClApi.clEnqueueWriteBuffer(queue, buffer, 1, 0, bytes, (void*)pin.AddrOfPinnedObject(), 0, null, null), "clEnqueueWriteBuffer");
        pin.Free();
        return buffer;
    }

    private void Download(nint buffer, Array array)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        Cl.Check(ClApi.clEnqueueReadBuffer(queue, buffer, 1, 0, (nuint)Buffer.ByteLength(array), (void*)pin.AddrOfPinnedObject(), 0, null, null), "clEnqueueReadBuffer");
        pin.Free();
        ClApi.clReleaseMemObject(buffer);
    }

    private static ulong Bits(object value) => value switch
    {
        int number => (uint)number,
        long number => (ulong)number,
        float number => BitConverter.SingleToUInt32Bits(number),
        double number => BitConverter.DoubleToUInt64Bits(number),
        bool flag => flag ? 1UL : 0,
        _ => throw new ArgumentException($"No argument: {value.GetType()}"),
    };
}
