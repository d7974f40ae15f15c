using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Random numbers in the shape of a tensor, from a stream that the device counts on, so that prepared steps draw new ones
/// in each run. Singles, whose bits are the same everywhere; converted for tensors of other types.
/// </summary>
internal static class Noise
{
    private static readonly ItemKernel<ArrayView<float>, int, ArrayView<RandomStream>, float, float> UniformKernel = new(
        RandomKernels.UniformOfStored);

    private static readonly ItemKernel<ArrayView<float>, int, ArrayView<RandomStream>, float, float> NormalKernel = new(
        RandomKernels.NormalOfStored);

    /// <summary>Uniform in [low, high).</summary>
    internal static Tensor Uniform(Tensor like, double low, double high, Generator generator) =>
        Draw(UniformKernel, like, low, high - low, generator);

    /// <summary>Normally distributed.</summary>
    internal static Tensor Normal(Tensor like, double mean, double deviation, Generator generator) =>
        Draw(NormalKernel, like, mean, deviation, generator);

    private static Tensor Draw(
        ItemKernel<ArrayView<float>, int, ArrayView<RandomStream>, float, float> kernel, Tensor like, double first,
        double second, Generator generator)
    {
        var y = Tensor.Uninitialized(like.Shape, DType.Float32, like.Device);
        var stream = generator.NextMaskStream(like.Device);
        if (y.Count > 0)
            kernel.Launch(
                y.Device, RandomLayout.Items(y.Count), y.View<float>(), y.Count, Generator.AsStream(stream), (float)first,
                (float)second);
        return y.To(like.DType);
    }
}
