// Written by tools/GenerateKernelLoaders.cs.

namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    public void Launch<T1>(Action<T1> action, AcceleratorStream stream, in KernelConfig kernelConfig, T1 arg1)
        where T1 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1>>(action)(
            stream, kernelConfig, arg1);

    public void Launch<T1>(Action<T1> action, in KernelConfig kernelConfig, T1 arg1)
        where T1 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1);

    public void Launch<T1, T2>(
        Action<T1, T2> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2)
        where T1 : struct where T2 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2>>(action)(
            stream, kernelConfig, arg1, arg2);

    public void Launch<T1, T2>(Action<T1, T2> action, in KernelConfig kernelConfig, T1 arg1, T2 arg2)
        where T1 : struct where T2 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2);

    public void Launch<T1, T2, T3>(
        Action<T1, T2, T3> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3)
        where T1 : struct where T2 : struct where T3 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3>>(action)(
            stream, kernelConfig, arg1, arg2, arg3);

    public void Launch<T1, T2, T3>(Action<T1, T2, T3> action, in KernelConfig kernelConfig, T1 arg1, T2 arg2, T3 arg3)
        where T1 : struct where T2 : struct where T3 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3);

    public void Launch<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4);

    public void Launch<T1, T2, T3, T4>(
        Action<T1, T2, T3, T4> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4);

    public void Launch<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5);

    public void Launch<T1, T2, T3, T4, T5>(
        Action<T1, T2, T3, T4, T5> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4, arg5);

    public void Launch<T1, T2, T3, T4, T5, T6>(
        Action<T1, T2, T3, T4, T5, T6> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6);

    public void Launch<T1, T2, T3, T4, T5, T6>(
        Action<T1, T2, T3, T4, T5, T6> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6);

    public void Launch<T1, T2, T3, T4, T5, T6, T7>(
        Action<T1, T2, T3, T4, T5, T6, T7> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    public void Launch<T1, T2, T3, T4, T5, T6, T7>(
        Action<T1, T2, T3, T4, T5, T6, T7> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct =>
        Launch(action, DefaultStream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct =>
        GetLauncher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct =>
        Launch(action, DefaultStream, kernelConfig,
            arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11,
        T12 arg12)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        where T12 : struct =>
        GetLauncher<
            Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11,
        T12 arg12)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        where T12 : struct =>
        Launch(action, DefaultStream, kernelConfig,
            arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11,
        T12 arg12,
        T13 arg13)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        where T12 : struct where T13 : struct =>
        GetLauncher<
            Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>>(action)(
            stream, kernelConfig, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11,
        T12 arg12,
        T13 arg13)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        where T12 : struct where T13 : struct =>
        Launch(action, DefaultStream, kernelConfig,
            arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action,
        AcceleratorStream stream,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11,
        T12 arg12,
        T13 arg13,
        T14 arg14)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        where T12 : struct where T13 : struct where T14 : struct =>
        GetLauncher<
            Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>>(action)(
            stream, kernelConfig,
            arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);

    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action,
        in KernelConfig kernelConfig,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6,
        T7 arg7,
        T8 arg8,
        T9 arg9,
        T10 arg10,
        T11 arg11,
        T12 arg12,
        T13 arg13,
        T14 arg14)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        where T12 : struct where T13 : struct where T14 : struct =>
        Launch(action, DefaultStream, kernelConfig,
            arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14);
}
