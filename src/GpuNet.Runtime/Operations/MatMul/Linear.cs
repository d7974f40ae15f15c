using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// y = f(x W^T + b) for x [..., in], W [out, in], b [out]: the product adds the bias, and applies the activation f and
/// dropout, or adds another tensor, as it stores its sums. What comes before the last dimension of x is rows.
/// </summary>
internal static class Linear
{
    private const string Name = "Linear";

    internal static Tensor Forward(Tensor x, Tensor weight, Tensor bias)
    {
        if (x.Rank != 2) return InShapeOf(x, Forward(Rows(x, weight), weight, bias));
        if (x.DType.IsNarrow())
        {
            CheckTypes(x, weight, bias);
            return Forward(x.To(DType.Float32), weight.To(DType.Float32), bias.To(DType.Float32)).To(x.DType);
        }
        var y = Launch<AddBias>(x, weight, new(bias), default);
        return Tape.Records(x, weight, bias) ? y.RecordedAs(new Node(x, weight, bias)) : y;
    }

    /// <summary>
    /// In one launch, unless the activation's derivative reads what would not be stored then: its input.
    /// </summary>
    internal static Tensor Forward<TOp>(Tensor x, Tensor weight, Tensor bias, TOp activation, bool feedsProducts)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        if (x.Rank != 2) return InShapeOf(x, Forward(Rows(x, weight), weight, bias, activation, feedsProducts: false));
        if (x.DType.IsNarrow())
        {
            CheckTypes(x, weight, bias);
            var (wide, wideWeight, wideBias) = (x.To(DType.Float32), weight.To(DType.Float32), bias.To(DType.Float32));
            return Forward(wide, wideWeight, wideBias, activation, feedsProducts: false).To(x.DType);
        }
        var records = Tape.Records(x, weight, bias);
        if (records && TOp.Info.Needs.HasFlag(BackwardNeeds.Input))
            return Unary<TOp>.Forward(Forward(x, weight, bias), activation);
        var y = LaunchForLayer<TOp, Then<AddBias, TOp>>(x, weight, new(bias), new(default, activation), feedsProducts);
        return records ? y.RecordedAs(new Node<TOp>(x, weight, bias, y, activation)) : y;
    }

    /// <summary>
    /// The same and dropout, in one launch but for the one that draws. When a gradient is recorded, that takes an activation
    /// whose derivative can be told from what dropout leaves: where an element was dropped it counts no more, elsewhere the
    /// output is there, scaled. The others go to dropout's launch.
    /// </summary>
    internal static Tensor Forward<TOp>(
        Tensor x, Tensor weight, Tensor bias, TOp activation, double probability, Generator generator, bool feedsProducts)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        if (x.Rank != 2)
            return InShapeOf(x, Forward(Rows(x, weight), weight, bias, activation, probability, generator, feedsProducts: false));
        var records = Tape.Records(x, weight, bias);
        var shape = ResultShape(x, weight, bias);
        var isFused = !x.DType.IsNarrow() && DropoutMask.HasRows(shape)
            && (!records || TOp.Info.Needs == BackwardNeeds.None || TOp.Info.ReadsOutputSign);
        if (!isFused) return Dropout.Forward(Forward(x, weight, bias).Map(activation), probability, generator);
        var mask = DropoutMask.Next(shape, x.Device, probability, generator);
        var y = LaunchForLayer<TOp, ThenDropout<Then<AddBias, TOp>>>(
            x, weight, new(bias, Stream: mask.Stream), new(new(default, activation), mask.Rate), feedsProducts);
        return records ? y.RecordedAs(new DroppedNode<TOp>(x, weight, bias, y, activation, mask)) : y;
    }

    /// <summary>z + x W^T + b, for a z of the result's shape.</summary>
    internal static Tensor ForwardAdding(Tensor x, Tensor weight, Tensor bias, Tensor added)
    {
        if (x.DType.IsNarrow()) return added + Forward(x, weight, bias);
        Check.SameTypeAndDevice(Name, x, added);
        var y = Launch<ThenAdd<AddBias>>(x, weight, new(bias, added), default);
        return Tape.Records(x, weight, bias) || Tape.Records(added)
            ? y.RecordedAs(new AddingNode(x, weight, bias, added))
            : y;
    }

    private static Tensor Launch<TEpilogue>(Tensor x, Tensor weight, EpilogueTensors operands, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        var y = Tensor.Uninitialized(Checked(x, weight, operands), x.DType, x.Device);
        MatMulLaunch.Run(Name, x, weight, operands, y, Product(x, y), epilogue);
        return y;
    }

    // A layer feeds another one, as far as one can tell, where it has an activation.
    private static Tensor LaunchForLayer<TOp, TEpilogue>(
        Tensor x, Tensor weight, EpilogueTensors operands, TEpilogue epilogue, bool feedsProducts)
        where TOp : unmanaged, IUnaryOp<TOp>
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        var shape = Checked(x, weight, operands);
        using var rounded = RoundedResult.For(shape, x.DType, x.Device);
        if (rounded is not null && feedsProducts && RoundedResult.Suffices<TOp>())
        {
            RoundedMatMul.Run(Name, x, weight, operands, rounded, Product(x, rounded), Autocast.Current, epilogue);
            return Tensor.OfProductsFormat(rounded);
        }
        var y = Tensor.Uninitialized(shape, x.DType, x.Device);
        MatMulLaunch.Run(Name, x, weight, operands with { Rounded = rounded }, y, Product(x, y), epilogue);
        if (rounded is not null) y.KeepRounded(Autocast.Current, rounded);
        return y;
    }

    private static MatMulShape Product(Tensor x, Tensor y) =>
        MatMulShape.Dense(y.Shape[0], y.Shape[1], x.Shape[1], transposeB: true);

    private static Shape Checked(Tensor x, Tensor weight, EpilogueTensors operands)
    {
        Check.Floating(Name, x);
        var shape = ResultShape(x, weight, operands.Bias!);
        if (operands.Added is { } added) Check.SameShape(Name, nameof(added), shape, added.Shape);
        return shape;
    }

    private static Tensor Rows(Tensor x, Tensor weight)
    {
        Check.Rank(Name, weight, 2, "weight [out, in]");
        if (x.Rank == 0 || x.Shape[^1] != weight.Shape[1])
            throw new ShapeMismatchException(
                Name, $"x [..., {weight.Shape[1]}] for the weight {weight.Shape}", x.Shape.ToString());
        return Viewing.Reshape(x, [x.Count / Math.Max(x.Shape[^1], 1), x.Shape[^1]]);
    }

    private static Tensor InShapeOf(Tensor x, Tensor y) => Viewing.Reshape(y, [.. x.Shape.Dimensions[..^1], y.Shape[1]]);

    private static Shape ResultShape(Tensor x, Tensor weight, Tensor bias)
    {
        CheckTypes(x, weight, bias);
        Check.Rank(Name, x, 2, "x [rows, in]");
        Check.Rank(Name, weight, 2, "weight [out, in]");
        var (rows, inputs, outputs) = (x.Shape[0], x.Shape[1], weight.Shape[0]);
        if (weight.Shape[1] != inputs)
            throw new ShapeMismatchException(
                Name, $"x [?, {weight.Shape[1]}] for the weight {weight.Shape}", x.Shape.ToString());
        Check.SameShape(Name, nameof(bias), [outputs], bias.Shape);
        return [rows, outputs];
    }

    private static void CheckTypes(Tensor x, Tensor weight, Tensor bias)
    {
        Check.SameTypeAndDevice(Name, x, weight);
        Check.SameTypeAndDevice(Name, x, bias);
    }

    private class Node(Tensor x, Tensor weight, Tensor bias) : TapeNode(x, weight, bias)
    {
        private readonly SavedTensor _x = new(x), _weight = new(weight);

        internal override string Name => Linear.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) => Backward(gradient, gradient, pass);

        /// <summary>The rest of the way back.</summary>
        /// <param name="gradient">The gradient of the product, as products take it.</param>
        /// <param name="summands">What the bias' gradient is the sum of the rows of; or it itself.</param>
        /// <param name="pass">The pass.</param>
        protected void Backward(Tensor gradient, Tensor summands, BackwardPass pass)
        {
            if (pass.Needs(First))
            {
                var dx = pass.Target(First);
                MatMul.Into(gradient, _weight.Get(this), dx, transposeA: false, transposeB: false);
                pass.Accumulate(First, dx);
            }
            if (pass.Needs(Second))
            {
                var dWeight = pass.Target(Second);
                MatMul.Into(gradient, _x.Get(this), dWeight, transposeA: true, transposeB: false);
                pass.Accumulate(Second, dWeight);
            }
            if (pass.Needs(Third)) pass.Accumulate(Third, Reduction.SumTo(summands, Third, pass));
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            if (pass.Needs(First)) pass.Accumulate(First, gradient.MatMul(_weight.Get(this)));
            if (pass.Needs(Second)) pass.Accumulate(Second, gradient.MatMul(_x.Get(this), transposeThis: true));
            if (pass.Needs(Third)) pass.Accumulate(Third, Expansion.SumTo(gradient, Third.Shape));
        }
    }

    /// <summary>The gradient goes back through the activation first, in a launch that feeds both products.</summary>
    private sealed class Node<TOp>(Tensor x, Tensor weight, Tensor bias, Tensor y, TOp activation)
        : Node(x, weight, bias)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        private static readonly string FusedName = $"{Linear.Name}+{TOp.Info.Name}";

        private readonly SavedTensor _y = new(y);

        internal override string Name => FusedName;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var y = _y.Get(this);
            if (LayerGradient.Suits(gradient))
            {
                var (ofSums, chunkSums) = LayerGradient.Of(y, gradient, null, new ThroughActivation<TOp>(activation), Third, pass);
                Backward(ofSums, chunkSums, pass);
                return;
            }
            var dSum = Tensor.Uninitialized(gradient.Shape, gradient.DType, gradient.Device);
            if (dSum.Count > 0) Maps.BackwardOf(default, y.Region, gradient, dSum, activation);
            base.Backward(dSum, pass);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var derivative = TOp.Info.Needs == BackwardNeeds.None
                ? Unary<TOp>.ConstantDerivative(gradient, activation)
                : _y.Get(this).Map(new DerivativeOfOutput<TOp>(activation));
            base.BackwardGraph(GradientFlow.Through(gradient, derivative, TOp.Selects), pass);
        }
    }

    /// <summary>The gradient goes back through dropout and the activation first, in a launch that feeds both products.</summary>
    private sealed class DroppedNode<TOp>(
        Tensor x, Tensor weight, Tensor bias, Tensor y, TOp activation, DropoutMask mask)
        : Node(x, weight, bias)
        where TOp : unmanaged, IUnaryOp<TOp>
    {
        private static readonly string FusedName = $"{Linear.Name}+{TOp.Info.Name}+dropout";

        private readonly SavedTensor _y = new(y), _stream = new(mask.Stream);

        internal override string Name => FusedName;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            _stream.Get(this);
            var y = _y.Get(this);
            if (LayerGradient.Suits(gradient))
            {
                var dropped = new ThroughDropout<TOp>(activation, mask.Rate);
                var (ofSums, chunkSums) = LayerGradient.Of(y, gradient, mask.Stream, dropped, Third, pass);
                Backward(ofSums, chunkSums, pass);
                return;
            }
            var dSum = Tensor.Uninitialized(gradient.Shape, gradient.DType, gradient.Device);
            Dropout.BackwardFromOutput(y, gradient, dSum, mask, activation);
            base.Backward(dSum, pass);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            _stream.Get(this);
            var derivative = TOp.Info.Needs == BackwardNeeds.None
                ? Unary<TOp>.ConstantDerivative(gradient, activation)
                : _y.Get(this).Map(new DerivativeOfOutput<TOp>(activation));
            base.BackwardGraph(
                GradientFlow.Through(Dropout.Forward(gradient, mask), derivative, TOp.Selects), pass);
        }
    }

    /// <summary>What was added has the output's gradient.</summary>
    private sealed class AddingNode(Tensor x, Tensor weight, Tensor bias, Tensor added) : Node(x, weight, bias)
    {
        internal override string Name => $"Add+{Linear.Name}";

        internal override int InputCount => 4;

        internal override Tensor Input(int index) => index == 3 ? added : base.Input(index);

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            pass.Accumulate(added, gradient);
            base.Backward(gradient, pass);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            pass.Accumulate(added, gradient);
            base.BackwardGraph(gradient, pass);
        }
    }
}
