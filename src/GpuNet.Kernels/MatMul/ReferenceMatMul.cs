using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The plain matrix multiply: C[i, j] = epilogue(sum over k of A[i, k] B[k, j]), one item an output. It defines the
/// result: the sum starts at +0 and runs over k upwards in fused multiply-adds, and every other variant gives its bits.
/// </summary>
/// <remarks>
/// Backward: dA = dC B^T and dB = A^T dC, the same kernel with other strides. Launch: auto-grouped, extent M * N.
/// </remarks>
public static class ReferenceMatMul
{
    /// <summary>The kernel.</summary>
    public static void Kernel<TEpilogue, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var row = index.X / shape.N;
        var column = index.X - row * shape.N;
        var sum = T.Zero;
        for (var k = 0; k < shape.K; k++)
        {
            sum = TMath.Fma(
                a[row * shape.ARow + k * shape.AColumn], b[k * shape.BRow + column * shape.BColumn], sum);
        }

        c[index] = epilogue.Finish<TEpilogue, T, TMath>(sum, operands, shape, row, column);
    }
}
