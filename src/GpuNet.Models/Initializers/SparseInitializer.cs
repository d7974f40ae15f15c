namespace GpuNet.Models;

/// <summary>Normal numbers, of which so many in each column are 0.</summary>
internal sealed class SparseInitializer : Initializer
{
    private readonly double _sparsity;
    private readonly double _deviation;

    internal SparseInitializer(double sparsity, double deviation)
    {
        if (sparsity is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "Must be from 0 to 1.");
        _sparsity = sparsity;
        _deviation = Require.NotNegative(nameof(SparseInitializer), deviation, nameof(deviation));
    }

    internal override Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device)
    {
        var (rows, columns) = MatrixOf(shape, "sparse");
        float[] values = generator.Normal(shape, 0, _deviation, Device.Cpu).ToArray();
        float[] order = generator.Uniform([columns, rows], device: Device.Cpu).ToArray();
        int zeros = (int)Math.Ceiling(_sparsity * rows);
        for (int column = 0; column < columns; column++)
        {
            foreach (int row in Enumerable.Range(0, rows).OrderBy(row => order[column * rows + row]).Take(zeros))
                values[row * columns + column] = 0;
        }

        return Tensor.From<float>(values, shape, device);
    }
}
