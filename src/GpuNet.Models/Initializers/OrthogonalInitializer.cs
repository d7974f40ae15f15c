using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuNet.Models;

/// <summary>
/// Orthonormal rows (or columns, if they are fewer) from normal ones, by Gram and Schmidt's method, twice, in double precision on
/// the host: every rotation is as likely as any other. Sums have one order on every machine.
/// </summary>
internal sealed class OrthogonalInitializer(double gain) : Initializer
{
    internal override Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device)
    {
        var (rows, columns) = MatrixOf(shape, "orthogonal");
        int count = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        float[] drawn = generator.Normal([count, length], device: Device.Cpu).ToArray();
        double[][] vectors = [.. drawn.Chunk(length).Select(row => Array.ConvertAll(row, value => (double)value))];
        Orthonormalize(vectors);
        Orthonormalize(vectors); // what rounding left of the first time

        float[] values = new float[rows * columns];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < length; j++)
                values[rows <= columns ? i * columns + j : j * columns + i] = (float)(gain * vectors[i][j]);
        }

        return Tensor.From<float>(values, shape, device);
    }

    private static void Orthonormalize(double[][] vectors)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            double[] vector = vectors[i];
            double norm = Math.Sqrt(Dot(vector, vector));
            for (int j = 0; j < vector.Length; j++)
                vector[j] /= norm;
            Parallel.For(i + 1, vectors.Length, other => Subtract(vectors[other], Dot(vectors[other], vector), vector));
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var y = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var sums = Vector256<double>.Zero;
        for (int i = 0; i < x.Length; i++)
            sums += x[i] * y[i];
        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int i = x.Length * Vector256<double>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Subtract(double[] from, double factor, double[] direction)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>(from.AsSpan());
        var y = MemoryMarshal.Cast<double, Vector256<double>>(direction);
        for (int i = 0; i < x.Length; i++)
            x[i] -= factor * y[i];
        for (int i = x.Length * Vector256<double>.Count; i < from.Length; i++)
            from[i] -= factor * direction[i];
    }
}
