using GpuNet.Operations;

namespace GpuNet;

/// <content>
/// Products with matrices of derivatives, which are never built, and the matrices themselves for small functions. The
/// function is computed here, with the tensor's values; results are off the tape, in the current scope.
/// </content>
public static partial class Gradient
{
    private const string NotScalar = "a function whose result is a single value";

    /// <summary>v^T J: the gradient of a function's result, weighted by v.</summary>
    /// <param name="function">Of x, made of recorded operations.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">Of the result's shape.</param>
    /// <returns>A tensor of x's shape.</returns>
    /// <exception cref="ShapeMismatchException">v has another shape than the result.</exception>
    public static Tensor VectorJacobian(Func<Tensor, Tensor> function, Tensor x, Tensor v) =>
        At(x, function, (leaf, y) =>
        {
            Check.SameShape("Gradient.VectorJacobian", y.Shape, v.Shape);
            return ByInput(y, leaf, v);
        });

    /// <summary>J v: how a function's result changes in the direction v of its argument.</summary>
    /// <remarks>The gradient of v^T J by v, which is linear in it: two passes backwards (Townsend 2017).</remarks>
    /// <param name="function">Of x, made of recorded operations.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">Of x's shape.</param>
    /// <returns>A tensor of the result's shape.</returns>
    /// <exception cref="ShapeMismatchException">v has another shape than x.</exception>
    public static Tensor JacobianVector(Func<Tensor, Tensor> function, Tensor x, Tensor v)
    {
        Check.SameShape("Gradient.JacobianVector", x.Shape, v.Shape);
        return At(x, function, (leaf, y) =>
        {
            var weights = Leaf(Tensor.ZerosLike(y));
            return ByInput(ByInput(y, leaf, weights, createGraph: true), weights, v);
        });
    }

    /// <summary>H v: how a function's gradient changes in the direction v of its argument.</summary>
    /// <param name="function">Of x, with a single value, made of recorded operations.</param>
    /// <param name="x">Where.</param>
    /// <param name="v">Of x's shape.</param>
    /// <returns>A tensor of x's shape.</returns>
    /// <exception cref="ShapeMismatchException">v has another shape than x, or the result is not a single value.
    /// </exception>
    public static Tensor HessianVector(Func<Tensor, Tensor> function, Tensor x, Tensor v)
    {
        Check.SameShape("Gradient.HessianVector", x.Shape, v.Shape);
        return At(x, function, (leaf, y) =>
            ByInput(ByInput(Single("Gradient.HessianVector", y), leaf, null, createGraph: true), leaf, v));
    }

    /// <summary>H v for a function of several tensors: parameters of a model, say, and its loss.</summary>
    /// <param name="loss">A single value, made of recorded operations on the parameters.</param>
    /// <param name="parameters">Tensors that require gradients.</param>
    /// <param name="v">A tensor for each of them, of its shape.</param>
    /// <returns>A tensor for each of them, of its shape.</returns>
    /// <exception cref="ArgumentException">There are not as many directions as parameters.</exception>
    public static Tensor[] HessianVector(
        Tensor loss, IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> v)
    {
        ArgumentNullException.ThrowIfNull(v);
        var slopes = Of(Single("Gradient.HessianVector", loss), parameters, createGraph: true);
        if (v.Count != slopes.Length)
            throw new ArgumentException(
                $"Gradient.HessianVector: {slopes.Length} parameters need as many directions, not {v.Count}.", nameof(v));
        // A constant slope has nothing behind it.
        var bent = Enumerable.Range(0, slopes.Length).Where(i => slopes[i].RequiresGrad).ToArray();
        return bent.Length == 0
            ? [.. parameters.Select(Tensor.ZerosLike)]
            : Of([.. bent.Select(i => slopes[i])], parameters, [.. bent.Select(i => v[i])]);
    }

    /// <summary>
    /// The matrix of derivatives of each element of a function's result by each element of its argument: as many passes
    /// backwards as the result has elements.
    /// </summary>
    /// <param name="function">Of x, made of recorded operations.</param>
    /// <param name="x">Where.</param>
    /// <returns>A tensor of the result's extents, then x's: at most six together.</returns>
    public static Tensor Jacobian(Func<Tensor, Tensor> function, Tensor x) => At(x, function, Rows);

    /// <summary>
    /// The matrix of second derivatives of a function of a single value: as many passes backwards as x has elements, and
    /// one.
    /// </summary>
    /// <param name="function">Of x, with a single value, made of recorded operations.</param>
    /// <param name="x">Where.</param>
    /// <returns>A tensor of x's extents, twice: at most six together.</returns>
    /// <exception cref="ShapeMismatchException">The result is not a single value.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> function, Tensor x) =>
        At(x, function, (leaf, y) => Rows(leaf, ByInput(Single("Gradient.Hessian", y), leaf, null, createGraph: true)));

    private static Tensor Rows(Tensor leaf, Tensor y)
    {
        var rows = Tensor.Zeros([.. y.Shape.ToArray(), .. leaf.Shape.ToArray()], y.DType, y.Device);
        if (!y.RequiresGrad || rows.Count == 0) return rows;
        for (var i = 0; i < y.Count; i++)
        {
            using var scope = Tape.Scope();
            var one = Tensor.ZerosLike(y);
            Copying.CopyInto(UnitGradient.Of(y), one, i);
            Copying.CopyInto(Of(y, leaf, one), rows, i * leaf.Count);
        }
        return rows;
    }

    /// <summary>What a computation with a leaf in x's place gives, while all else it makes goes.</summary>
    private static Tensor At(Tensor x, Func<Tensor, Tensor> function, Func<Tensor, Tensor, Tensor> use)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(function);
        Tensor result;
        using (Tape.Scope())
        using (Tape.Record())
        {
            var leaf = Leaf(x.Detach());
            result = use(leaf, function(leaf)).Alias();
        }
        using (result) return result.Detach();
    }

    private static Tensor ByInput(Tensor y, Tensor input, Tensor? seed, bool createGraph = false) =>
        y.RequiresGrad ? Of(y, input, seed, createGraph) : Tensor.ZerosLike(input);

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    private static Tensor Single(string caller, Tensor y) =>
        y.Count == 1 ? y : throw new ShapeMismatchException(caller, NotScalar, y.Shape.ToString());
}
