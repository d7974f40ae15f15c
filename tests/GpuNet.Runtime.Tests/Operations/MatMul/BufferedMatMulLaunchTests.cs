using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Products in tiles that products as small as those of tests do not choose.</summary>
public class BufferedMatMulLaunchTests
{
    [Theory]
    [EveryDevice]
    public void Every_tile_gives_the_bits_of_the_others_on_every_device_of_CUDA(string deviceName)
    {
        var device = Device.Parse(deviceName);
        if (device.Kind != DeviceKind.Cuda) return;
        const int M = 132, N = 68, K = 36;
        using var scope = Tape.Scope();
        var (a, b) = (Drawn(M, K, seed: 1), Drawn(K, N, seed: 2));
        var shape = MatMulShape.Dense(M, N, K);
        float[] expected = a.MatMul(b).ToArray();
        Holds<BufferedTile128x128>();
        Holds<BufferedTile128x64>();
        Holds<BufferedTile64x64>();

        void Holds<TTile>() where TTile : unmanaged, IBufferedTile
        {
            var c = Tensor.Zeros([M, N], device: device);
            OperandOrders.Dispatch(device, shape, new BufferedMatMulLaunch<TTile, StoreSum>(a, b, default, c, shape, default, null));
            Parity.AssertSameBits(expected, c.ToArray());
        }

        Tensor Drawn(int rows, int columns, int seed) =>
            Tensor.From<float>(Samples.Uniform(rows * columns, seed), [rows, columns], device);
    }
}
