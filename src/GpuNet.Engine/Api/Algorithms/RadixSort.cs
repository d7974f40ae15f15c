using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void RadixSort<T, TStride>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    ArrayView<int> temp)
    where T : unmanaged
    where TStride : struct, IStride1D;

public delegate void BufferedRadixSort<T, TStride>(AcceleratorStream stream, ArrayView1D<T, TStride> view)
    where T : unmanaged
    where TStride : struct, IStride1D;

public delegate void RadixSortPairs<TKey, TKeyStride, TValue, TValueStride>(
    AcceleratorStream stream,
    ArrayView1D<TKey, TKeyStride> keys,
    ArrayView1D<TValue, TValueStride> values,
    ArrayView<int> temp)
    where TKey : unmanaged
    where TKeyStride : struct, IStride1D
    where TValue : unmanaged
    where TValueStride : struct, IStride1D;

public delegate void RadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TSequencer>(
    AcceleratorStream stream,
    ArrayView1D<TKey, TKeyStride> keys,
    ArrayView1D<TValue, TValueStride> outputValues,
    TSequencer sequencer,
    ArrayView<int> temp)
    where TKey : unmanaged
    where TKeyStride : struct, IStride1D
    where TValue : unmanaged
    where TValueStride : struct, IStride1D
    where TSequencer : struct, ISequencer<TValue>;

public delegate void BufferedRadixSortPairs<TKey, TKeyStride, TValue, TValueStride>(
    AcceleratorStream stream,
    ArrayView1D<TKey, TKeyStride> keys,
    ArrayView1D<TValue, TValueStride> values)
    where TKey : unmanaged
    where TKeyStride : struct, IStride1D
    where TValue : unmanaged
    where TValueStride : struct, IStride1D;

public delegate void BufferedRadixSortPairs<TKey, TKeyStride, TValue, TValueStride, TSequencer>(
    AcceleratorStream stream,
    ArrayView1D<TKey, TKeyStride> keys,
    ArrayView1D<TValue, TValueStride> outputValues,
    TSequencer sequencer)
    where TKey : unmanaged
    where TKeyStride : struct, IStride1D
    where TValue : unmanaged
    where TValueStride : struct, IStride1D
    where TSequencer : struct, ISequencer<TValue>;
