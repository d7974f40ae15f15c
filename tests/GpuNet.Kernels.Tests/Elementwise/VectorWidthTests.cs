using System.Reflection;
using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Every activation gives the host's bits in vectors of 16, 8 and 4 lanes and item by item: groups of so many items, in a grid
/// of two dimensions, run as vectors of that width.
/// </summary>
public class VectorWidthTests
{
    /// <summary>Coprime to two, so that every exponent is met.</summary>
    private const uint Step = 524287;

    public static TheoryData<string> Activations =>
        [.. OpRegistry.UnaryOps.Where(e => e.Info.Category == OpCategory.Activation).Select(e => e.Info.Name)];

    public static TheoryData<string> Gates =>
        [.. OpRegistry.BinaryOps.Where(e => e.Info.Category is OpCategory.Activation or OpCategory.Gate).Select(e => e.Info.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void An_activation(string name)
    {
        var entry = OpRegistry.Unary(name);
        typeof(VectorWidthTests).GetMethod(nameof(CheckUnary), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(entry.Type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [entry.Create()], null);
    }

    [Theory]
    [MemberData(nameof(Gates))]
    public void A_gate(string name)
    {
        var entry = OpRegistry.BinaryOps.Single(e => e.Info.Name == name);
        typeof(VectorWidthTests).GetMethod(nameof(CheckBinary), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(entry.Type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [entry.Create()], null);
    }

    private static void CheckUnary<TOp>(TOp op) where TOp : unmanaged, IUnaryOp<TOp>
    {
        var x = Inputs();
        var y = Array.ConvertAll(x, op.Forward<float, PortableMath>);
        Check(
            [.. y, .. x.Zip(y, op.Derivative<float, PortableMath>)],
            (device, config, actual) => device.RunGrouped(
                WidthKernels.Unary<TOp>, config, device.Upload(x).View, actual.View, x.Length, op));
    }

    private static void CheckBinary<TOp>(TOp op) where TOp : unmanaged, IBinaryOp<TOp>
    {
        var a = Inputs();
        float[] b = [.. a.Skip(a.Length / 3), .. a.Take(a.Length / 3)];
        Check(
            [.. a.Zip(b, op.Forward<float, PortableMath>), .. a.Zip(b, (p, q) => op.DerivativeB<float, PortableMath>(p, q, 0))],
            (device, config, actual) => device.RunGrouped(
                WidthKernels.Binary<TOp>, config, device.Upload(a).View, device.Upload(b).View, actual.View, a.Length, op));
    }

    private static void Check(float[] expected, Action<KernelDevice, KernelConfig, DeviceArray<float>> run)
    {
        using var device = KernelDevice.Open("cpu");
        foreach (var width in (int[])[1, 4, 8, 16])
        {
            var actual = device.Allocate(expected.Length);
            run(device, new KernelConfig(new Index3D(64, 2, 1), new Index3D(width, 1, 1)), actual);
            Parity.AssertSameBits(expected, actual.Read(), $"{width} lanes");
        }
    }

    private static float[] Inputs() =>
    [
        .. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step)),
        .. SampleData.Floats(7, 1000, -10, 10), .. TestKit.Samples.Edges,
    ];
}

/// <summary>Kernels, apart from the tests: their class has to be public.</summary>
public static class WidthKernels
{
    /// <summary>y = values of the op, then its derivatives; a group takes every so many of the elements.</summary>
    public static void Unary<TOp>(ArrayView<float> x, ArrayView<float> y, int length, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        var stride = Grid.DimX * Grid.DimY * Group.DimX;
        for (var i = (Grid.IdxY * Grid.DimX + Grid.IdxX) * Group.DimX + Group.IdxX; i < length; i += stride)
        {
            var value = op.Forward<float, PortableMath>(x[i]);
            y[i] = value;
            y[length + i] = op.Derivative<float, PortableMath>(x[i], value);
        }
    }

    /// <summary>The same of two operands, with derivatives by the second.</summary>
    public static void Binary<TOp>(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int length, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
    {
        var stride = Grid.DimX * Grid.DimY * Group.DimX;
        for (var i = (Grid.IdxY * Grid.DimX + Grid.IdxX) * Group.DimX + Group.IdxX; i < length; i += stride)
        {
            y[i] = op.Forward<float, PortableMath>(a[i], b[i]);
            y[length + i] = op.DerivativeB<float, PortableMath>(a[i], b[i], 0f);
        }
    }
}
