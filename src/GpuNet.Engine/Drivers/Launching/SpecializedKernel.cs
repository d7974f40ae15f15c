using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GpuNet.Engine.Drivers.Cpu;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>
/// A kernel with <see cref="SpecializedValue{T}"/> parameters. It is compiled at the first launch with a combination of
/// values; the next launch with the same values finds the compiled variant.
/// </summary>
internal sealed class SpecializedKernel : Kernel
{
    private readonly Accelerator.IKernelLoader loader;
    private readonly Dictionary<ulong[], Kernel> variants = new(SlotValuesComparer.Instance);

    private SpecializedKernel(Accelerator accelerator, CompiledKernel compiledKernel, Accelerator.IKernelLoader loader)
        : base(accelerator, compiledKernel, launcher: null)
    {
        this.loader = loader;
    }

    public static Kernel Create(
        Accelerator accelerator,
        CompiledKernel compiledKernel,
        Accelerator.IKernelLoader loader,
        out KernelInfo kernelInfo)
    {
        kernelInfo = new KernelInfo(loader.GroupSize > 0 ? loader.GroupSize : null, minGridSize: null);
        return new SpecializedKernel(accelerator, compiledKernel, loader);
    }

    internal override unsafe Kernel Resolve(ulong* slots)
    {
        var specialized = Signature.SpecializedSlots;
        Span<ulong> values = stackalloc ulong[specialized.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = slots[specialized[i]];
        lock (variants)
        {
            var lookup = variants.GetAlternateLookup<ReadOnlySpan<ulong>>();
            return lookup.TryGetValue(values, out var variant) ? variant : AddVariant(values.ToArray());
        }
    }

    internal override unsafe void LaunchSlots(
        AcceleratorStream stream,
        in LaunchDimensions dimensions,
        ulong* slots,
        int slotCount) =>
        Resolve(slots).LaunchSlots(stream, dimensions, slots, slotCount);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (!disposing)
            return;
        foreach (var variant in variants.Values)
            variant.Dispose();
    }

    private Kernel AddVariant(ulong[] values)
    {
        var constants = Signature.SpecializedSlots
            .Select((slot, i) => KeyValuePair.Create(slot, values[i]))
            .ToImmutableDictionary();
        var variant = Accelerator.Load(
            Accelerator.Compile(CompiledKernel.Request with { Constants = constants }), loader, out _);
        variants.Add(values, variant);
        return variant;
    }

    /// <summary>Compares the values of specialized slots, also without an array made of them.</summary>
    private sealed class SlotValuesComparer :
        IEqualityComparer<ulong[]>,
        IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
    {
        public static readonly SlotValuesComparer Instance = new();

        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<ulong> alternate, ulong[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ulong[] values) => GetHashCode(values.AsSpan());

        public int GetHashCode(ReadOnlySpan<ulong> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public ulong[] Create(ReadOnlySpan<ulong> alternate) => alternate.ToArray();
    }
}
