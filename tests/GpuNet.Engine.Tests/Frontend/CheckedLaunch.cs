using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Frontend;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>One launch of a kernel that <see cref="KernelCheck"/> runs.</summary>
/// <param name="Extent">The extent, for an implicitly grouped kernel.</param>
/// <param name="Grid">Groups.</param>
/// <param name="Group">Items of a group.</param>
/// <param name="Arguments">Arrays and parts of arrays for views, and values.</param>
/// <param name="DynamicShared">Bytes of dynamic shared memory.</param>
internal sealed record CheckedLaunch(
    long[] Extent, (int X, int Y, int Z) Grid, (int X, int Y, int Z) Group, object[] Arguments, int DynamicShared = 0)
{
    public LaunchDimensions Dimensions => new(Grid.X, Grid.Y, Grid.Z, Group.X, Group.Y, Group.Z, DynamicShared);

    /// <summary>The arrays behind the views, each once.</summary>
    public List<Array> Arrays =>
        [.. Arguments.Select(argument => argument as Array ?? (argument as ArrayPart)?.Of).OfType<Array>().Distinct<Array>(ReferenceEqualityComparer.Instance)];
}

/// <summary>A view of a part of an array, perhaps of another type; all parts of an array lie in one buffer.</summary>
/// <param name="Of">The array.</param>
/// <param name="ByteOffset">Where the view starts.</param>
/// <param name="Length">Its elements.</param>
internal sealed record ArrayPart(Array Of, long ByteOffset, long Length);

/// <summary>Copies of a launch's arrays, and the slots that hand them over.</summary>
internal sealed unsafe class LaunchCopies : IDisposable
{
    private readonly CheckedLaunch launch;
    private readonly List<ulong> slots = [];
    private readonly List<int> handles = [];

    public LaunchCopies(CheckedLaunch launch, Type[] parameters)
    {
        this.launch = launch;
        Buffers = launch.Arrays.ConvertAll(Copy);
        slots.AddRange(launch.Extent.Select(value => (ulong)value));
        var first = parameters.AsSpan(parameters.Length - launch.Arguments.Length);
        for (int index = 0; index < first.Length; index++)
            Add(first[index], launch.Arguments[index]);
    }

    /// <summary>One for each array.</summary>
    public List<(nint Address, int Bytes)> Buffers { get; }

    public ulong[] Slots => [.. slots];

    /// <summary>The slots with other handles of the buffers.</summary>
    public ulong[] SlotsWith(IReadOnlyList<nint> buffers)
    {
        var result = Slots;
        foreach (int handle in handles)
            result[handle] = (ulong)buffers[Buffers.FindIndex(buffer => (ulong)buffer.Address == slots[handle])];
        return result;
    }

    public Span<byte> BytesOf(int buffer) => new((void*)Buffers[buffer].Address, Buffers[buffer].Bytes);

    public List<byte[]> ToArrays() => [.. Enumerable.Range(0, Buffers.Count).Select(buffer => BytesOf(buffer).ToArray())];

    /// <summary>The same with zeros in the gaps between the fields of structs: what copies do with gaps is up to them.</summary>
    public List<byte[]> ToArraysWithoutGaps()
    {
        var results = ToArrays();
        for (int index = 0; index < results.Count; index++)
        {
            var layout = TypeLayout.Of(launch.Arrays[index].GetType().GetElementType()!);
            var gaps = Enumerable.Range(0, layout.Size).Where(at => !layout.Leaves.Any(leaf => at >= leaf.Offset && at < leaf.Offset + leaf.Type.Size)).ToArray();
            for (int start = 0; gaps.Length > 0 && start < results[index].Length; start += layout.Size)
                foreach (int gap in gaps)
                    results[index][start + gap] = 0;
        }
        return results;
    }

    public void Dispose() => Buffers.ForEach(buffer => NativeMemory.AlignedFree((void*)buffer.Address));

    private static (nint, int) Copy(Array array)
    {
        int bytes = array.Length * TypeLayout.Of(array.GetType().GetElementType()!).Size;
        void* copy = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), 64);
        new ReadOnlySpan<byte>(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)), bytes).CopyTo(new Span<byte>(copy, bytes));
        return ((nint)copy, bytes);
    }

    private void Add(Type type, object argument)
    {
        var layout = TypeLayout.Of(type);
        if (argument is Array array)
            argument = new ArrayPart(array, 0, array.Length);
        if (argument is ArrayPart part)
        {
            handles.Add(slots.Count);
            slots.AddRange([
                (ulong)Buffers[launch.Arrays.FindIndex(candidate => ReferenceEquals(candidate, part.Of))].Address, (ulong)part.ByteOffset, (ulong)part.Length]);
            if (!layout.IsView)
                slots.Add((ulong)part.Length);
            return;
        }
        ref byte data = ref Unsafe.As<Boxed>(argument).First;
        foreach (var leaf in layout.Leaves)
        {
            ref byte at = ref Unsafe.Add(ref data, leaf.Offset);
            slots.Add(leaf.Type.Size switch
            {
                1 => at,
                2 => Unsafe.ReadUnaligned<ushort>(ref at),
                4 => Unsafe.ReadUnaligned<uint>(ref at),
                _ => Unsafe.ReadUnaligned<ulong>(ref at),
            });
        }
    }

    private sealed class Boxed
    {
        public byte First = 0;
    }
}
