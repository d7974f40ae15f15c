using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// What products do with finished sums: in every variant of the multiply the same as formulas on the host, for shapes that
/// are no multiples of a tile, nor of the four rows that share random words.
/// </summary>
public class EpilogueTests
{
    private const float Probability = 0.4f;

    private static readonly (int M, int N)[] Shapes = [(9, 19), (4, 8), (38, 33), (13, 66), (37, 8)];

    [Theory]
    [EveryDevice]
    public void Every_variant_finishes_sums_in_the_same_way(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (m, n) in device.RunsItemsOneByOne ? Shapes[..2] : Shapes)
        {
            var data = new Data(device, m, n);
            float[] sum = data.Sum, bias = data.Bias, added = data.Added;
            Check(data, new StoreSum(), sum);
            Check(data, new AddBias(), [.. sum.Select((v, i) => v + bias[i % n])]);
            Check(data, new Then<AddBias, Relu>(), [.. sum.Select((v, i) => Math.Max(v + bias[i % n], 0))]);
            Check(data, new ThenAdd<AddBias>(), [.. sum.Select((v, i) => added[i] + (v + bias[i % n]))]);
            Check(
                data, new ThenDropout<Then<AddBias, Relu>>(default, DropoutRate.Of(Probability)),
                [.. sum.Select((v, i) => data.IsDropped(i) ? 0 : Math.Max(v + bias[i % n], 0) * (float)(1 / (1 - (double)Probability)))]);
        }
    }

    [Theory]
    [EveryDevice]
    public void Sums_are_added_to_what_is_stored(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var data = new Data(device, 9, 19);
        var c = device.Allocate(9 * 19, 0.5f);
        device.RunGrouped(
            RegisterMatMul.Kernel<ThenAdd<StoreSum>, float, PortableMath>, new KernelConfig(RegisterMatMul.Groups(9, 19, 4), 4),
            data.A, data.B, EpilogueOperands<float>.Of(c.View), c.View, data.Shape, default(ThenAdd<StoreSum>));
        SampleData.AssertSameBits([.. data.Sum.Select(v => 0.5f + v)], c.Read());
    }

    private static void Check<TEpilogue>(Data data, TEpilogue epilogue, float[] expected)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        var (device, shape) = (data.Device, data.Shape);
        Multiply(c => device.Run(
            ReferenceMatMul.Kernel<TEpilogue, float, PortableMath>, shape.M * shape.N,
            data.A, data.B, data.Operands, c, shape, epilogue));
        Multiply(c => device.RunGrouped(
            RegisterMatMul.Kernel<TEpilogue, float, PortableMath>,
            new KernelConfig(RegisterMatMul.Groups(shape.M, shape.N, 4), 4),
            data.A, data.B, data.Operands, c, shape, epilogue));
        Multiply(c => device.Run(
            PanelMatMul.Kernel<TEpilogue, float, PortableMath>, PanelMatMul.Items(shape.M, shape.N),
            data.A, data.B, data.Operands, c, shape, epilogue));
        Multiply(c => device.RunGrouped(
            TiledMatMul.Kernel<Tile4, TEpilogue, float, PortableMath>,
            new KernelConfig(new Index3D(TiledMatMul.Groups<Tile4>(shape.M, shape.N), 1, 1), new Index3D(4, 4, 1)),
            data.A, data.B, data.Operands, c, shape, epilogue));
        if (Math.Min(shape.M, shape.N) <= ThinMatMul.MostFew && device.IsCpu)
        {
            Multiply(c => ThinMatMulTests.Run<Thin1x8, TEpilogue>(
                new ThinMatMulTests.Operands(device, data.A, data.B, shape), c, 4, epilogue, data.Operands));
        }

        foreach (var transposesC in (bool[])[false, true])
        {
            Multiply(c => MatMulTests.MultiplyPacked<PackedTile6x16, MatrixRows, TEpilogue>(
                device, data.A, data.B, data.Operands, c, shape, shape.K, transposesC, epilogue));
            Multiply(c => MatMulTests.MultiplyPacked<ItemTile8x16, MatrixRows, TEpilogue>(
                device, data.A, data.B, data.Operands, c, shape, shape.K, transposesC, epilogue));
            Multiply(c => MatMulTests.MultiplyPacked<PackedTile12x32, PanelRows, TEpilogue>(
                device, data.A, data.B, data.Operands, c, shape, stepsPerLaunch: 4, transposesC, epilogue));
        }

        var stored = device.Upload(data.Sum);
        device.Run(
            EpiloguePass.Kernel<TEpilogue, float, PortableMath>, EpiloguePass.Items<TEpilogue>(shape.M, shape.N),
            data.Operands, stored.View, shape, epilogue);
        SampleData.AssertSameBits(expected, stored.Read());

        void Multiply(Action<ArrayView<float>> multiply)
        {
            var c = device.Allocate(shape.M * shape.N);
            multiply(c.View);
            SampleData.AssertSameBits(expected, c.Read());
        }
    }

    private sealed class Data
    {
        private const int K = 6;

        private static readonly RandomStream Stream = new(0x123456789ABCDEF0, 7) { Step = 3 };

        public Data(KernelDevice device, int m, int n)
        {
            Device = device;
            Shape = MatMulShape.Dense(m, n, K);
            float[] a = SampleData.Floats(1, m * K), b = SampleData.Floats(2, K * n);
            (Bias, Added, Sum) = (SampleData.Floats(3, n), SampleData.Floats(4, m * n), MatMulTests.Expected(a, b, Shape));
            (A, B) = (device.Upload(a).View, device.Upload(b).View);
            Operands = new()
            {
                Bias = device.Upload(Bias).View,
                Added = device.Upload(Added).View,
                Streams = device.Upload([Stream]).View,
            };
        }

        public KernelDevice Device { get; }

        public MatMulShape Shape { get; }

        public ArrayView<float> A { get; }

        public ArrayView<float> B { get; }

        public EpilogueOperands<float> Operands { get; }

        public float[] Bias { get; }

        public float[] Added { get; }

        public float[] Sum { get; }

        /// <summary>By the definition: word row % 4 of block row / 4 * columns + column, its upper 24 bits against p.</summary>
        public bool IsDropped(int element)
        {
            var (row, column) = (element / Shape.N, element % Shape.N);
            var words = Stream.Words(row / 4 * Shape.N + column);
            uint word = new[] { words.X, words.Y, words.Z, words.W }[row % 4];
            return (word >> 8) / 16777216.0 < Probability;
        }
    }
}
