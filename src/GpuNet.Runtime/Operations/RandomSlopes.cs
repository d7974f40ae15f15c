using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Leaky ReLU whose slopes are drawn anew for each element.</summary>
internal static class RandomSlopes
{
    private static readonly ItemKernel<ArrayView<float>, int, ArrayView<RandomStream>, float, float> Draw = new(
        RandomKernels.UniformOfStored);

    internal static Tensor Forward(Tensor x, double lower, double upper, Generator generator)
    {
        Check.OfType("rrelu", x, DType.Float32);
        var slopes = Tensor.Uninitialized(x.Shape, DType.Float32, x.Device);
        if (x.Count > 0)
        {
            Draw.Launch(
                x.Device, RandomLayout.Items(x.Count), slopes.View<float>(), x.Count,
                Generator.AsStream(generator.NextMaskStream(x.Device)), (float)lower, (float)(upper - lower));
        }

        return x.Combine<PRelu>(slopes, default);
    }
}
