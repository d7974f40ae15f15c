namespace GpuNet.Models;

/// <summary>
/// y = x Wᵀ + b: [..., inputs] to [..., outputs]. Parameters: <c>weight</c> [outputs, inputs], <c>bias</c> [outputs].
/// </summary>
[CatalogueEntry("linear", "y = x W^T + b", "torch.nn.Linear")]
public sealed class Linear : Module, ITakesActivation
{
    /// <summary>Creates a layer.</summary>
    /// <param name="inputs">The number of features of a row.</param>
    /// <param name="outputs">The number of values put out for a row.</param>
    /// <param name="generator">Draws the initial values.</param>
    /// <param name="hasBias">Whether b is there.</param>
    /// <param name="weightInitializer">The distribution of W; torch's default if left out. With one given, b starts at 0.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Their type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Linear(
        int inputs,
        int outputs,
        Generator generator,
        bool hasBias = true,
        Initializer? weightInitializer = null,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(Linear), 1, inputs, nameof(inputs));
        Require.AtLeast(nameof(Linear), 1, outputs, nameof(outputs));
        ArgumentNullException.ThrowIfNull(generator);
        device ??= Device.Default;
        var initializer = weightInitializer ?? Initializer.TorchLinear;
        Weight = AddParameter("weight", initializer.Create([outputs, inputs], inputs, outputs, generator, device).To(dtype));
        if (hasBias)
        {
            Bias = AddParameter("bias", weightInitializer is null
                ? Initializer.TorchLinear.Create([outputs], inputs, outputs, generator, device).To(dtype)
                : Tensor.Zeros([outputs], dtype, device));
        }
    }

    /// <summary>W [outputs, inputs].</summary>
    public Tensor Weight { get; }

    /// <summary>b [outputs], or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 2L * Weight.Count * (output.Count / Weight.Shape[0]) + (Bias is null ? 0 : output.Count);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Bias is null ? input.MatMul(Weight, transposeOther: true) : Functional.Linear(input, Weight, Bias);
    }

    internal override bool ReadsByProductsAlone => !HasHooks;

    Tensor ITakesActivation.Forward<TOp>(Tensor input, TOp activation, bool feedsProducts) =>
        Bias is null ? Forward(input).Map(activation) : Functional.Linear(input, Weight, Bias, activation, feedsProducts);

    internal override Tensor ForwardAdding(Tensor input, Tensor shortcut) =>
        !HasHooks && input.Rank == 2 && Bias is { } bias && shortcut.Shape == [input.Shape[0], bias.Count]
            ? Functional.LinearAdding(input, Weight, bias, shortcut)
            : base.ForwardAdding(input, shortcut);
}
