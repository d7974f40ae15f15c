using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Normalization of rows by their own statistics: layer, RMS and group normalization. Forward is one launch; backward is
/// one for the input and for each block's share of the parameters' gradients, and a sum of the blocks for each parameter.
/// </summary>
/// <typeparam name="TForm">Whether the mean is taken off.</typeparam>
/// <typeparam name="TAffine">Which parameters there are.</typeparam>
/// <typeparam name="TActivation">What is done to the result, in the same kernels.</typeparam>
internal static class RowNorm<TForm, TAffine, TActivation>
    where TForm : unmanaged, IRowNormForm<TForm>
    where TAffine : unmanaged, IRowNormAffine<TAffine>
    where TActivation : unmanaged, IUnaryOp<TActivation>
{
    private static readonly bool IsCentered = typeof(TForm) == typeof(Centered);
    private static readonly bool Activates = typeof(TActivation) != typeof(Identity);

    /// <param name="name">The operation's name, for messages.</param>
    /// <param name="x">Any shape that <paramref name="shape"/> covers.</param>
    /// <param name="weight">The factors; null where there are none.</param>
    /// <param name="bias">The shifts; null where there are none.</param>
    /// <param name="shape">How x is cut into rows.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="finish">Which parameter belongs to an element, and the activation.</param>
    internal static Tensor Forward(
        string name, Tensor x, Tensor? weight, Tensor? bias, RowNormShape shape, double epsilon,
        RowNormFinish<TAffine, TActivation> finish)
    {
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        var statistics = Tensor.Uninitialized([RowNormShape.Statistics, shape.Rows], x.DType, x.Device);
        if (x.Count > 0)
            NumberType.Dispatch(
                name, x, new ForwardLaunch(x, weight ?? x, bias ?? x, y, statistics, shape, epsilon, finish));
        return Tape.Records(x, weight ?? x, bias ?? x)
            ? y.RecordedAs(new Node(name, x, weight, bias, statistics, shape, epsilon, finish))
            : y;
    }

    private sealed class Node(
        string name, Tensor x, Tensor? weight, Tensor? bias, Tensor statistics, RowNormShape shape, double epsilon,
        RowNormFinish<TAffine, TActivation> finish)
        : TapeNode(x, weight, bias)
    {
        private readonly SavedTensor _x = new(x), _weight = new(weight ?? x), _statistics = new(statistics);
        private readonly SavedTensor _bias = new(Activates && bias is not null ? bias : x); // read for the activation alone

        internal override string Name { get; } = Activates ? $"{name}+{TActivation.Info.Name}" : name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var (x, statistics) = (_x.Get(this), _statistics.Get(this));
            var dx = pass.Needs(First)
                ? pass.Target(First)
                : Tensor.Uninitialized(x.Shape, x.DType, x.Device);
            var (weightSums, biasSums) = (Sums(1), Sums(2));
            if (x.Count > 0)
                NumberType.Dispatch(
                    name, x, new BackwardLaunch(
                        x, gradient, _weight.Get(this), _bias.Get(this), statistics, dx, weightSums, biasSums, shape,
                        finish));
            pass.Accumulate(First, dx);
            if (TAffine.Parameters > 0) Accumulate(Second, weightSums, pass);
            if (TAffine.Parameters > 1) Accumulate(Third, biasSums, pass);

            Tensor Sums(int parameters) => TAffine.Parameters >= parameters
                ? Tensor.Uninitialized([shape.Blocks, shape.Groups * shape.Length], x.DType, x.Device)
                : dx;
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var x = _x.Get(this).Reshape(shape.Batch, shape.Groups, shape.Length);
            var dy = gradient.Reshape(shape.Batch, shape.Groups, shape.Length);
            var centered = IsCentered ? x - x.Mean(2, keepDimension: true) : x;
            var variance = centered.Square().Mean(2, keepDimension: true);
            var scale = (variance + Tensor.Scalar(epsilon, x.DType, x.Device)).Rsqrt();
            var normalized = centered * scale;
            if (Activates) dy = Unary<TActivation>.Through(dy, WithParameters(normalized), finish.Activation);
            if (pass.Needs(First))
            {
                var terms = TAffine.Parameters > 0 ? dy * ForEachElement(_weight.Get(this)) : dy;
                var flowing = terms - normalized * (terms * normalized).Mean(2, keepDimension: true);
                if (IsCentered) flowing -= terms.Mean(2, keepDimension: true);
                pass.Accumulate(First, Viewing.Reshape(flowing * scale, First.Shape));
            }
            if (TAffine.Parameters > 0) SumTo(Second, dy * normalized, pass);
            if (TAffine.Parameters > 1) SumTo(Third, dy, pass);
        }

        /// <summary>What the activation is applied to.</summary>
        private Tensor WithParameters(Tensor normalized)
        {
            var z = TAffine.Parameters > 0 ? normalized * ForEachElement(_weight.Get(this)) : normalized;
            return TAffine.Parameters > 1 ? z + ForEachElement(_bias.Get(this)) : z;
        }

        /// <summary>A parameter as [groups, length], repeated where it belongs to several elements.</summary>
        private Tensor ForEachElement(Tensor parameter) =>
            Expansion.To(parameter.Reshape(-1, 1), [parameter.Count, shape.Groups * shape.Length / parameter.Count])
                .Reshape(shape.Groups, shape.Length);

        private void SumTo(Tensor parameter, Tensor terms, BackwardPass pass)
        {
            if (!pass.Needs(parameter)) return;
            var sums = terms.Reshape(shape.Batch, parameter.Count, -1).Sum(2).Sum(0);
            pass.Accumulate(parameter, Viewing.Reshape(sums, parameter.Shape));
        }

        private void Accumulate(Tensor parameter, Tensor sums, BackwardPass pass)
        {
            if (!pass.Needs(parameter)) return;
            var inner = shape.Groups * shape.Length / Math.Max(parameter.Count, 1);
            if (inner > 1)
                sums = Reduction.Run<Identity, Sum>(
                    sums, new AxisSplit(shape.Blocks * parameter.Count, inner, 1), [shape.Blocks, parameter.Count]);
            pass.Accumulate(
                parameter, Reduction.SumInto(sums, new AxisSplit(1, shape.Blocks, parameter.Count), parameter, pass));
        }
    }

    private readonly struct ForwardLaunch(
        Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor statistics, RowNormShape shape, double epsilon,
        RowNormFinish<TAffine, TActivation> finish) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (count, small) = (T.CreateChecked(shape.Length), T.CreateChecked(epsilon));
            if (shape.Length <= RowNormKernels.LongestItemRow)
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.ItemForward.Launch(
                    x.Device, shape.Rows, x.View<T>(), weight.View<T>(), bias.View<T>(), y.View<T>(),
                    statistics.View<T>(), shape, count, small, finish);
            else if (LaunchShape.ItemHasLanes(x.Device))
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.RowForward.Launch(
                    x.Device, new KernelConfig(shape.Rows, 1), x.View<T>(), weight.View<T>(), bias.View<T>(),
                    y.View<T>(), statistics.View<T>(), shape, count, small, finish);
            else if (LaunchShape.HoldsRow(x.Device, shape.Length))
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.HeldForward.Launch(
                    x.Device, new KernelConfig(shape.Rows, LaneTree.LanesOf(shape.Length)), x.View<T>(), weight.View<T>(),
                    bias.View<T>(), y.View<T>(), statistics.View<T>(), shape, count, small, finish);
            else
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.GroupForward.Launch(
                    x.Device, new KernelConfig(shape.Rows, LaunchShape.GroupSize(x.Device, shape.Length)), x.View<T>(),
                    weight.View<T>(), bias.View<T>(), y.View<T>(), statistics.View<T>(), shape, count, small, finish);
        }
    }

    private readonly struct BackwardLaunch(
        Tensor x, Tensor dy, Tensor weight, Tensor bias, Tensor statistics, Tensor dx, Tensor weightSums, Tensor biasSums,
        RowNormShape shape, RowNormFinish<TAffine, TActivation> finish) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var count = T.CreateChecked(shape.Length);
            var blocks = shape.Blocks * shape.Groups;
            if (shape.Length <= RowNormKernels.LongestItemRow)
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.ItemBackward.Launch(
                    x.Device, blocks, x.View<T>(), dy.View<T>(), weight.View<T>(), bias.View<T>(), statistics.View<T>(),
                    dx.View<T>(), weightSums.View<T>(), biasSums.View<T>(), shape, count, finish);
            else if (LaunchShape.ItemHasLanes(x.Device))
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.RowBackward.Launch(
                    x.Device, new KernelConfig(blocks, 1), x.View<T>(), dy.View<T>(), weight.View<T>(), bias.View<T>(),
                    statistics.View<T>(), dx.View<T>(), weightSums.View<T>(), biasSums.View<T>(), shape, count, finish);
            else if (LaunchShape.HoldsRow(x.Device, shape.Length))
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.HeldBackward.Launch(
                    x.Device, new KernelConfig(blocks, LaneTree.LanesOf(shape.Length)), x.View<T>(), dy.View<T>(),
                    weight.View<T>(), bias.View<T>(), statistics.View<T>(), dx.View<T>(), weightSums.View<T>(),
                    biasSums.View<T>(), shape, count, finish);
            else
                RowNormLaunchers<TForm, TAffine, TActivation, T, TMath>.GroupBackward.Launch(
                    x.Device, new KernelConfig(blocks, LaunchShape.GroupSize(x.Device, shape.Length)), x.View<T>(),
                    dy.View<T>(), weight.View<T>(), bias.View<T>(), statistics.View<T>(), dx.View<T>(),
                    weightSums.View<T>(), biasSums.View<T>(), shape, count, finish);
        }
    }
}
