using GpuNet.Kernels;

namespace GpuNet;

// Losses that are compositions of tensor operations, element by element or row by row, before any reduction.
public static partial class Functional
{
    /// <summary>
    /// Class labels as weighted distributions: y[r, c] = weights[c] ((1 - smoothing) [c = labels[r]] + smoothing /
    /// classes), zero for ignored rows. With the defaults, one-hot rows. Not differentiated.
    /// </summary>
    /// <param name="labels">[rows] of <see cref="DType.Int32"/> in [0, classes); any other makes its row NaN,
    /// and an <see cref="InvalidIndexException"/> when the host next waits for the device.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="weights">A weight for each class, [classes]; 1 if null.</param>
    /// <param name="smoothing">The share of each row that goes to all classes alike, in [0, 1].</param>
    /// <param name="ignoredLabel">The label of rows that do not count; null for none.</param>
    /// <returns>[rows, classes].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in [0, 1].</exception>
    public static Tensor LabelDistribution(
        Tensor labels, int classes, DType dtype = DType.Float32, Tensor? weights = null, double smoothing = 0,
        int? ignoredLabel = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (!(smoothing is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "Label smoothing lies in [0, 1].");
        return Operations.LabelDistribution.Forward(
            IndexSite.LabelDistribution, labels, classes, dtype, weights, smoothing, ignoredLabel);
    }

    /// <summary>
    /// The cross-entropy of each row of log-probabilities with a distribution: -sum over c of q log p, where 0 log p is 0
    /// for any p. So logits of -inf mask classes.
    /// </summary>
    /// <param name="logProbabilities">[rows, classes].</param>
    /// <param name="distribution">[rows, classes], weighted or not.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor CrossEntropyOfLogProbabilities(Tensor logProbabilities, Tensor distribution)
    {
        SameShapes("CrossEntropyOfLogProbabilities", logProbabilities, distribution, nameof(distribution));
        var counts = distribution.NotEqualTo(Number(distribution, 0)) | (logProbabilities.Detach().Abs() < float.PositiveInfinity);
        var finite = Where(counts, logProbabilities, Number(logProbabilities, 0));
        return -(finite * distribution).Sum(axis: 1);
    }

    /// <summary>
    /// Binary cross-entropy of logits, in which a target of 1 counts <paramref name="positiveWeight"/> times:
    /// (1 - t) softplus(x) + w t softplus(-x). Source: torch.nn.BCEWithLogitsLoss.
    /// </summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="targets">The same shape, in [0, 1].</param>
    /// <param name="positiveWeight">A weight that broadcasts to the logits: one for each column, say.</param>
    /// <returns>The shape of the logits.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor WeightedBinaryCrossEntropyWithLogits(Tensor logits, Tensor targets, Tensor positiveWeight)
    {
        ArgumentNullException.ThrowIfNull(positiveWeight);
        SameShapes("WeightedBinaryCrossEntropyWithLogits", logits, targets, nameof(targets));
        var softplus = new Softplus(Beta: 1, Threshold: float.PositiveInfinity);
        return (1 - targets) * logits.Map(softplus) + positiveWeight * targets * (-logits).Map(softplus);
    }

    /// <summary>
    /// The negative log-likelihood under a normal distribution: (log v + (x - t)^2 / v) / 2 with v = max(variance,
    /// epsilon), plus log(2 pi) / 2 if <paramref name="full"/>. Where epsilon takes its place, a
    /// variance gets the gradient of epsilon, so that it can grow. Source: torch.nn.GaussianNLLLoss.
    /// </summary>
    /// <param name="mean">The predicted mean x, any shape.</param>
    /// <param name="target">The target t, the same shape.</param>
    /// <param name="variance">The predicted variance; broadcasts to the mean.</param>
    /// <param name="full">Whether to add the constant.</param>
    /// <param name="epsilon">The least variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor GaussianError(
        Tensor mean, Tensor target, Tensor variance, bool full = false, double epsilon = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(variance);
        SameShapes("GaussianError", mean, target, nameof(target));
        var least = Number(variance, epsilon);
        var v = Where(variance < least, variance - variance.Detach() + least, variance);
        var loss = (v.Log() + (mean - target).Square() / v) * 0.5f;
        return full ? loss + Tensor.Scalar(Math.Log(2 * Math.PI) / 2, loss.DType, loss.Device) : loss;
    }

    /// <summary>
    /// max(0, margin - label (first - second)): the first should rank above the second where the label is 1, below it
    /// where it is -1. Source: torch.nn.MarginRankingLoss.
    /// </summary>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor MarginRankingError(Tensor first, Tensor second, Tensor labels, float margin = 0)
    {
        ArgumentNullException.ThrowIfNull(labels);
        SameShapes("MarginRankingError", first, second, nameof(second));
        SameShapes("MarginRankingError", first, labels, nameof(labels));
        return (first - second).Combine(labels, new HingeError(margin));
    }

    /// <summary>
    /// The cosine of the angle between the rows of two tensors, x.y / sqrt((x.x + e) (y.y + e)) with e = 1e-12, as
    /// torch's cosine embedding loss has it.
    /// </summary>
    /// <param name="first">[rows, columns].</param>
    /// <param name="second">[rows, columns].</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ, or are no matrices.</exception>
    public static Tensor CosineSimilarity(Tensor first, Tensor second)
    {
        SameShapes("CosineSimilarity", first, second, nameof(second));
        Check.Rank("CosineSimilarity", first, 2, "[rows, columns]");
        var tiny = Tensor.Scalar(1e-12, first.DType, first.Device);
        var squares = (first.Square().Sum(axis: 1) + tiny) * (second.Square().Sum(axis: 1) + tiny);
        return (first * second).Sum(axis: 1) / squares.Sqrt();
    }

    /// <summary>
    /// 1 - cos for rows with label 1, max(0, cos - margin) for rows with label -1. Source: torch.nn.CosineEmbeddingLoss.
    /// </summary>
    /// <param name="first">[rows, columns].</param>
    /// <param name="second">[rows, columns].</param>
    /// <param name="labels">[rows], of the same type.</param>
    /// <param name="margin">The largest cosine that costs rows that are not alike nothing, in [-1, 1].</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor CosineEmbeddingError(Tensor first, Tensor second, Tensor labels, float margin = 0)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var cosine = CosineSimilarity(first, second);
        Check.SameShape("CosineEmbeddingError", nameof(labels), cosine.Shape, labels.Shape);
        return cosine.Combine(labels, new CosineEmbeddingError(margin));
    }

    /// <summary>
    /// max(0, |a - p| - |a - n| + margin) with the distance of rows; epsilon is added to each difference, as torch does, so
    /// that equal rows have a gradient. Source: torch.nn.TripletMarginLoss.
    /// </summary>
    /// <param name="anchor">[rows, columns].</param>
    /// <param name="positive">Rows that are like the anchor's.</param>
    /// <param name="negative">Rows that are not.</param>
    /// <param name="margin">How much farther the negative should be.</param>
    /// <param name="swap">Whether the distance of positive and negative counts where it is the smaller one
    /// (Balntas et al. 2016).</param>
    /// <param name="p">The degree of the norm that is the distance; 2 is Euclid's.</param>
    /// <param name="epsilon">What is added to differences.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ, or are no matrices.</exception>
    public static Tensor TripletMarginError(
        Tensor anchor, Tensor positive, Tensor negative, float margin = 1, bool swap = false, double p = 2,
        double epsilon = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        Check.Rank("TripletMarginError", anchor, 2, "[rows, columns]");
        return TripletMarginError(anchor, positive, negative, Distance, margin, swap);

        Tensor Distance(Tensor x, Tensor y)
        {
            var difference = x - y + Number(x, epsilon);
            return p == 2 ? difference.Square().Sum(axis: 1).Sqrt() : difference.Norm(p, axis: 1);
        }
    }

    /// <summary>
    /// max(0, d(a, p) - d(a, n) + margin) with a distance of one's own. Source: torch.nn.TripletMarginWithDistanceLoss.
    /// </summary>
    /// <param name="anchor">[rows, ..].</param>
    /// <param name="positive">Rows that are like the anchor's.</param>
    /// <param name="negative">Rows that are not.</param>
    /// <param name="distance">The distance of the rows of two tensors, [rows].</param>
    /// <param name="margin">How much farther the negative should be.</param>
    /// <param name="swap">Whether the distance of positive and negative counts where it is the smaller one.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor TripletMarginError(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor> distance, float margin = 1,
        bool swap = false)
    {
        ArgumentNullException.ThrowIfNull(distance);
        SameShapes("TripletMarginError", anchor, positive, nameof(positive));
        SameShapes("TripletMarginError", anchor, negative, nameof(negative));
        var far = distance(anchor, negative);
        if (swap) far = far.Combine<Minimum>(distance(positive, negative), default);
        return (distance(anchor, positive) - far + margin).Relu();
    }

    /// <summary>
    /// The mean over classes c other than the label l of weights[l] max(0, margin - x[l] + x[c]), squared if
    /// <paramref name="squared"/>. Source: torch.nn.MultiMarginLoss with p = 1 or 2.
    /// </summary>
    /// <param name="scores">[rows, classes].</param>
    /// <param name="labels">[rows] of <see cref="DType.Int32"/>.</param>
    /// <param name="margin">How far the label's score should lie above the others.</param>
    /// <param name="squared">Whether each class counts squared.</param>
    /// <param name="weights">A weight for each class, [classes]; 1 if null.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor MultiMarginError(
        Tensor scores, Tensor labels, float margin = 1, bool squared = false, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        Check.Rank("MultiMarginError", scores, 2, "scores [rows, classes]");
        Check.SameShape("MultiMarginError", nameof(labels), [scores.Shape[0]], labels.Shape);
        var classes = scores.Shape[1];
        var oneHot = LabelDistribution(labels, classes, scores.DType);
        // Chosen, not multiplied by 0 and 1, so that scores may be infinite.
        var labelled = scores.Gather(1, labels.Reshape(-1, 1));
        var gaps = Where(oneHot.EqualTo(Number(scores, 1)), Number(scores, 0), scores - labelled + margin).Relu();
        var errors = (squared ? gaps.Square() : gaps).Sum(axis: 1) / classes;
        return weights is null
            ? errors
            : errors * LabelDistribution(labels, classes, scores.DType, weights).Sum(axis: 1);
    }

    /// <summary>
    /// The mean over classes of max(0, 1 - (x[j] - x[i])), summed over pairs of a class j that is among the row's labels
    /// and a class i that is not. Source: torch.nn.MultiLabelMarginLoss. Memory: [rows, classes, classes].
    /// </summary>
    /// <param name="scores">[rows, classes].</param>
    /// <param name="labels">1 for the row's labels, else 0: [rows, classes], of the same type.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ, or are no matrices.</exception>
    public static Tensor MultiLabelMarginError(Tensor scores, Tensor labels)
    {
        SameShapes("MultiLabelMarginError", scores, labels, nameof(labels));
        Check.Rank("MultiLabelMarginError", scores, 2, "[rows, classes]");
        var (rows, classes) = (scores.Shape[0], scores.Shape[1]);
        var gaps = (scores.Reshape(rows, 1, classes) - scores.Reshape(rows, classes, 1) + 1).Relu();
        var pairs = labels.Reshape(rows, classes, 1) * (1 - labels).Reshape(rows, 1, classes);
        return Where(pairs, gaps * pairs, Number(scores, 0)).Reshape(rows, classes * classes).Sum(axis: 1) / classes;
    }

    private static Tensor Number(Tensor like, double value) => Tensor.Scalar(value, like.DType, like.Device);

    private static void SameShapes(string operation, Tensor first, Tensor second, string argument)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Check.SameShape(operation, argument, first.Shape, second.Shape);
    }
}
