using System.Runtime.InteropServices;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The matrices, or products, that share a launch, in device memory; and for each of the launch's groups, or items, which of them it
/// works on: eight bytes.
/// </summary>
/// <typeparam name="TEntry">What the kernel has to know of each; made of integers.</typeparam>
internal sealed class GroupTable<TEntry> where TEntry : unmanaged
{
    private readonly Tensor _entries;
    private readonly Tensor _blocks;

    /// <summary>Lists the entries; there is at least one.</summary>
    /// <param name="device">The device of the launch.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="blocksOf">How many groups, or items, work on an entry.</param>
    internal GroupTable(Device device, TEntry[] entries, Func<TEntry, int> blocksOf)
    {
        GroupedBlock[] blocks =
        [
            .. entries.SelectMany((entry, owner) =>
                Enumerable.Range(0, blocksOf(entry)).Select(block => new GroupedBlock { Owner = owner, Block = block })),
        ];
        Count = blocks.Length;
        _entries = Tensor.From<int>(MemoryMarshal.Cast<TEntry, int>(entries), device).Keep();
        _blocks = Tensor.From<int>(MemoryMarshal.Cast<GroupedBlock, int>(blocks), device).Keep();
    }

    /// <summary>How many groups, or items, the launch has.</summary>
    internal int Count { get; }

    internal ArrayView<TEntry> Entries => _entries.View<int>().Cast<TEntry>();

    internal ArrayView<GroupedBlock> Blocks => _blocks.View<int>().Cast<GroupedBlock>();
}
