using System.Numerics;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Operations;

/// <summary>Moving numbers between tensors: copies, fills, and repetition along an axis.</summary>
/// <remarks>Sources are kept alive until the work is issued; see <see cref="NumberType"/>.</remarks>
internal static class Copying
{
    /// <summary>From this length on, a row costs less to copy by itself than element by element in a kernel.</summary>
    private const int ColumnsThatPayForCopying = 64;

    /// <summary>
    /// Copies all elements; both tensors have the same number of them, of the same type, on the same device.
    /// </summary>
    internal static void Copy(Tensor source, Tensor target)
    {
        target.WillChange();
        if (source.Count > 0) Copy(target.Device, source.RawView(0, source.Count), target.RawView(0, target.Count));
        GC.KeepAlive(source);
    }

    /// <summary>
    /// Copies all elements of <paramref name="source"/> over the ones of <paramref name="target"/> from
    /// <paramref name="offset"/> on.
    /// </summary>
    internal static void CopyInto(Tensor source, Tensor target, int offset)
    {
        target.WillChange();
        if (source.Count > 0)
            Copy(target.Device, source.RawView(0, source.Count), target.RawView(offset, source.Count));
        GC.KeepAlive(source);
    }

    /// <summary>Copies bytes on a device.</summary>
    internal static void Copy(Device device, ArrayView<byte> source, ArrayView<byte> target)
    {
        source.CopyTo(target);
        Recording.Current?.Add(device, "copy", Bind(source, target));

        static Action<AcceleratorStream> Bind(ArrayView<byte> source, ArrayView<byte> target) => stream => source.CopyTo(stream, target);
    }

    /// <summary>Sets every element to one number.</summary>
    internal static void Fill(Tensor target, double value)
    {
        target.WillChange();
        if (target.Count > 0)
        {
            // The bits of +0.0 are zero in every type; those of -0.0 are not.
            if (BitConverter.DoubleToInt64Bits(value) == 0) Clear(target.Device, target.RawView(0, target.Count));
            else FillWith(target, value);
        }
    }

    private static void FillWith(Tensor target, double value)
    {
        switch (target.DType)
        {
            case DType.Float32: FillElements(target, (float)value); break;
            case DType.Float64: FillElements(target, value); break;
            case DType.Float16: FillElements(target, Float16Storage.Store((float)value)); break;
            case DType.BFloat16: FillElements(target, BFloat16Storage.Store((float)value)); break;
            case DType.Int32: FillElements(target, checked((int)value)); break;
            case DType.Int64: FillElements(target, checked((long)value)); break;
            case DType.UInt8: FillElements(target, checked((byte)value)); break;
            default: FillElements(target, (byte)(value != 0 ? 1 : 0)); break;
        }
    }

    private static void FillElements<T>(Tensor target, T value) where T : unmanaged =>
        Launchers<T>.Fill.Launch(target.Device, target.Count, target.View<T>(), value);

    /// <summary>y[o, k, j] = x[o, j] for every k: what a reduction does to a gradient.</summary>
    internal static void Repeat(Tensor x, AxisSplit split, Tensor y) => StridedCopy.Run(
        new Strides(x, 0, [split.Inner, 0, 1]), new Strides(y, 0, [split.Axis * split.Inner, split.Inner, 1]),
        [split.Outer, split.Axis, split.Inner]);

    /// <summary>y[o, k, j] = factor * x[o, j] for every k: what a mean does to a gradient.</summary>
    internal static void RepeatScaled(Tensor x, AxisSplit split, Tensor y, double factor)
    {
        if (y.Count > 0) NumberType.Dispatch("Scale", y, new RepeatScaledLaunch(x, split, y, factor));
    }

    /// <summary>y = rows of x [rows, ...] by index; the caller has checked the indices.</summary>
    internal static void GatherRows(Tensor x, ReadOnlySpan<int> indices, Tensor y)
    {
        Recording.Current?.Refuse("it gathers rows by indices of the host: gather them before each run");
        if (y.Count == 0) return;
        var columns = y.Count / indices.Length;
        if (x.Device.Kind == DeviceKind.Cpu && columns >= ColumnsThatPayForCopying) CopyRows(x, indices, y, columns);
        else GatherRows(x, indices, y, columns);
        GC.KeepAlive(x);
    }

    /// <summary>In the host's own memory a copy a row does it, at the speed of the memory.</summary>
    private static void CopyRows(Tensor x, ReadOnlySpan<int> indices, Tensor y, int columns)
    {
        for (var row = 0; row < indices.Length; row++)
            x.RawView(indices[row] * columns, columns).CopyTo(y.RawView(row * columns, columns));
    }

    private static void Clear(Device device, ArrayView<byte> target)
    {
        target.MemSetToZero();
        Recording.Current?.Add(device, "fill with zeros", Bind(target));

        static Action<AcceleratorStream> Bind(ArrayView<byte> target) => stream => target.MemSetToZero(stream);
    }

    private static void GatherRows(Tensor x, ReadOnlySpan<int> rows, Tensor y, int columns)
    {
        var memory = x.Device.Memory.Rent((long)rows.Length * sizeof(int));
        try
        {
            var indices = memory.View<int>(0, rows.Length);
            indices.CopyFromCPU(in rows);
            switch (x.DType.Size())
            {
                case sizeof(byte): GatherRows<byte>(x, indices, y, columns); break;
                case sizeof(ushort): GatherRows<ushort>(x, indices, y, columns); break;
                case sizeof(int): GatherRows<int>(x, indices, y, columns); break;
                default: GatherRows<long>(x, indices, y, columns); break;
            }
        }
        finally
        {
            memory.Release();
        }
    }

    private static void GatherRows<T>(Tensor x, ArrayView<int> rows, Tensor y, int columns) where T : unmanaged =>
        Launchers<T>.GatherRows.Launch(y.Device, y.Count, x.View<T>(), rows, y.View<T>(), columns);

    // The innermost dimension is as long as can be: what is computed of strides is shared along it.
    private static BroadcastShape Repeating(AxisSplit split) => split.Inner == 1
        ? new() { Size1 = 1, Size2 = split.Outer, Size3 = split.Axis, A2 = 1 }
        : new() { Size1 = split.Outer, Size2 = split.Axis, Size3 = split.Inner, A1 = split.Inner, A3 = 1 };

    private readonly struct RepeatScaledLaunch(Tensor x, AxisSplit split, Tensor y, double factor) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            ScaleLauncher<T>.Kernel.Launch(
                y.Device, y.Count, x.View<T>(), y.View<T>(), Repeating(split), T.CreateChecked(factor));
    }

    private static class ScaleLauncher<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, BroadcastShape, T> Kernel = new(
            DataKernels.ScaleStrided<T>);
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly ItemKernel<ArrayView<T>, T> Fill = new(DataKernels.Fill<T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<int>, ArrayView<T>, int> GatherRows = new(
            DataKernels.GatherRows<T>);
    }
}
