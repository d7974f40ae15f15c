namespace GpuNet.TestKit;

/// <summary>What operations mean, written plainly for the host: for tests to compare with.</summary>
public static class Reference
{
    /// <summary>NumPy's broadcasting, index by index.</summary>
    public static (float[] Values, int[] Shape) Broadcast(
        float[] a, int[] shapeA, float[] b, int[] shapeB, Func<float, float, float> function)
    {
        var rank = Math.Max(shapeA.Length, shapeB.Length);
        int[] paddedA = [.. Enumerable.Repeat(1, rank - shapeA.Length), .. shapeA];
        int[] paddedB = [.. Enumerable.Repeat(1, rank - shapeB.Length), .. shapeB];
        int[] shape = [.. Enumerable.Range(0, rank).Select(i => Math.Max(paddedA[i], paddedB[i]))];
        var values = new float[shape.Aggregate(1, (x, y) => x * y)];
        for (var flat = 0; flat < values.Length; flat++)
        {
            var (rest, offsetA, offsetB, strideA, strideB) = (flat, 0, 0, 1, 1);
            for (var i = rank - 1; i >= 0; i--)
            {
                var index = rest % shape[i];
                rest /= shape[i];
                if (paddedA[i] > 1) offsetA += index * strideA;
                if (paddedB[i] > 1) offsetB += index * strideB;
                strideA *= paddedA[i];
                strideB *= paddedB[i];
            }
            values[flat] = function(a[offsetA], b[offsetB]);
        }
        return (values, shape);
    }

    /// <summary>
    /// The numbers along the middle dimension of [outer, axis, inner], for each result [outer, inner].
    /// </summary>
    public static IEnumerable<double[]> Slices(float[] x, int outer, int axis, int inner)
    {
        for (var o = 0; o < outer; o++)
        {
            for (var j = 0; j < inner; j++)
            {
                var slice = new double[axis];
                for (var k = 0; k < axis; k++) slice[k] = x[(o * axis + k) * inner + j];
                yield return slice;
            }
        }
    }

    /// <summary>C = op(A) op(B), summed over k upwards in fused multiply-adds: the definition, to the bit.</summary>
    public static float[] MatMulFused(float[] a, float[] b, int m, int n, int k, bool transposeA, bool transposeB)
    {
        var c = new float[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0f;
                for (var l = 0; l < k; l++)
                    sum = MathF.FusedMultiplyAdd(
                        a[transposeA ? l * m + i : i * k + l], b[transposeB ? j * k + l : l * n + j], sum);
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    /// <summary>Softmax of one row in double precision.</summary>
    public static double[] Softmax(double[] row)
    {
        var max = row.Max();
        double[] exponentials = [.. row.Select(x => Math.Exp(x - max))];
        var sum = exponentials.Sum();
        return [.. exponentials.Select(x => x / sum)];
    }

    /// <summary>log(softmax) of one row in double precision.</summary>
    public static double[] LogSoftmax(double[] row)
    {
        var max = row.Max();
        var logSum = max + Math.Log(row.Sum(x => Math.Exp(x - max)));
        return [.. row.Select(x => x - logSum)];
    }
}
