using System.Collections.Immutable;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>What to compile: a method, launch limits and the values of its specialized parameters.</summary>
/// <param name="Signature">The method and its slots.</param>
/// <param name="Specialization">Limits of the launches.</param>
internal sealed record KernelRequest(KernelSignature Signature, KernelSpecialization Specialization)
{
    /// <summary>
    /// Slots that are constants: slot number and bits. Empty until the values are known, and for kernels without
    /// specialized parameters.
    /// </summary>
    public ImmutableDictionary<int, ulong> Constants { get; init; } = ImmutableDictionary<int, ulong>.Empty;

    /// <summary>True if the kernel cannot be compiled yet, because its specialized parameters have no values.</summary>
    public bool AwaitsValues => Signature.SpecializedSlots.Length > 0 && Constants.IsEmpty;
}
