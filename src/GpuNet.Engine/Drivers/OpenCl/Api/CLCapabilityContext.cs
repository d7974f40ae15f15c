using System.Collections.Immutable;
using GpuNet.Engine.Drivers.OpenCl;

namespace ILGPU.Runtime.OpenCL;

/// <summary>What an OpenCL device can do beyond the common core. None of it is required.</summary>
public sealed class CLCapabilityContext : CapabilityContext
{
    public CLCapabilityContext(bool float16, bool float64, bool genericAddressSpace, bool int64_Atomics, bool subGroups)
    {
        Float16 = float16;
        Float64 = float64;
        GenericAddressSpace = genericAddressSpace;
        Int64_Atomics = int64_Atomics;
        SubGroups = subGroups;
    }

    internal CLCapabilityContext(ClDeviceFacts facts)
        : this(facts.HasFloat16, facts.HasFloat64, facts.Has("__opencl_c_generic_address_space"), facts.HasInt64Atomics, facts.HasSubGroups)
    {
        Extensions = facts.Extensions;
    }

    public ImmutableArray<string> Extensions { get; } = [];

    public bool Float16 { get; }

    public bool Float64 { get; }

    public bool GenericAddressSpace { get; }

    public bool Int64_Atomics { get; }

    public bool SubGroups { get; }

    public static Exception GetNotSupportedFloat16Exception() => Missing("arithmetic in half precision (cl_khr_fp16)");

    public static Exception GetNotSupportedFloat64Exception() => Missing("arithmetic in double precision (cl_khr_fp64)");

    public static Exception GetNotSupportedGenericAddressSpaceException() => Missing("the generic address space");

    public static Exception GetNotSupportedInt64_AtomicsException() =>
        Missing("64-bit atomics (cl_khr_int64_base_atomics, cl_khr_int64_extended_atomics)");

    public static Exception GetNotSupportedSubGroupsException() => Missing("sub-groups (cl_khr_subgroups)");

    private static CapabilityNotSupportedException Missing(string what) => new($"The OpenCL device does not offer {what}.");
}
