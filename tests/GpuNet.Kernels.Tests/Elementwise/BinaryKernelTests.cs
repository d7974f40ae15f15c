using System.Numerics;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Binary kernels: same shape, repeated operands, and general broadcasting, forward and backward.</summary>
public class BinaryKernelTests
{
    [Theory]
    [EveryDevice]
    public void Same_and_scalar(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var n in (int[])[1, 13, 500])
        {
            float[] a = SampleData.Floats(n, n), b = SampleData.Floats(n + 1, n);
            var y = device.Allocate(n);
            device.Run(BinaryKernels.Same<Subtract, float, PortableMath>, n,
                device.Upload(a).View, device.Upload(b).View, y.View, default(Subtract));
            SampleData.AssertSameBits([.. a.Zip(b, (p, q) => p - q)], y.Read());
            device.Run(BinaryKernels.ByScalar<Divide, float, PortableMath>, n,
                device.Upload(a).View, device.Upload([3f]).View, y.View, default(Divide));
            SampleData.AssertSameBits([.. a.Select(p => p / 3f)], y.Read());
        }
    }

    [Theory]
    [EveryDevice]
    public void A_row_and_a_column_repeat_for_any_division_of_the_rows(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (5, 1), (1, 5), (7, 13), (33, 10)])
        {
            var a = SampleData.Floats(1, rows * columns);
            var row = SampleData.Floats(2, columns);
            var column = SampleData.Floats(3, rows);
            foreach (var rowsPerItem in (int[])[1, 4, 100])
            {
                var items = columns * ((rows + rowsPerItem - 1) / rowsPerItem);
                var y = device.Allocate(a.Length);
                device.Run(BinaryKernels.ByRow<Add, float, PortableMath>, items, device.Upload(a).View,
                    device.Upload(row).View, y.View, rows, columns, rowsPerItem, default(Add));
                SampleData.AssertSameBits([.. a.Select((v, i) => v + row[i % columns])], y.Read());
                y = device.Allocate(a.Length);
                device.Run(BinaryKernels.ByColumn<Multiply, float, PortableMath>, items, device.Upload(a).View,
                    device.Upload(column).View, y.View, rows, columns, rowsPerItem, default(Multiply));
                SampleData.AssertSameBits([.. a.Select((v, i) => v * column[i / columns])], y.Read());
            }
        }
    }

    [Theory]
    [EveryDevice]
    public void Four_dimensions_broadcast_both_ways_and_give_gradients_of_the_outputs_shape(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);

        // a [2, 1, 4, 5] against b [3, 4, 1]: y [2, 3, 4, 5].
        var a = SampleData.Floats(1, 2 * 4 * 5, 1, 2);
        var b = SampleData.Floats(2, 3 * 4, 1, 2);
        var shape = new BroadcastShape
        {
            Size1 = 3, Size2 = 4, Size3 = 5,
            A0 = 20, A1 = 0, A2 = 5, A3 = 1,
            B0 = 0, B1 = 4, B2 = 1, B3 = 0,
        };
        var length = 2 * 3 * 4 * 5;
        var pairs = (
            from i in Enumerable.Range(0, 2)
            from j in Enumerable.Range(0, 3)
            from k in Enumerable.Range(0, 4)
            from l in Enumerable.Range(0, 5)
            select (A: a[i * 20 + k * 5 + l], B: b[j * 4 + k])).ToArray();
        var (deviceA, deviceB, y) = (device.Upload(a), device.Upload(b), device.Allocate(length));
        var dy = SampleData.Floats(3, length);
        device.Run(BinaryKernels.Broadcast<Divide, float, PortableMath>, length,
            deviceA.View, deviceB.View, y.View, shape, default(Divide));
        SampleData.AssertSameBits([.. pairs.Select(p => p.A / p.B)], y.Read());

        var (deviceDy, da, db) = (device.Upload(dy), device.Allocate(length), device.Allocate(length));
        device.Run(BinaryBackwardKernels.AFromBroadcastInputs<Divide, Multiplied, float, PortableMath>, length,
            deviceA.View, deviceB.View, deviceDy.View, da.View, shape, default(Divide));
        device.Run(BinaryBackwardKernels.BFromBroadcastInputs<Divide, Multiplied, float, PortableMath>, length,
            deviceA.View, deviceB.View, deviceDy.View, db.View, shape, default(Divide));
        SampleData.AssertClose([.. pairs.Zip(dy, (p, g) => g / (double)p.B)], da.Read(), 1e-6);
        SampleData.AssertClose([.. pairs.Zip(dy, (p, g) => -g * (double)p.A / p.B / p.B)], db.Read(), 1e-6);
    }

    [Theory]
    [EveryDevice]
    public void Backward_reads_what_the_op_needs(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        float[] a = SampleData.Floats(1, 99), b = SampleData.Floats(2, 99), dy = SampleData.Floats(3, 99);
        var (deviceA, deviceB, deviceDy) = (device.Upload(a), device.Upload(b), device.Upload(dy));
        var d = device.Allocate(99);
        device.Run(BinaryBackwardKernels.AFromInputs<SquaredError, Multiplied, float, PortableMath>, 99,
            deviceA.View, deviceB.View, deviceDy.View, d.View, default(SquaredError));
        SampleData.AssertClose([.. dy.Select((g, i) => g * 2.0 * (a[i] - b[i]))], d.Read(), 1e-6);
        device.Run(BinaryBackwardKernels.BFromInputs<SquaredError, Multiplied, float, PortableMath>, 99,
            deviceA.View, deviceB.View, deviceDy.View, d.View, default(SquaredError));
        SampleData.AssertClose([.. dy.Select((g, i) => g * -2.0 * (a[i] - b[i]))], d.Read(), 1e-6);
        device.Run(BinaryBackwardKernels.BFromNothing<Subtract, Multiplied, float, PortableMath>, 99,
            deviceDy.View, d.View, default(Subtract));
        SampleData.AssertSameBits([.. dy.Select(g => -g)], d.Read());
        device.Run(BinaryBackwardKernels.AFromNothing<Subtract, Multiplied, float, PortableMath>, 99,
            deviceDy.View, d.View, default(Subtract));
        SampleData.AssertSameBits(dy, d.Read());

        var y = SampleData.Floats(4, 99, 0.1f, 5);
        device.Run(BinaryBackwardKernels.AFromOutput<ExpOfSum, Multiplied, float, PortableMath>, 99,
            device.Upload(y).View, deviceDy.View, d.View, default(ExpOfSum));
        SampleData.AssertSameBits([.. dy.Select((g, i) => g * y[i])], d.Read());
        device.Run(BinaryBackwardKernels.BFromOutput<ExpOfSum, Multiplied, float, PortableMath>, 99,
            device.Upload(y).View, deviceDy.View, d.View, default(ExpOfSum));
        SampleData.AssertSameBits([.. dy.Select((g, i) => g * (y[i] + y[i]))], d.Read());
    }

    /// <summary>e^(a + 2b): an op whose derivatives read its output only.</summary>
    public readonly record struct ExpOfSum : IBinaryOp<ExpOfSum>
    {
        public static BinaryOpInfo Info { get; } = new(
            "exp_of_sum", OpCategory.Arithmetic, "y = exp(a + 2 b)", "y and 2 y", BackwardNeeds.Output, "a test")
        {
            Reference = static (a, b, _) => Math.Exp(a + 2 * b),
        };

        public T Forward<T, TMath>(T a, T b) where T : unmanaged, INumber<T> where TMath : IScalarMath<T> =>
            TMath.Exp(a + b + b);

        public T DerivativeA<T, TMath>(T a, T b, T y) where T : unmanaged, INumber<T> where TMath : IScalarMath<T> => y;

        public T DerivativeB<T, TMath>(T a, T b, T y) where T : unmanaged, INumber<T> where TMath : IScalarMath<T> =>
            y + y;
    }
}
