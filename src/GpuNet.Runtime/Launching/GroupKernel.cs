using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

// A kernel written for an item of a group, launched with a number of groups and their size.
// The same class for each number of parameters.

internal sealed class GroupKernel<T1>(Action<T1> kernel)
    : Launcher<KernelConfig, T1>(kernel)
    where T1 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2>(Action<T1, T2> kernel)
    : Launcher<KernelConfig, T1, T2>(kernel)
    where T1 : struct where T2 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3>(Action<T1, T2, T3> kernel)
    : Launcher<KernelConfig, T1, T2, T3>(kernel)
    where T1 : struct where T2 : struct where T3 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4>(Action<T1, T2, T3, T4> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6>(
    Action<T1, T2, T3, T4, T5, T6> kernel, KernelSpecialization specialization = default)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel, specialization);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6, T7>(
    Action<T1, T2, T3, T4, T5, T6, T7> kernel, KernelSpecialization specialization = default)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6, T7>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel, specialization);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> Load(Accelerator accelerator) =>
        accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> Load(Accelerator
        accelerator) => accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct where T10 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> Load(Accelerator
        accelerator) => accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
    T11> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> Load(Accelerator
        accelerator) => accelerator.LoadKernel(kernel);
}

internal sealed class GroupKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9,
    T10, T11, T12> kernel)
    : Launcher<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(kernel)
    where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 :
        struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
{
    protected override Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>
        Load(Accelerator accelerator) => accelerator.LoadKernel(kernel);
}
