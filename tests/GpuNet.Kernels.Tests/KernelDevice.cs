using System.Reflection;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Kernels.Tests;

/// <summary>A device to launch kernels on, with buffers that live as long as it does.</summary>
internal sealed class KernelDevice : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly Dictionary<MethodInfo, Kernel> kernels = [];

    private KernelDevice(Accelerator accelerator) => this.accelerator = accelerator;

    private KernelDevice(string name)
    {
        // An accelerator of its own, so that tests may run in parallel.
        var shared = Device.Parse(name).Accelerator;
        accelerator = shared.Device.CreateAccelerator(shared.Context);
        RunsItemsOneByOne = name == "cpu:debug";
    }

    /// <summary>Whether it is a CPU device of the engine, compiled or in debug mode.</summary>
    public bool IsCpu => accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>Whether large groups are slow: debug mode hands a turn from item to item at every barrier.</summary>
    public bool RunsItemsOneByOne { get; }

    /// <summary>Group widths to try.</summary>
    public IEnumerable<int> GroupSizes => RunsItemsOneByOne ? [1, 7] : new[] { 1, 7, 64 }.Where(s => s <= MaxGroupSize);

    public int MaxGroupSize => accelerator.MaxNumThreadsPerGroup;

    public static KernelDevice Open(string name) => new(name);

    /// <summary>A device on an accelerator, which it disposes.</summary>
    public static KernelDevice On(Accelerator accelerator) => new(accelerator);

    /// <summary>Every device with every one of these names, for theories.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> With(IEnumerable<string> names) =>
        from device in TestDevices.All
        from name in names
        select new TheoryDataRow<string, string>(device.Id, name) { Skip = device.SkipReason };

    /// <summary>A buffer with these values.</summary>
    public DeviceArray<T> Upload<T>(T[] values) where T : unmanaged
    {
        var array = new DeviceArray<T>(accelerator, values.Length);
        array.Write(values);
        return array;
    }

    /// <summary>A buffer filled with one value, by default one that a kernel must overwrite to pass.</summary>
    public DeviceArray<float> Allocate(int length, float value = float.NaN) =>
        Upload(Enumerable.Repeat(value, length).ToArray());

    /// <summary>Launches an auto-grouped kernel over <paramref name="extent"/> items and waits.</summary>
    public void Run(Delegate kernel, int extent, params object[] arguments) => Run(kernel.Method, extent, arguments);

    /// <summary>Launches an auto-grouped kernel over <paramref name="extent"/> items and waits.</summary>
    public void Run(MethodInfo kernel, int extent, params object[] arguments)
    {
        if (!kernels.TryGetValue(kernel, out var loaded))
            kernels[kernel] = loaded = accelerator.LoadAutoGroupedKernel(kernel);
        loaded.Launch(accelerator.DefaultStream, new Index1D(extent), arguments);
        accelerator.Synchronize();
    }

    /// <summary>Launches an explicitly grouped kernel and waits.</summary>
    public void RunGrouped(Delegate kernel, KernelConfig config, params object[] arguments)
    {
        if (!kernels.TryGetValue(kernel.Method, out var loaded))
            kernels[kernel.Method] = loaded = accelerator.LoadKernel(kernel.Method);
        loaded.Launch(accelerator.DefaultStream, config, arguments);
        accelerator.Synchronize();
    }

    public void Dispose() => accelerator.Dispose();
}

/// <summary>Device memory of some length, possibly none.</summary>
internal sealed class DeviceArray<T> where T : unmanaged
{
    private readonly MemoryBuffer1D<T, Stride1D.Dense> buffer;
    private readonly int length;

    public DeviceArray(Accelerator accelerator, int length)
    {
        this.length = length;
        buffer = accelerator.Allocate1D<T>(Math.Max(length, 1));
    }

    /// <summary>The view to pass as a kernel argument.</summary>
    public ArrayView<T> View => ((ArrayView<T>)buffer.View).SubView(0, length);

    public void Write(T[] values)
    {
        if (values.Length > 0)
            buffer.View.SubView(0, values.Length).CopyFromCPU(values);
    }

    public T[] Read() => buffer.GetAsArray1D()[..length];
}
