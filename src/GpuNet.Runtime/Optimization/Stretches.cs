using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>Stretches of a buffer, [start, end) each, in device memory.</summary>
internal sealed class Stretches
{
    private readonly Tensor _starts;
    private readonly Tensor _ends;

    internal Stretches(IReadOnlyList<(int Start, int End)> stretches, Device device)
    {
        Count = stretches.Count;
        _starts = Tensor.From<int>([.. stretches.Select(stretch => stretch.Start)], device).Keep();
        _ends = Tensor.From<int>([.. stretches.Select(stretch => stretch.End)], device).Keep();
    }

    internal int Count { get; }

    internal ArrayView<int> Starts => _starts.View<int>();

    internal ArrayView<int> Ends => _ends.View<int>();

    /// <summary>A launch of one group a stretch.</summary>
    internal KernelConfig Groups(Device device) => new(Count, LaunchShape.GroupSize(device));
}
