using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>The numbers that a warpgroup's tensor cores multiply from shared memory, as a type.</summary>
public interface IWarpgroupFormat : ITensorFormat
{
    /// <summary>
    /// Starts to add the product of 64 rows of A and all columns of a tile of B, 32 bytes of k deep, to the sums.
    /// </summary>
    /// <param name="a">Where A lies and how: a descriptor of shared memory.</param>
    /// <param name="b">The same for B.</param>
    static abstract void MultiplyByWarpgroup<TTile, TA, TB>(long a, long b)
        where TTile : unmanaged, IWarpgroupTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder;
}

public readonly partial struct TensorBFloat16 : IWarpgroupFormat
{
    private const string Narrow =
        "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 " + WarpgroupSums.Of128 + ", %0, %1, keep, 1, 1, ";

    private const string Wide =
        "wgmma.mma_async.sync.aligned.m64n256k16.f32.bf16.bf16 " + WarpgroupSums.Of256 + ", %0, %1, keep, 1, 1, ";

    /// <inheritdoc/>
    public static void MultiplyByWarpgroup<TTile, TA, TB>(long a, long b)
        where TTile : unmanaged, IWarpgroupTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        // The last two numbers say which operands lie with their lines side by side.
        if (TTile.Columns == 128)
        {
            if (TA.LinesAreAdjacent & TB.LinesAreAdjacent) CudaAsm.Emit(Narrow + "1, 1;", a, b);
            else if (TA.LinesAreAdjacent) CudaAsm.Emit(Narrow + "1, 0;", a, b);
            else if (TB.LinesAreAdjacent) CudaAsm.Emit(Narrow + "0, 1;", a, b);
            else CudaAsm.Emit(Narrow + "0, 0;", a, b);
            return;
        }

        if (TA.LinesAreAdjacent & TB.LinesAreAdjacent) CudaAsm.Emit(Wide + "1, 1;", a, b);
        else if (TA.LinesAreAdjacent) CudaAsm.Emit(Wide + "1, 0;", a, b);
        else if (TB.LinesAreAdjacent) CudaAsm.Emit(Wide + "0, 1;", a, b);
        else CudaAsm.Emit(Wide + "0, 0;", a, b);
    }
}

public readonly partial struct TensorFloat16 : IWarpgroupFormat
{
    private const string Narrow =
        "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 " + WarpgroupSums.Of128 + ", %0, %1, keep, 1, 1, ";

    private const string Wide =
        "wgmma.mma_async.sync.aligned.m64n256k16.f32.f16.f16 " + WarpgroupSums.Of256 + ", %0, %1, keep, 1, 1, ";

    /// <inheritdoc/>
    public static void MultiplyByWarpgroup<TTile, TA, TB>(long a, long b)
        where TTile : unmanaged, IWarpgroupTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        if (TTile.Columns == 128)
        {
            if (TA.LinesAreAdjacent & TB.LinesAreAdjacent) CudaAsm.Emit(Narrow + "1, 1;", a, b);
            else if (TA.LinesAreAdjacent) CudaAsm.Emit(Narrow + "1, 0;", a, b);
            else if (TB.LinesAreAdjacent) CudaAsm.Emit(Narrow + "0, 1;", a, b);
            else CudaAsm.Emit(Narrow + "0, 0;", a, b);
            return;
        }

        if (TA.LinesAreAdjacent & TB.LinesAreAdjacent) CudaAsm.Emit(Wide + "1, 1;", a, b);
        else if (TA.LinesAreAdjacent) CudaAsm.Emit(Wide + "1, 0;", a, b);
        else if (TB.LinesAreAdjacent) CudaAsm.Emit(Wide + "0, 1;", a, b);
        else CudaAsm.Emit(Wide + "0, 0;", a, b);
    }
}

/// <summary>The hardware takes TF32 from operands that lie step by step only, and cuts singles off: they are rounded before.</summary>
public readonly partial struct TensorFloat32 : IWarpgroupFormat
{
    /// <inheritdoc/>
    public static void MultiplyByWarpgroup<TTile, TA, TB>(long a, long b)
        where TTile : unmanaged, IWarpgroupTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        if (TTile.Columns == 128)
        {
            CudaAsm.Emit(
                "wgmma.mma_async.sync.aligned.m64n128k8.f32.tf32.tf32 " + WarpgroupSums.Of128 + ", %0, %1, keep, 1, 1;", a, b);
        }
        else
        {
            CudaAsm.Emit(
                "wgmma.mma_async.sync.aligned.m64n256k8.f32.tf32.tf32 " + WarpgroupSums.Of256 + ", %0, %1, keep, 1, 1;", a, b);
        }
    }
}
