using ILGPU.Runtime;

namespace GpuNet;

// A kernel's launches: the same class for each number of parameters. Kernels are ItemKernel and GroupKernel.
// A launch that is recorded is bound to its arguments in a method of its own: a launch that is not allocates nothing.

internal abstract class Launcher<TExtent, T1>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1>>(kernel)
    where TExtent : struct where T1 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1> launch, TExtent extent, T1 p1) =>
        stream => launch(stream, extent, p1);
}

internal abstract class Launcher<TExtent, T1, T2>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2> launch, TExtent extent, T1 p1, T2
        p2) =>
        stream => launch(stream, extent, p1, p2);
}

internal abstract class Launcher<TExtent, T1, T2, T3>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3> launch, TExtent extent, T1 p1,
        T2 p2, T3 p3) =>
        stream => launch(stream, extent, p1, p2, p3);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4> launch, TExtent extent, T1
        p1, T2 p2, T3 p3, T4 p4) =>
        stream => launch(stream, extent, p1, p2, p3, p4);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5> launch, TExtent
        extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6> launch, TExtent
        extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6, T7>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct where T7 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6, p7);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6, p7));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7> launch,
        TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6, p7);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6, T7, T8>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct where T7 : struct where T8 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6, p7, p8);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6, p7, p8));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8> launch,
        TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6, p7, p8);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct where T7 : struct where T8 : struct where T9 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9>
        launch, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9, T10 p10)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>
        launch, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9, T10 p10) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9, T10 p10,
        T11 p11)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
        T11> launch, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9, T10 p10, T11 p11) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11);
}

internal abstract class Launcher<TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(Delegate kernel)
    : KernelCache<Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>>(kernel)
    where TExtent : struct where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 :
        struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
{
    internal void Launch(Device device, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9, T10 p10,
        T11 p11, T12 p12)
   
{
        var launch = For(device);
        launch(device.Stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12);
        Recording.Current?.Add(device, Name, Bind(launch, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12));
    }

    private static Action<AcceleratorStream> Bind(Action<AcceleratorStream, TExtent, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10,
        T11, T12> launch, TExtent extent, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6, T7 p7, T8 p8, T9 p9, T10 p10, T11 p11, T12
        p12) =>
        stream => launch(stream, extent, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12);
}
