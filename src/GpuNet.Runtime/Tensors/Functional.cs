using GpuNet.Kernels;

namespace GpuNet;

/// <summary>Operations on several tensors: layers, losses and penalties as functions.</summary>
public static partial class Functional
{
    /// <summary>x W^T + b.</summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in], as torch has it.</param>
    /// <param name="bias">[out].</param>
    /// <returns>[..., out].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        return Operations.Linear.Forward(x, weight, bias);
    }

    /// <summary>
    /// activation(x W^T + b), to the same bits as the two by themselves; in one launch, unless a gradient is recorded
    /// that reads the activation's input.
    /// </summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in], as torch has it.</param>
    /// <param name="bias">[out].</param>
    /// <param name="activation">An op of the kernels: <c>Functional.Linear(x, w, b, new Relu())</c>.</param>
    /// <param name="feedsProducts">Whether linear layers and matrix products alone will read the result. In bfloat16, tensor cores
    /// then store a ReLU's as products read it, in 16 bits; whoever else reads it has those numbers.</param>
    /// <returns>[..., out].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor Linear<TActivation>(
        Tensor x, Tensor weight, Tensor bias, TActivation activation, bool feedsProducts = false)
        where TActivation : unmanaged, IUnaryOp<TActivation>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        return Operations.Linear.Forward(x, weight, bias, activation, feedsProducts);
    }

    /// <summary>
    /// Dropout of activation(x W^T + b), to the same bits as the three by themselves; in one launch and one that draws, unless a
    /// gradient is recorded that reads more of the activation than the sign of its output, or rows and columns are very few.
    /// </summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in], as torch has it.</param>
    /// <param name="bias">[out].</param>
    /// <param name="activation">An op of the kernels; <c>new Identity()</c> for none.</param>
    /// <param name="probability">The probability to drop an element, in [0, 1].</param>
    /// <param name="generator">Where the mask comes from; goes on by one mask.</param>
    /// <param name="feedsProducts">Whether linear layers and matrix products alone will read the result. In bfloat16, tensor cores
    /// then store a ReLU's as products read it, in 16 bits; whoever else reads it has those numbers.</param>
    /// <returns>[..., out].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor Linear<TActivation>(
        Tensor x, Tensor weight, Tensor bias, TActivation activation, double probability, Generator generator, bool feedsProducts = false)
        where TActivation : unmanaged, IUnaryOp<TActivation>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        ArgumentNullException.ThrowIfNull(generator);
        return Operations.Linear.Forward(x, weight, bias, activation, probability, generator, feedsProducts);
    }

    /// <summary>added + x W^T + b, to the bits of <c>added + Linear(x, weight, bias)</c>, in one launch.</summary>
    /// <param name="x">[rows, in].</param>
    /// <param name="weight">[out, in], as torch has it.</param>
    /// <param name="bias">[out].</param>
    /// <param name="added">[rows, out].</param>
    /// <returns>[rows, out].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor LinearAdding(Tensor x, Tensor weight, Tensor bias, Tensor added)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        ArgumentNullException.ThrowIfNull(added);
        return Operations.Linear.ForwardAdding(x, weight, bias, added);
    }

    /// <summary>
    /// A loss of the kernels on each pair of elements, averaged: <c>Functional.MeanLoss(y, t, new SquaredError())</c>.
    /// </summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target, of the same shape.</param>
    /// <param name="loss">The loss of one pair.</param>
    /// <returns>A single value.</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ: a loss does not broadcast, as that would hide a
    /// mistake.</exception>
    public static Tensor MeanLoss<TLoss>(Tensor prediction, Tensor target, TLoss loss)
        where TLoss : unmanaged, IBinaryOp<TLoss> =>
        PairwiseLoss(prediction, target, loss).Mean();

    /// <summary>A loss of the kernels on each pair of elements: of the shape that both have.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">The target, of the same shape.</param>
    /// <param name="loss">The loss of one pair.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor PairwiseLoss<TLoss>(Tensor prediction, Tensor target, TLoss loss)
        where TLoss : unmanaged, IBinaryOp<TLoss>
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        Check.SameShape(TLoss.Info.Name, nameof(target), prediction.Shape, target.Shape);
        return prediction.Combine(target, loss);
    }

    /// <summary>The mean of (prediction - target)^2.</summary>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor prediction, Tensor target) =>
        MeanLoss<SquaredError>(prediction, target, default);

    /// <summary>The mean binary cross-entropy of logits and targets in [0, 1].</summary>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor targets) =>
        MeanLoss<BinaryCrossEntropyWithLogits>(logits, targets, default);

    /// <summary>The mean softmax cross-entropy.</summary>
    /// <param name="logits">[rows, classes].</param>
    /// <param name="labels">[rows] of <see cref="DType.Int32"/>, each in [0, classes); any other makes the loss
    /// NaN, and an <see cref="InvalidIndexException"/> when the host next waits for the device.</param>
    /// <returns>A single value.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        return Operations.CrossEntropy.Forward(logits, labels);
    }

    /// <summary>The sum of a regularizer of the kernels over all elements, in one pass.</summary>
    /// <returns>A single value, to add to the loss.</returns>
    public static Tensor Penalty<TPenalty>(Tensor weights, TPenalty penalty)
        where TPenalty : unmanaged, IUnaryOp<TPenalty>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Operations.Penalty<TPenalty>.Forward(weights, penalty);
    }

    /// <summary>strength * sum of |w|.</summary>
    public static Tensor L1Penalty(Tensor weights, float strength) => Penalty(weights, new L1Penalty(strength));

    /// <summary>strength / 2 * sum of w^2, whose gradient is weight decay.</summary>
    public static Tensor L2Penalty(Tensor weights, float strength) => Penalty(weights, new L2Penalty(strength));

    /// <summary>Zeroes elements with the given probability and scales the others by 1 / (1 - probability).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">The probability to drop an element, in [0, 1].</param>
    /// <param name="generator">Where the mask comes from; goes on by one mask.</param>
    public static Tensor Dropout(Tensor x, double probability, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(generator);
        return Operations.Dropout.Forward(x, probability, generator);
    }
}
