using GpuNet.Kernels.Tests.Storage;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests.MatMul;

/// <summary>What comes back to a layer: by the definition, in single precision.</summary>
public class LayerGradientKernelTests
{
    private const int Rows = 523, Columns = 9; // two whole chunks, and a third that ends amid a block of four rows
    private const float Probability = 0.3f;

    private static readonly RandomStream Stream = new(0x123456789ABCDEF0, 7);

    [Theory]
    [EveryDevice]
    public void Gradients_are_stored_rounded_and_summed_as_they_are(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var (y, dy) = (SampleData.Floats(1, Rows * Columns), SampleData.Floats(2, Rows * Columns));
        Holds<ThroughActivation<Relu>, float, Float32Storage>(default, i => Relu(i, dy[i]), v => v);
        Holds<ThroughActivation<Relu>, ushort, BFloat16Storage>(default, i => Relu(i, dy[i]), Rounding.ToBFloat16);
        Holds<ThroughActivation<Relu>, ushort, Float16Storage>(default, i => Relu(i, dy[i]), v => BitConverter.HalfToUInt16Bits((System.Half)v));
        var rate = DropoutRate.Of(Probability);
        Holds<ThroughDropout<Relu>, ushort, BFloat16Storage>(
            new(default, rate), i => Relu(i, IsDropped(i) ? 0 : dy[i] * rate.Scale), Rounding.ToBFloat16);

        float Relu(int i, float gradient) => y[i] > 0 ? gradient : 0;

        void Holds<TGradient, TStored, TStorage>(TGradient gradient, Func<int, float> expected, Func<float, TStored> store)
            where TGradient : unmanaged, ILayerGradient
            where TStored : unmanaged
            where TStorage : unmanaged, IStorage<TStored, float>
        {
            const int Chunks = 3;
            var (dSums, chunkSums) = (device.Upload(new TStored[Rows * Columns]), device.Allocate(Chunks * Columns));
            device.Run(
                LayerGradientKernels.Back<TGradient, float, Float32Storage, TStored, TStorage, PortableMath>, Chunks * Columns, device.Upload(y).View,
                device.Upload(dy).View, dSums.View, chunkSums.View, Rows, Columns, device.Upload([Stream]).View, gradient);
            Assert.Equal(Enumerable.Range(0, Rows * Columns).Select(i => store(expected(i))), dSums.Read());
            var sums = new float[Chunks * Columns];
            for (var i = 0; i < Rows * Columns; i++)
                sums[i / Columns / 256 * Columns + i % Columns] += expected(i);
            Parity.AssertSameBits(sums, chunkSums.Read());
        }
    }

    /// <summary>By the definition: word row % 4 of block row / 4 * columns + column, its upper 24 bits against p.</summary>
    private static bool IsDropped(int element)
    {
        var (row, column) = (element / Columns, element % Columns);
        var words = Stream.Words(row / 4 * Columns + column);
        return (new[] { words.X, words.Y, words.Z, words.W }[row % 4] >> 8) / 16777216.0 < Probability;
    }
}
