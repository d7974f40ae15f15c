using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet;

/// <summary>
/// The parameters of an arena that require no gradient any more: an update, which is one launch over all, leaves them where they are,
/// because what was there is put back.
/// </summary>
internal sealed class FrozenParameters
{
    private readonly ParameterArena _arena;
    private readonly int[] _flags;
    private readonly Tensor _onDevice;

    private FrozenParameters(ParameterArena arena)
    {
        // Once, not in each run of a prepared step.
        using var once = Recording.Suspend();
        _arena = arena;
        _flags = [.. arena.Parameters.Select(parameter => parameter.RequiresGrad ? 0 : 1)];
        _onDevice = Tensor.From<int>(_flags, arena.Values.Device).Keep();
    }

    /// <summary>Those of now: null where there are none, and the last ones where they are the same.</summary>
    internal static FrozenParameters? Of(ParameterArena arena, FrozenParameters? last)
    {
        var (hasAny, hasChanged) = (false, last is null);
        for (var i = 0; i < arena.Parameters.Count; i++)
        {
            var isFrozen = !arena.Parameters[i].RequiresGrad;
            hasAny |= isFrozen;
            hasChanged |= last is not null && (last._flags[i] != 0) != isFrozen;
        }
        if (!hasAny) return null;
        return hasChanged ? new FrozenParameters(arena) : last;
    }

    /// <summary>Copies of buffers laid out as the arena, before they change.</summary>
    internal Tensor[] Save(ReadOnlySpan<Tensor> buffers)
    {
        var saved = new Tensor[buffers.Length];
        for (var i = 0; i < saved.Length; i++)
        {
            saved[i] = Tensor.Uninitialized(buffers[i].Shape, buffers[i].DType, buffers[i].Device);
            saved[i].CopyFrom(buffers[i]);
        }
        return saved;
    }

    /// <summary>Puts their part back, and frees the copies.</summary>
    /// <param name="buffers">The buffers, the parameters' values first.</param>
    /// <param name="saved">What <see cref="Save"/> has made of them.</param>
    /// <param name="rounded">Where the values are stored once more; null for nowhere.</param>
    internal void PutBack(ReadOnlySpan<Tensor> buffers, Tensor[] saved, RoundedWeights? rounded = null)
    {
        for (var i = 0; i < saved.Length; i++)
        {
            WeightLaunch.Dispatch(buffers[i], i == 0 ? rounded : null, new PutBackLaunch(this, buffers[i], saved[i]));
            saved[i].Dispose();
        }
    }

    private readonly struct PutBackLaunch(FrozenParameters frozen, Tensor buffer, Tensor saved) : IWeightLaunch
    {
        public void Run<TStored, TCopy, T, TMath>(ArrayView<TStored> copy)
            where TStored : unmanaged
            where TCopy : unmanaged, IWeightCopy<TStored, T>
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T> =>
            Launchers<TStored, TCopy, T, TMath>.PutBack.Launch(
                buffer.Device, buffer.Count, buffer.View<T>(), saved.View<T>(), frozen._arena.Segments.Blocks.View<int>(),
                frozen._onDevice.View<int>(), copy);
    }

    private static class Launchers<TStored, TCopy, T, TMath>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<int>, ArrayView<int>, ArrayView<TStored>> PutBack = new(
            FreezeKernels.PutBack<TStored, TCopy, T, TMath>);
    }
}
