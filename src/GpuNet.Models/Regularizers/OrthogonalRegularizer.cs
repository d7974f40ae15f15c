namespace GpuNet.Models;

/// <summary>λ ‖W Wᵀ - I‖² (or Wᵀ W, if W has more rows than columns): keeps a layer's directions apart and their lengths 1.</summary>
/// <remarks>
/// N. Bansal, X. Chen, Z. Wang, "Can we gain more from orthogonality regularizations in training deep CNNs?" (2018), soft
/// orthogonality. Computed as ‖W Wᵀ‖² - 2 ‖W‖² + n.
/// </remarks>
/// <param name="strength">The factor λ, 0 or more.</param>
[CatalogueEntry("orthogonal", "strength |W W' - I|^2 or |W' W - I|^2, the smaller matrix", "Bansal et al. 2018")]
public sealed class OrthogonalRegularizer(double strength) : Regularizer(strength)
{
    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor weight)
    {
        var matrix = AsMatrix(weight);
        bool isTall = matrix.Shape[0] > matrix.Shape[1];
        var products = matrix.MatMul(matrix, transposeThis: isTall, transposeOther: !isTall);
        return (products.Square().Sum() - matrix.Square().Sum() * 2 + products.Shape[0]) * Strength;
    }
}
