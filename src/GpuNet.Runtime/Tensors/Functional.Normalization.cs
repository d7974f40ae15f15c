using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

// Normalization: of each feature over the batch, and of each row by its own statistics.
public static partial class Functional
{
    /// <summary>
    /// Batch normalization: gamma (x - mean) / sqrt(variance + epsilon) + beta for each feature. In training with the
    /// batch's mean and (biased) variance, moving the running ones (unbiased) towards them; otherwise with the running
    /// ones. As torch.nn.functional.batch_norm.
    /// </summary>
    /// <param name="x">[rows, features]; at least two rows in training.</param>
    /// <param name="gamma">The scale, [features].</param>
    /// <param name="beta">The shift, [features].</param>
    /// <param name="runningMean">[features]; changed in training. Without it the batch's statistics are used, always.</param>
    /// <param name="runningVariance">[features]; changed in training; there are both or none.</param>
    /// <param name="training">Which statistics to use.</param>
    /// <param name="momentum">How far the running statistics move, in [0, 1].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="batchesSeen">[features], counted up in training: if given, momentum is 1 / count, so that running
    /// statistics are means in which every batch weighs alike.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">There is one running statistic but not the other.</exception>
    public static Tensor BatchNorm(
        Tensor x, Tensor gamma, Tensor beta, Tensor? runningMean, Tensor? runningVariance,
        bool training, double momentum = 0.1, double epsilon = 1e-5, Tensor? batchesSeen = null) =>
        BatchNorm(x, gamma, beta, runningMean, runningVariance, training, default(Identity), momentum, epsilon, batchesSeen);

    /// <summary>
    /// An op of the kernels, such as <c>new Relu()</c>, of what batch normalization gives: to the same bits as
    /// the two by themselves, in as many passes over memory as without it.
    /// </summary>
    /// <inheritdoc cref="BatchNorm(Tensor, Tensor, Tensor, Tensor?, Tensor?, bool, double, double, Tensor?)"/>
    public static Tensor BatchNorm<TActivation>(
        Tensor x, Tensor gamma, Tensor beta, Tensor? runningMean, Tensor? runningVariance,
        bool training, TActivation activation, double momentum = 0.1, double epsilon = 1e-5, Tensor? batchesSeen = null)
        where TActivation : unmanaged, IUnaryOp<TActivation>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gamma);
        ArgumentNullException.ThrowIfNull(beta);
        return (runningMean, runningVariance) switch
        {
            (null, null) => Operations.BatchNorm<TActivation>.Train(x, gamma, beta, null, epsilon, activation),
            (null, _) or (_, null) => throw new ArgumentException(
                "BatchNorm: there are running mean and running variance, or neither.", nameof(runningVariance)),
            _ when training => Operations.BatchNorm<TActivation>.Train(
                x, gamma, beta, new(runningMean, runningVariance, batchesSeen, momentum), epsilon, activation),
            _ => Operations.BatchNorm<TActivation>.Evaluate(x, gamma, beta, runningMean, runningVariance, epsilon, activation),
        };
    }

    /// <summary>
    /// Layer normalization over the last dimensions: weight (x - mean) / sqrt(variance + epsilon) + bias, the variance
    /// being the biased one. As torch.nn.functional.layer_norm.
    /// </summary>
    /// <param name="x">[..., normalizedShape].</param>
    /// <param name="normalizedShape">The last dimensions of x, which are normalized together.</param>
    /// <param name="weight">The factors, of shape <paramref name="normalizedShape"/>; none if left out.</param>
    /// <param name="bias">The shifts, of the same shape; none if left out. Needs <paramref name="weight"/>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">There is a bias but no weight.</exception>
    public static Tensor LayerNorm(
        Tensor x, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        LayerNorm(x, normalizedShape, weight, bias, default(Identity), epsilon);

    /// <summary>
    /// An op of the kernels, such as <c>new Relu()</c>, of what layer normalization gives: to the same bits as
    /// the two by themselves, in as many passes over memory as without it.
    /// </summary>
    /// <inheritdoc cref="LayerNorm(Tensor, Shape, Tensor?, Tensor?, double)"/>
    public static Tensor LayerNorm<TActivation>(
        Tensor x, Shape normalizedShape, Tensor? weight, Tensor? bias, TActivation activation, double epsilon = 1e-5)
        where TActivation : unmanaged, IUnaryOp<TActivation>
    {
        const string Name = "LayerNorm";
        var shape = OverLastDimensions(Name, x, normalizedShape, weight, bias);
        return (weight, bias) switch
        {
            (null, null) => RowNorm<Centered, NoAffine, TActivation>.Forward(
                Name, x, null, null, shape, epsilon, new(default, activation)),
            (not null, null) => RowNorm<Centered, ScaleOnly, TActivation>.Forward(
                Name, x, weight, null, shape, epsilon, new(default, activation)),
            (not null, not null) => RowNorm<Centered, ElementAffine, TActivation>.Forward(
                Name, x, weight, bias, shape, epsilon, new(default, activation)),
            _ => throw BiasAlone(Name),
        };
    }

    /// <summary>
    /// Root mean square normalization over the last dimensions: weight x / sqrt(mean of x^2 + epsilon). As
    /// torch.nn.functional.rms_norm.
    /// </summary>
    /// <param name="x">[..., normalizedShape].</param>
    /// <param name="normalizedShape">The last dimensions of x, which are normalized together.</param>
    /// <param name="weight">The factors, of shape <paramref name="normalizedShape"/>; none if left out.</param>
    /// <param name="epsilon">Added to the mean square; the distance from 1 to the next number of x's type if left
    /// out.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor RmsNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, double? epsilon = null) =>
        RmsNorm(x, normalizedShape, weight, default(Identity), epsilon);

    /// <summary>
    /// An op of the kernels, such as <c>new Relu()</c>, of what root mean square normalization gives: to the same bits as
    /// the two by themselves, in as many passes over memory as without it.
    /// </summary>
    /// <inheritdoc cref="RmsNorm(Tensor, Shape, Tensor?, double?)"/>
    public static Tensor RmsNorm<TActivation>(
        Tensor x, Shape normalizedShape, Tensor? weight, TActivation activation, double? epsilon = null)
        where TActivation : unmanaged, IUnaryOp<TActivation>
    {
        const string Name = "RmsNorm";
        var shape = OverLastDimensions(Name, x, normalizedShape, weight, bias: null);
        var small = epsilon ?? (x.DType == DType.Float64 ? Math.BitIncrement(1.0) - 1 : MathF.BitIncrement(1f) - 1);
        return weight is null
            ? RowNorm<Uncentered, NoAffine, TActivation>.Forward(Name, x, null, null, shape, small, new(default, activation))
            : RowNorm<Uncentered, ScaleOnly, TActivation>.Forward(Name, x, weight, null, shape, small, new(default, activation));
    }

    /// <summary>
    /// Group normalization: the channels of each entry are cut into groups, and each group is normalized by its own mean
    /// and (biased) variance; then weight xhat + bias for each channel. As torch.nn.functional.group_norm.
    /// </summary>
    /// <param name="x">[batch, channels, ...].</param>
    /// <param name="groups">Into how many groups the channels are cut, evenly.</param>
    /// <param name="weight">The factors, [channels]; none if left out.</param>
    /// <param name="bias">The shifts, [channels]; there are both or none.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">There is a bias but no weight, or a weight but no bias.</exception>
    public static Tensor GroupNorm(
        Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        GroupNorm(x, groups, weight, bias, default(Identity), epsilon);

    /// <summary>
    /// An op of the kernels, such as <c>new Relu()</c>, of what group normalization gives: to the same bits as
    /// the two by themselves, in as many passes over memory as without it.
    /// </summary>
    /// <inheritdoc cref="GroupNorm(Tensor, int, Tensor?, Tensor?, double)"/>
    public static Tensor GroupNorm<TActivation>(
        Tensor x, int groups, Tensor? weight, Tensor? bias, TActivation activation, double epsilon = 1e-5)
        where TActivation : unmanaged, IUnaryOp<TActivation>
    {
        const string Name = "GroupNorm";
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        Check.Floating(Name, x);
        if (x.Rank < 2 || x.Shape[1] % groups != 0)
            throw new ShapeMismatchException(Name, $"x [batch, channels, ...], channels a multiple of {groups}", x.Shape.ToString());
        var (batch, channels) = (x.Shape[0], x.Shape[1]);
        CheckParameter(Name, x, nameof(weight), [channels], weight);
        CheckParameter(Name, x, nameof(bias), [channels], bias);
        var inner = x.Count / Math.Max(batch * channels, 1);
        var shape = RowNormShape.For(batch, groups, channels / groups * inner);
        if (weight is null)
            return bias is null
                ? RowNorm<Centered, NoAffine, TActivation>.Forward(Name, x, null, null, shape, epsilon, new(default, activation))
                : throw BiasAlone(Name);
        if (bias is null)
            throw new ArgumentException($"{Name}: a weight needs a bias; give it zeros.", nameof(bias));
        return inner == 1
            ? RowNorm<Centered, ElementAffine, TActivation>.Forward(
                Name, x, weight, bias, shape, epsilon, new(default, activation))
            : RowNorm<Centered, ChannelAffine, TActivation>.Forward(
                Name, x, weight, bias, shape, epsilon, new(new ChannelAffine(inner), activation));
    }

    private static RowNormShape OverLastDimensions(
        string name, Tensor x, Shape normalizedShape, Tensor? weight, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floating(name, x);
        var last = normalizedShape.Dimensions;
        if (last.IsEmpty || !x.Shape.Dimensions.EndsWith(last))
            throw new ShapeMismatchException(name, $"x [..., {normalizedShape.ToString().Trim('[', ']')}]", x.Shape.ToString());
        CheckParameter(name, x, nameof(weight), normalizedShape, weight);
        CheckParameter(name, x, nameof(bias), normalizedShape, bias);
        return RowNormShape.For(x.Count / Math.Max(normalizedShape.Count, 1), 1, normalizedShape.Count);
    }

    private static void CheckParameter(string name, Tensor x, string argument, Shape expected, Tensor? parameter)
    {
        if (parameter is null) return;
        Check.SameShape(name, argument, expected, parameter.Shape);
        Check.SameTypeAndDevice(name, x, parameter);
    }

    private static ArgumentException BiasAlone(string name) =>
        new($"{name}: a bias needs a weight; give it ones.", "weight");
}
