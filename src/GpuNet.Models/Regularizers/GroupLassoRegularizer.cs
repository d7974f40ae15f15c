using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>
/// λ √n Σ ‖w of a group‖, n being the size of a group: drives whole groups to exactly 0, and so switches off units or inputs. The
/// gradient at a group of zeros is 0.
/// </summary>
/// <remarks>M. Yuan, Y. Lin, "Model selection and estimation in regression with grouped variables" (2006).</remarks>
/// <param name="strength">The factor λ, 0 or more.</param>
/// <param name="byInput">Whether a group is a column, what flows out of an input; otherwise a row, what flows into a unit.</param>
[CatalogueEntry("group_lasso", "strength sqrt(n) sum |w_g|, n weights in each group g, a row or a column", "Yuan and Lin 2006")]
public sealed class GroupLassoRegularizer(double strength, bool byInput = false) : Regularizer(strength)
{
    /// <inheritdoc/>
    protected override Tensor Penalty(Tensor weight)
    {
        var matrix = AsMatrix(weight);
        int axis = byInput ? 0 : 1;
        float factor = (float)(Strength * Math.Sqrt(matrix.Shape[axis]));
        return Functional.Penalty(matrix.Square().Sum(axis), new RootPenalty(factor));
    }
}
