using System.Diagnostics;
using System.Text;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using GpuNet.Engine.IR;
using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>Makes programs of kernels for one device: emits the source, finds the program in the cache or has it built.</summary>
/// <param name="facts">The device.</param>
/// <param name="context">A context on it.</param>
/// <param name="fastMath">Use the device's fast approximations.</param>
/// <param name="isCpu">An item does what is alike by vectors. Elsewhere items read and write neighbours at once; on CPUs the neighbours are those of the next item.</param>
/// <param name="cache">Where programs are kept.</param>
internal sealed unsafe class ClCompiler(ClDeviceFacts facts, nint context, bool fastMath, bool isCpu, CompiledCodeCache cache)
{
    private readonly OpenClDialect dialect = new()
    {
        FastMath = fastMath,
        // Without a double to round from there is nothing better than what the device does.
        RoundsDivideAndSqrt = facts.RoundsDivideAndSqrt || !facts.HasFloat64 || fastMath,
        JoinsAccesses = !isCpu,
        PacksLanes = isCpu,
    };

    // No warnings: the source is ours, and some drivers print them to the console.
    private string Options => "-cl-std=CL1.2 -w"
        + (facts.RoundsDivideAndSqrt && !fastMath ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");

    /// <summary>The kernel as OpenCL C.</summary>
    /// <exception cref="CapabilityNotSupportedException">The kernel needs something that the device lacks.</exception>
    public KernelSource Emit(KernelProgram program)
    {
        var source = CEmitter.Emit(program, dialect);
        Demand(program, source, Requirements.Float64, facts.HasFloat64, "computes in double (cl_khr_fp64). Use float instead");
        Demand(program, source, Requirements.Int64Atomics, facts.HasInt64Atomics,
            "has 64-bit atomics (cl_khr_int64_base_atomics and cl_khr_int64_extended_atomics). Use 32-bit ones instead");
        int parameterBytes = source.Arguments.Sum(argument => argument.Type.Size) + (source.TakesDynamicShared ? 12 : 0);
        if (parameterBytes > facts.ParameterBytes)
        {
            throw new CapabilityNotSupportedException(
                $"The kernel {program.Name} takes {parameterBytes} bytes of arguments; {facts.Name} allows {facts.ParameterBytes}. Pass some of them in a buffer.");
        }
        if (program.StaticSharedBytes > facts.LocalBytes)
        {
            throw new KernelCompilationException(program.Name,
                [$"it needs {program.StaticSharedBytes} bytes of shared memory for a group, {facts.Name} has {facts.LocalBytes}; use smaller tiles"]);
        }
        SourceDump.Write(source.EntryPoint, ".cl", source.Text);
        return source;
    }

    /// <summary>Builds a program; the caller releases it.</summary>
    /// <exception cref="KernelCompilationException">The device's compiler rejects the source.</exception>
    public nint Build(string kernel, string source)
    {
        string key = CompiledCodeCache.Key(
            "OpenCL", source, Options, facts.PlatformName, facts.PlatformVersionText, facts.Vendor, facts.Name, facts.VersionText, facts.DriverVersion);
        byte[]? entry = cache.Find(key);
        if (entry is { Length: > 0 } && FromBinary(entry) is { } cached)
            return cached;
        long start = Stopwatch.GetTimestamp();
        nint program = FromSource(kernel, source);
        // To give a binary, some drivers compile everything once more. A program is worth that when it is built a second
        // time; until then an empty entry remembers the first.
        if (cache.IsEnabled)
            cache.Store(key, entry is null ? [] : Cl.Binary(program));
        KernelCompilation.AddTimeSince(start);
        return program;
    }

    private void Demand(KernelProgram program, KernelSource source, Requirements requirement, bool isMet, string what)
    {
        if (isMet || !source.Requirements.HasFlag(requirement))
            return;
        var location = source.Reasons[requirement].Location;
        string where = location.Method is null ? "" : $" (at {location})";
        throw new CapabilityNotSupportedException($"The kernel {program.Name} needs a device that {what}, or choose another device: {facts.Name} cannot run it{where}.");
    }

    /// <summary>Null if the driver does not accept the binary: it may be one of another version after all.</summary>
    private nint? FromBinary(byte[] binary)
    {
        nint device = facts.Device;
        nuint length = (nuint)binary.Length;
        CLError status, error;
        nint program;
        fixed (byte* first = binary)
        {
            byte* bytes = first;
            program = ClApi.clCreateProgramWithBinary(context, 1, &device, &length, &bytes, &status, &error);
        }
        if (error != CLError.CL_SUCCESS)
            return null;
        if (status == CLError.CL_SUCCESS && ClApi.clBuildProgram(program, 1, &device, Options, 0, 0) == CLError.CL_SUCCESS)
            return program;
        Cl.Check(ClApi.clReleaseProgram(program), "clReleaseProgram");
        return null;
    }

    private nint FromSource(string kernel, string source)
    {
        var error = TryBuild(source, Options, out nint program, out string log);
        if (error == CLError.CL_SUCCESS)
            return program;
        throw new KernelCompilationException(kernel,
        [
            $"The OpenCL compiler of {facts.Name} rejects the generated source: {ClErrors.Describe(error)}\n{BuildLog.Explain(log, source)}",
        ]);
    }

    /// <summary>Builds a program of any source. There is a log only if that fails.</summary>
    public CLError TryBuild(string source, string options, out nint program, out string log)
    {
        nint device = facts.Device;
        byte[] text = Encoding.UTF8.GetBytes(source);
        nuint length = (nuint)text.Length;
        CLError error;
        nint built;
        fixed (byte* first = text)
        {
            byte* pointer = first;
            built = ClApi.clCreateProgramWithSource(context, 1, &pointer, &length, &error);
        }
        (program, log) = (0, "");
        if (error != CLError.CL_SUCCESS)
            return error;
        error = ClApi.clBuildProgram(built, 1, &device, options, 0, 0);
        if (error == CLError.CL_SUCCESS)
        {
            program = built;
            return error;
        }
        log = Cl.BuildLog(built, device);
        Cl.Check(ClApi.clReleaseProgram(built), "clReleaseProgram");
        return error;
    }
}
