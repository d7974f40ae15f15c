using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>
/// What all launches go through after their arguments are in slots: one entry for each type of launch shape. It chooses
/// the variant of the kernel, makes dimensions of the shape, checks them against the device and launches.
/// </summary>
internal static unsafe class Launch
{
    /// <summary>The entry for a launch shape: <c>(Kernel, AcceleratorStream, ref shape, ulong* slots, int slotCount)</c>.</summary>
    public static MethodInfo EntryFor(Type shape) =>
        typeof(Launch).GetMethod(
            nameof(Run),
            [typeof(Kernel), typeof(AcceleratorStream), shape.MakeByRefType(), typeof(ulong*), typeof(int)])
        ?? throw new NotSupportedException($"{shape} is no index; launch with Index1D to Index3D or KernelConfig.");

    public static void Run(Kernel kernel, AcceleratorStream stream, ref Index1D extent, ulong* slots, int slotCount)
    {
        slots[0] = (uint)extent.X;
        RunImplicit(kernel, stream, new LongIndex3D(extent.X, 1, 1), slots, slotCount);
    }

    public static void Run(Kernel kernel, AcceleratorStream stream, ref Index2D extent, ulong* slots, int slotCount)
    {
        slots[0] = (uint)extent.X;
        slots[1] = (uint)extent.Y;
        RunImplicit(kernel, stream, new LongIndex3D(extent.X, extent.Y, 1), slots, slotCount);
    }

    public static void Run(Kernel kernel, AcceleratorStream stream, ref Index3D extent, ulong* slots, int slotCount)
    {
        slots[0] = (uint)extent.X;
        slots[1] = (uint)extent.Y;
        slots[2] = (uint)extent.Z;
        RunImplicit(kernel, stream, new LongIndex3D(extent.X, extent.Y, extent.Z), slots, slotCount);
    }

    public static void Run(Kernel kernel, AcceleratorStream stream, ref LongIndex1D extent, ulong* slots, int slotCount)
    {
        slots[0] = (ulong)extent.X;
        RunImplicit(kernel, stream, new LongIndex3D(extent.X, 1, 1), slots, slotCount);
    }

    public static void Run(Kernel kernel, AcceleratorStream stream, ref LongIndex2D extent, ulong* slots, int slotCount)
    {
        slots[0] = (ulong)extent.X;
        slots[1] = (ulong)extent.Y;
        RunImplicit(kernel, stream, new LongIndex3D(extent.X, extent.Y, 1), slots, slotCount);
    }

    public static void Run(Kernel kernel, AcceleratorStream stream, ref LongIndex3D extent, ulong* slots, int slotCount)
    {
        slots[0] = (ulong)extent.X;
        slots[1] = (ulong)extent.Y;
        slots[2] = (ulong)extent.Z;
        RunImplicit(kernel, stream, extent, slots, slotCount);
    }

    public static void Run(Kernel kernel, AcceleratorStream stream, ref KernelConfig config, ulong* slots, int slotCount)
    {
        CheckStream(kernel, stream);
        var (grid, group) = (config.GridDim, config.GroupDim);
        if (LaunchShape.IsEmpty(grid, group))
            return;
        var variant = kernel.Resolve(slots);
        var dimensions = LaunchShape.Explicit(variant, config);
        variant.LaunchSlots(stream, dimensions, slots, slotCount);
    }

    private static void RunImplicit(
        Kernel kernel,
        AcceleratorStream stream,
        in LongIndex3D extent,
        ulong* slots,
        int slotCount)
    {
        CheckStream(kernel, stream);
        if (LaunchShape.IsEmpty(extent))
            return;
        var variant = kernel.Resolve(slots);
        var dimensions = LaunchShape.Implicit(variant, extent);
        variant.LaunchSlots(stream, dimensions, slots, slotCount);
    }

    private static void CheckStream(Kernel kernel, AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(kernel.IsDisposed, kernel);
        ObjectDisposedException.ThrowIf(stream.IsDisposed, stream);
        if (stream.Accelerator != kernel.Accelerator)
        {
            throw new ArgumentException(
                $"The stream belongs to {stream.Accelerator.Name}, the kernel {kernel.Signature.Name} to another "
                + $"accelerator, {kernel.Accelerator.Name}.",
                nameof(stream));
        }
    }
}
