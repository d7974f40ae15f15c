using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>Products of matrices of one shape that go into one launch.</summary>
/// <param name="Matrices">Where their matrices lie.</param>
/// <param name="Products">How many there are.</param>
internal readonly record struct ProductBatch(MatMulBatch Matrices, int Products)
{
    /// <summary>What grids may have along y at most on every GPU.</summary>
    private const int MostOfLaunch = 65535;

    /// <summary>The same in as many launches as they need.</summary>
    internal IEnumerable<ProductBatch> Launches
    {
        get
        {
            for (var first = 0; first < Products; first += MostOfLaunch)
            {
                var part = Matrices;
                part.First += first;
                yield return new(part, Math.Min(MostOfLaunch, Products - first));
            }
        }
    }
}
