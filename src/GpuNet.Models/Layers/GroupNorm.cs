namespace GpuNet.Models;

/// <summary>
/// Cuts the channels of each entry [channels, ...] into groups and normalizes each group by its own mean and (biased)
/// variance: (x - mean) / √(variance + ε) · weight + bias; the same in training and in use.
/// Parameters: <c>weight</c>, <c>bias</c> [channels].
/// </summary>
/// <remarks>Y. Wu, K. He, "Group normalization" (2018); conventions of torch.nn.GroupNorm.</remarks>
[CatalogueEntry("group_norm", "y = (x - mean) / sqrt(variance + eps) w + b, per row and group of channels", "Wu and He 2018; torch.nn.GroupNorm")]
public sealed class GroupNorm : Module, ITakesActivation
{
    private readonly int _groups;
    private readonly double _epsilon;

    /// <summary>Creates the layer.</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="channels">The size of the input's second dimension; a multiple of the groups.</param>
    /// <param name="epsilon">ε, 0 or more: keeps the division finite.</param>
    /// <param name="affine">Whether there are parameters.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Their type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or ε is negative.</exception>
    /// <exception cref="ArgumentException">The channels are no multiple of the groups.</exception>
    public GroupNorm(
        int groups,
        int channels,
        double epsilon = 1e-5,
        bool affine = true,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        _groups = Require.AtLeast(nameof(GroupNorm), 1, groups, nameof(groups));
        Require.AtLeast(nameof(GroupNorm), 1, channels, nameof(channels));
        if (channels % groups != 0)
            throw new ArgumentException($"{nameof(GroupNorm)}: {channels} channels cannot be cut into {groups} groups of one size.", nameof(channels));
        _epsilon = Require.NotNegative(nameof(GroupNorm), epsilon, nameof(epsilon));
        if (!affine)
            return;
        Weight = AddParameter("weight", Tensor.Ones([channels], dtype, device));
        Bias = AddParameter("bias", Tensor.Zeros([channels], dtype, device));
    }

    /// <summary>The scale [channels], or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The shift [channels], or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => (Weight is null ? 6L : 8L) * output.Count;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The input is not [rows, channels, ...].</exception>
    protected override Tensor Compute(Tensor input) => Functional.GroupNorm(input, _groups, Weight, Bias, _epsilon);

    Tensor ITakesActivation.Forward<TOp>(Tensor input, TOp activation, bool feedsProducts) =>
        Functional.GroupNorm(input, _groups, Weight, Bias, activation, _epsilon);
}
