namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>Ops that make tensors from numbers; the random ones are in GeneratorTests.</summary>
internal static class CreationCases
{
    public static TensorOpCase[] All { get; } =
    [
        new("arange/steps", _ => Tensor.Arange(-1.5, 2.25, 0.25, DType.Float64)),
        new("arange/down", _ => Tensor.Arange(5, -4, -3, DType.Int32)),
        new("linspace/9", _ => Tensor.Linspace(-1, 3, 9, DType.Float64)),
        new("linspace/1", _ => Tensor.Linspace(-1, 3, 1, DType.Float64)),
        new("eye/3", _ => Tensor.Eye(3, dtype: DType.Float64)),
        new("eye/2x20", _ => Tensor.Eye(2, 20, DType.Float64)),
        new("full/2x3", _ => Tensor.Full([2, 3], -1.5, DType.Float64)),
    ];
}
