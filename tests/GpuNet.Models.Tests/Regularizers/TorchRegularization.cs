using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Regularizers;

/// <summary>Stored matrices, with penalties, constraints and clipping of them (make_regularization.py): four sets of two shapes.</summary>
internal static class TorchRegularization
{
    private static readonly Lazy<NumberArchive> Archive =
        new(() => new NumberArchive(Path.Combine(AppContext.BaseDirectory, "Regularizers", "Fixtures", "regularization.zip")));

    public static readonly string[] Sets = ["ordinary", "tiny", "large", "infinite"];

    public static readonly string[] Shapes = ["wide", "tall"];

    public static NumberArchive Stored => Archive.Value;

    public static Tensor Matrix(string set, string shape, DType dtype, Device device)
    {
        var matrix = Stored.Tensor($"{set}.{shape}", shape == "wide" ? [9, 11] : [11, 9], dtype, device);
        matrix.RequiresGrad = true;
        return matrix;
    }

    /// <summary>Equal to what is stored, or as near as rounding the largest number allows.</summary>
    public static void AssertNear(string key, double[] actual, double precision = 1e-13)
    {
        var expected = Stored[key];
        Assert.Equal(expected.Length, actual.Length);
        var bound = precision * expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i].Equals(actual[i]) || (double.IsFinite(expected[i]) && Math.Abs(actual[i] - expected[i]) <= bound),
                $"{key}[{i}]: expected {expected[i]:R}, got {actual[i]:R}, allowed {bound:G2}");
        }
    }
}
