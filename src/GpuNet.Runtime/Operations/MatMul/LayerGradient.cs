using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The way back from a layer's output to its sums on GPUs, in one launch for the products and the bias: the gradient of the sums is
/// stored once, as the products read it (in 16 bits where tensor cores take those), and its columns are summed as it passes.
/// </summary>
internal static class LayerGradient
{
    /// <summary>
    /// Whether it goes so. Processors, whose caches hold what a second pass reads, have a launch for each; and so do single rows and
    /// columns, whose sums have another order.
    /// </summary>
    internal static bool Suits(Tensor gradient) =>
        !gradient.Device.IsProcessor && gradient.DType == DType.Float32 && gradient.Shape[0] > 1 && gradient.Shape[1] > 1;

    /// <summary>Goes back.</summary>
    /// <param name="y">What the layer has stored.</param>
    /// <param name="dy">Its gradient.</param>
    /// <param name="stream">The stream of dropout's mask; null without dropout.</param>
    /// <param name="gradient">What the layer does with its sums.</param>
    /// <param name="bias">The layer's bias.</param>
    /// <param name="pass">The pass.</param>
    /// <returns>
    /// The gradient of the sums, for products alone; and the bias' gradient, or the sums of chunks of rows that it is the sum of.
    /// </returns>
    internal static (Tensor OfSums, Tensor ChunkSums) Of<TGradient>(
        Tensor y, Tensor dy, Tensor? stream, TGradient gradient, Tensor bias, BackwardPass pass)
        where TGradient : unmanaged, ILayerGradient
    {
        var (rows, columns) = (dy.Shape[0], dy.Shape[1]);
        var chunks = LaunchShape.Blocks(rows, ReductionPlan.ItemChunk);
        var ofSums = Tensor.Uninitialized(dy.Shape, OperandRounding.TypeOn(dy.Device, Autocast.Current), dy.Device);
        var chunkSums = chunks == 1 && pass.Needs(bias)
            ? pass.Target(bias)
            : Tensor.Uninitialized([chunks, columns], dy.DType, dy.Device);
        if (y.InProductsFormat is { } narrow && ofSums.DType == DType.BFloat16)
            new Launch<TGradient, ushort, BFloat16Storage>(narrow, dy, ofSums, chunkSums, stream, chunks, gradient).Run<ushort, BFloat16Storage>();
        else StoragesOfFloats.Dispatch(
            ofSums.DType, new Launch<TGradient, float, Float32Storage>(y, dy, ofSums, chunkSums, stream, chunks, gradient));
        GC.KeepAlive(y);
        return (ofSums, chunkSums);
    }

    private readonly struct Launch<TGradient, TOutput, TOutputStorage>(
        Tensor y, Tensor dy, Tensor ofSums, Tensor chunkSums, Tensor? stream, int chunks, TGradient gradient) : IStorageUse<float>
        where TGradient : unmanaged, ILayerGradient
        where TOutput : unmanaged
        where TOutputStorage : unmanaged, IStorage<TOutput, float>
    {
        public void Run<TStored, TStorage>() where TStored : unmanaged where TStorage : unmanaged, IStorage<TStored, float>
        {
            if (dy.Device.MathMode == MathMode.Fast) Run<TStored, TStorage, FastMath>();
            else Run<TStored, TStorage, PortableMath>();
        }

        private void Run<TStored, TStorage, TMath>()
            where TStored : unmanaged
            where TStorage : unmanaged, IStorage<TStored, float>
            where TMath : unmanaged, IScalarMath<float>
        {
            var (rows, columns) = (dy.Shape[0], dy.Shape[1]);
            Launchers<TGradient, TOutput, TOutputStorage, TStored, TStorage, TMath>.Back.Launch(
                dy.Device, chunks * columns, y.View<TOutput>(), dy.View<float>(), ofSums.View<TStored>(), chunkSums.View<float>(), rows,
                columns, stream is null ? dy.View<float>().Cast<RandomStream>() : Generator.AsStream(stream), gradient);
        }
    }

    private static class Launchers<TGradient, TOutput, TOutputStorage, TStored, TStorage, TMath>
        where TGradient : unmanaged, ILayerGradient
        where TOutput : unmanaged
        where TOutputStorage : unmanaged, IStorage<TOutput, float>
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, float>
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly ItemKernel<
            ArrayView<TOutput>, ArrayView<float>, ArrayView<TStored>, ArrayView<float>, int, int, ArrayView<RandomStream>, TGradient> Back =
            new(LayerGradientKernels.Back<TGradient, TOutput, TOutputStorage, TStored, TStorage, TMath>);
    }
}
