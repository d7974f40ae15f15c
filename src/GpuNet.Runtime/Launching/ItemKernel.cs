using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

// A kernel written for one item of a number of items; groups are the engine's to choose, unless their size is given.
// The same class for each number of parameters.

internal sealed class ItemKernel<T1>(Action<Index1D, T1> kernel, int groupSize = 0)
    : Launcher<Index1D, T1>(kernel)
    where T1 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1> Load(Accelerator accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2>(Action<Index1D, T1, T2> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2>(kernel)
    where T1 : struct where T2 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2> Load(Accelerator accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3>(Action<Index1D, T1, T2, T3> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3>(kernel)
    where T1 : struct where T2 : struct where T3 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3> Load(Accelerator accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4>(Action<Index1D, T1, T2, T3, T4> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4> Load(Accelerator accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5>(Action<Index1D, T1, T2, T3, T4, T5> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5> Load(Accelerator accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6>(Action<Index1D, T1, T2, T3, T4, T5, T6> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6> Load(Accelerator accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6, T7>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel, int groupSize
    = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6, T7>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7> Load(Accelerator accelerator) =>
        groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6, T7, T8>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8> kernel, int
    groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6, T7, T8>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8> Load(Accelerator accelerator) =>
        groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9>
    kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9> Load(Accelerator accelerator) =>
        groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9,
    T10> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct where T10 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> Load(Accelerator
        accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8,
    T9, T10, T11> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> Load(Accelerator
        accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}

internal sealed class ItemKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7,
    T8, T9, T10, T11, T12> kernel, int groupSize = 0)
    : Launcher<Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
{
    protected override Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> Load(Accelerator
        accelerator) => groupSize == 0
        ? accelerator.LoadAutoGroupedKernel(kernel)
        : accelerator.LoadImplicitlyGroupedKernel(kernel, groupSize);
}
