using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Matrix products of operands that are rounded first: what tensor cores compute, on any device. The rounded operands are floats again,
/// so that every variant of the multiply takes them, and gives its bits; but where a device has tensor cores, they multiply, and add in an
/// order of their own. An operand is rounded once, for all products that read it before it changes: a weight once a step, an activation
/// for the forward and the backward pass, a gradient for both products that it goes to.
/// </summary>
internal static class RoundedMatMul
{
    internal static void Run<TEpilogue>(
        string operation, Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, Precision precision,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (TensorMatMulLaunch.Suits(c.Device))
        {
            RunByTensorCores(a, b, operands, c, shape, precision, epilogue, batch: null);
            return;
        }
        using var left = a.RoundedTo(precision);
        using var right = b.RoundedTo(precision);
        MatMulLaunch.RunAsTheyAre(operation, left, right, operands, c, shape, epilogue);
    }

    /// <summary>The same for a batch.</summary>
    internal static void Run(
        string operation, Tensor a, Tensor b, Tensor c, MatMulShape shape, in MatMulBatch batch, Precision precision)
    {
        if (TensorMatMulLaunch.Suits(c.Device))
        {
            RunByTensorCores<StoreSum>(
                a, b, default, c, shape, precision, default, new ProductBatch(batch, c.Count / batch.SizeC));
            return;
        }
        using var left = a.RoundedTo(precision);
        using var right = b.RoundedTo(precision);
        BatchedMatMulLaunch.RunAsTheyAre(operation, left, right, c, shape, batch);
    }

    /// <summary>Tensor cores round floats to TF32 themselves; to the others they are rounded once, to half the bytes.</summary>
    private static void RunByTensorCores<TEpilogue>(
        Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, Precision precision, TEpilogue epilogue, ProductBatch? batch)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (precision == Precision.TensorFloat32)
        {
            TensorMatMulLaunch.Run<float, TEpilogue>(TensorNumbers.TensorFloat32, a, b, operands, c, shape, epilogue, batch);
            return;
        }
        using var left = a.RoundedTo(precision);
        using var right = b.RoundedTo(precision);
        TensorMatMulLaunch.Run<ushort, TEpilogue>(
            precision == Precision.BFloat16 ? TensorNumbers.BFloat16 : TensorNumbers.Float16, left, right, operands, c, shape, epilogue,
            batch);
    }
}
