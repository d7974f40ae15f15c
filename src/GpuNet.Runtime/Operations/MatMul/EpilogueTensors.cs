using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>What a product's epilogue reads besides its sums; what it does not read is null.</summary>
/// <param name="Bias">A number for each column.</param>
/// <param name="Added">A number for each element.</param>
/// <param name="Stream">The stream of a mask.</param>
/// <param name="Rounded">Where tensor cores leave the result once more, rounded (<see cref="RoundedResult"/>).</param>
internal readonly record struct EpilogueTensors(Tensor? Bias = null, Tensor? Added = null, Tensor? Stream = null, Tensor? Rounded = null)
{
    /// <summary>Their memory; <paramref name="other"/> stands for what is not there, as a kernel's views have to be some.</summary>
    internal EpilogueOperands<T> Views<T>(ArrayView<T> other) where T : unmanaged
    {
        var views = EpilogueOperands<T>.Of(other);
        if (Bias is not null) views.Bias = Bias.View<T>();
        if (Added is not null) views.Added = Added.View<T>();
        if (Stream is not null) views.Streams = Generator.AsStream(Stream);
        if (Rounded is not null) views.Rounded = Rounded.View<ushort>();
        return views;
    }
}
