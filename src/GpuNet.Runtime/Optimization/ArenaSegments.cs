using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <summary>
/// Where the parameters of an arena begin and end, in device memory, so that one launch can treat each of them as a
/// whole.
/// </summary>
internal sealed class ArenaSegments
{
    private readonly Stretches _chunks;
    private readonly Stretches _chunksOfParameters;
    private readonly Stretches _all;

    internal ArenaSegments(ParameterArena arena)
    {
        // Once, not in each run of a prepared step.
        using var once = Recording.Suspend();
        Device = arena.Values.Device;
        List<(int, int)> parameters = [], chunks = [], chunksOfParameters = [], rows = [];
        List<int> blocks = [];
        for (var i = 0; i < arena.Parameters.Count; i++)
        {
            var (parameter, start) = (arena.Parameters[i], arena.Offsets[i]);
            var (end, firstChunk) = (start + parameter.Count, chunks.Count);
            parameters.Add((start, end));
            for (var from = start; from < end; from += ReductionPlan.GroupChunk)
                chunks.Add((from, Math.Min(end, from + ReductionPlan.GroupChunk)));
            chunksOfParameters.Add((firstChunk, chunks.Count));
            while (blocks.Count * GradientKernels.BlockLength < end) blocks.Add(i);
            if (parameter.Rank < 2 || parameter.Count == 0) continue;
            var width = parameter.Count / parameter.Shape[0];
            for (var row = start; row < end; row += width) rows.Add((row, row + width));
        }
        Parameters = new Stretches(parameters, Device);
        Rows = new Stretches(rows, Device);
        _chunks = new Stretches(chunks, Device);
        _chunksOfParameters = new Stretches(chunksOfParameters, Device);
        _all = new Stretches([(0, chunks.Count)], Device);
        Blocks = Tensor.From<int>([.. blocks], Device).Keep();
    }

    internal Device Device { get; }

    /// <summary>The parameters' elements.</summary>
    internal Stretches Parameters { get; }

    /// <summary>The rows of all parameters of two dimensions or more: the weights that flow into one unit.</summary>
    internal Stretches Rows { get; }

    /// <summary>For each block of <see cref="GradientKernels.BlockLength"/> elements, its parameter's number.</summary>
    internal Tensor Blocks { get; }

    /// <summary>The Euclidean norm of each parameter's part of a buffer laid out as the arena: two launches.</summary>
    internal Tensor Norms(Tensor buffer) => Norms(buffer, _chunksOfParameters);

    /// <summary>The norm of all of it, [1]: two launches.</summary>
    internal Tensor Norm(Tensor buffer) => Norms(buffer, _all);

    private Tensor Norms(Tensor buffer, Stretches results)
    {
        var norms = Tensor.Uninitialized([results.Count], buffer.DType, Device);
        NumberType.Dispatch("Norm", buffer, new NormLaunch(buffer, norms, _chunks, results));
        return norms;
    }

    private readonly struct NormLaunch(Tensor buffer, Tensor norms, Stretches chunks, Stretches results) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var device = buffer.Device;
            using var sums = Tensor.Uninitialized([chunks.Count], buffer.DType, device);
            SegmentLaunchers<T, TMath>.Squares.Launch(
                device, chunks.Groups(device), buffer.View<T>(), chunks.Starts, chunks.Ends, sums.View<T>(), default, default);
            SegmentLaunchers<T, TMath>.Roots.Launch(
                device, results.Groups(device), sums.View<T>(), results.Starts, results.Ends, norms.View<T>(), default, default);
        }
    }
}
