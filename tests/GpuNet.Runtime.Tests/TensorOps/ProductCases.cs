namespace GpuNet.Runtime.Tests.TensorOps;

internal static class ProductCases
{
    public static TensorOpCase[] All { get; } =
    [
        new("matmul/matrices", x => x[0].MatMul(x[1])),
        new("matmul/row", x => x[0].MatMul(x[1])),
        new("matmul/column", x => x[0].MatMul(x[1])),
        new("matmul/vectors", x => x[0].MatMul(x[1])),
        new("matmul/batch", x => x[0].MatMul(x[1])),
        new("matmul/one matrix", x => x[0].MatMul(x[1])),
        new("matmul/one matrix on the left", x => x[0].MatMul(x[1])),
        new("matmul/broadcast", x => x[0].MatMul(x[1])),
        new("matmul/batch of vectors", x => x[0].MatMul(x[1])),
        new("matmul/left transposed", x => x[0].MatMul(x[1], transposeThis: true)),
        new("matmul/right transposed", x => x[0].MatMul(x[1], transposeOther: true)),
        new("matmul/both transposed", x => x[0].MatMul(x[1], transposeThis: true, transposeOther: true)),
        new("matmul/odd", x => x[0].MatMul(x[1])),
        new("matmul/nothing to sum", x => x[0].MatMul(x[1])),
        new("matmul/no products", x => x[0].MatMul(x[1])),
        new("dot/5", x => Functional.Dot(x[0], x[1])),
        new("outer/3x4", x => Functional.Outer(x[0], x[1])),
    ];
}
