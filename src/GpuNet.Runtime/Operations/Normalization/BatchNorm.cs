using System.Numerics;
using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Batch normalization of x [rows, features], with the batch's statistics in training, with the running ones in
/// evaluation; and an activation of it, in the same kernels.
/// </summary>
internal static class BatchNorm<TActivation> where TActivation : unmanaged, IUnaryOp<TActivation>
{
    private const string Name = "BatchNorm";

    private static readonly bool Activates = typeof(TActivation) != typeof(Identity);

    internal static Tensor Train(
        Tensor x, Tensor gamma, Tensor beta, RunningStatistics? running, double epsilon, TActivation activation)
    {
        CheckInputs(
            x, (nameof(gamma), gamma), (nameof(beta), beta), ("runningMean", running?.Mean),
            ("runningVariance", running?.Variance), ("batchesSeen", running?.Seen));
        if (x.Shape[0] < 2)
            throw new ShapeMismatchException(
                Name, "x of at least two rows in training, so that there is a variance", x.Shape.ToString());
        if (Checkpoint.IsRecomputing) running = null; // they have seen this batch
        var statistics = Tensor.Uninitialized([NormStatistics<float>.Size, x.Shape[1]], x.DType, x.Device);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0)
        {
            running?.Mean.WillChange();
            running?.Variance.WillChange();
            running?.Seen?.WillChange();
            NumberType.Dispatch(Name, x, new StatisticsLaunch(x, statistics, running, epsilon));
            NumberType.Dispatch(Name, x, new ForwardLaunch<OfBatch>(x, statistics, statistics, gamma, beta, y, epsilon, activation));
        }
        return Tape.Records(x, gamma, beta)
            ? y.RecordedAs(new Node<OfBatch>(x, gamma, beta, statistics, statistics, epsilon, activation))
            : y;
    }

    internal static Tensor Evaluate(
        Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon,
        TActivation activation)
    {
        CheckInputs(
            x, (nameof(gamma), gamma), (nameof(beta), beta), (nameof(runningMean), runningMean),
            (nameof(runningVariance), runningVariance));
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0)
            NumberType.Dispatch(
                Name, x,
                new ForwardLaunch<OfRunning>(x, runningMean, runningVariance, gamma, beta, y, epsilon, activation));
        return Tape.Records(x, gamma, beta)
            ? y.RecordedAs(new Node<OfRunning>(x, gamma, beta, runningMean, runningVariance, epsilon, activation))
            : y;
    }

    private static void CheckInputs(Tensor x, params ReadOnlySpan<(string Name, Tensor? Tensor)> vectors)
    {
        Check.Floating(Name, x);
        Check.Rank(Name, x, 2, "x [rows, features]");
        foreach (var (argument, vector) in vectors)
        {
            if (vector is null) continue;
            if (vector.Shape != [x.Shape[1]])
                throw new ShapeMismatchException(
                    Name, $"{argument} [{x.Shape[1]}] for x {x.Shape}", vector.Shape.ToString());
            Check.SameTypeAndDevice(Name, x, vector);
        }
    }

    private sealed class Node<TStatistics>(
        Tensor x, Tensor gamma, Tensor beta, Tensor first, Tensor second, double epsilon, TActivation activation)
        : TapeNode(x, gamma, beta)
        where TStatistics : unmanaged, IColumnStatistics<TStatistics>
    {
        private static readonly bool UsesBatchStatistics = typeof(TStatistics) == typeof(OfBatch);

        private readonly SavedTensor _x = new(x), _gamma = new(gamma), _first = new(first), _second = new(second);
        private readonly SavedTensor _beta = Activates ? new(beta) : default;

        internal override string Name { get; } =
            Activates ? $"{BatchNorm<TActivation>.Name}+{TActivation.Info.Name}" : BatchNorm<TActivation>.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var (x, gamma, first, second) = (_x.Get(this), _gamma.Get(this), _first.Get(this), _second.Get(this));
            var beta = Activates ? _beta.Get(this) : gamma; // not read where nothing follows
            var (dGamma, dBeta) = (gamma, gamma); // not read where they are not computed
            // In training the gradient of x is made from the parameters' gradients.
            if (UsesBatchStatistics || pass.Needs(Second) || pass.Needs(Third))
            {
                (dGamma, dBeta) = (Parameter(Second), Parameter(Third));
                if (x.Count > 0)
                    NumberType.Dispatch(
                        Name, x, new SumsLaunch<TStatistics>(
                            x, gradient, first, second, gamma, beta, dGamma, dBeta, epsilon, activation));
            }
            if (pass.Needs(First))
            {
                var dx = pass.Target(First);
                if (x.Count > 0 && UsesBatchStatistics)
                    NumberType.Dispatch(
                        Name, x, new InputLaunch(x, gradient, first, gamma, beta, dGamma, dBeta, dx, activation));
                else if (x.Count > 0)
                    NumberType.Dispatch(
                        Name, x, new EvaluationInputLaunch(x, gradient, first, second, gamma, beta, dx, epsilon, activation));
                pass.Accumulate(First, dx);
            }
            pass.Accumulate(Second, dGamma);
            pass.Accumulate(Third, dBeta);

            Tensor Parameter(Tensor parameter) => pass.Needs(parameter)
                ? pass.Target(parameter)
                : Tensor.Uninitialized(parameter.Shape, x.DType, x.Device);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var (x, gamma) = (_x.Get(this), _gamma.Get(this));
            // The batch's statistics depend on x, so they are computed again as operations on it.
            var centered = x - (UsesBatchStatistics ? x.Mean(0) : _first.Get(this));
            var variance = UsesBatchStatistics ? centered.Square().Mean(0) : _second.Get(this);
            var scale = (variance + Tensor.Scalar(epsilon, x.DType, x.Device)).Rsqrt();
            var normalized = centered * scale;
            if (Activates)
                gradient = Unary<TActivation>.Through(gradient, normalized * gamma + _beta.Get(this), activation);
            if (pass.Needs(First))
            {
                var flowing = UsesBatchStatistics
                    ? gradient - gradient.Mean(0) - normalized * (gradient * normalized).Mean(0)
                    : gradient;
                pass.Accumulate(First, flowing * (gamma * scale));
            }
            if (pass.Needs(Second)) pass.Accumulate(Second, (gradient * normalized).Sum(0));
            if (pass.Needs(Third)) pass.Accumulate(Third, gradient.Sum(0));
        }
    }

    private readonly struct StatisticsLaunch(
        Tensor x, Tensor statistics, RunningStatistics? running, double epsilon) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, shape) = (x.Device, BatchNormShape.For(x.Shape[0], x.Shape[1]));
            using var partials = Tensor.Uninitialized([BatchNormShape.Moments, shape.Items], x.DType, device);
            var (parts, result) = (partials.View<T>(), statistics.View<T>());
            var (count, small) = (T.CreateChecked(shape.Rows), T.CreateChecked(epsilon));
            BatchNormLaunchers<T, TMath>.Partials.Launch(device, shape.Items, x.View<T>(), parts, shape);
            if (running is null)
            {
                BatchNormLaunchers<T, TMath>.Finish.Launch(device, shape.Features, parts, result, shape, count, small);
                return;
            }
            var (mean, variance) = (running.Mean.View<T>(), running.Variance.View<T>());
            var unbias = T.CreateChecked(shape.Rows / (shape.Rows - 1.0));
            if (running.Seen is { } seen)
                BatchNormLaunchers<T, TMath>.FinishMovingEqually.Launch(
                    device, shape.Features, parts, result, mean, variance, seen.View<T>(), shape, count, small, unbias);
            else
                BatchNormLaunchers<T, TMath>.FinishMoving.Launch(
                    device, shape.Features, parts, result, mean, variance, shape, count, small,
                    T.CreateChecked(running.Momentum), unbias);
        }
    }

    private readonly struct ForwardLaunch<TStatistics>(
        Tensor x, Tensor first, Tensor second, Tensor gamma, Tensor beta, Tensor y, double epsilon, TActivation activation)
        : ILaunch
        where TStatistics : unmanaged, IColumnStatistics<TStatistics>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var shape = BatchNormShape.For(x.Shape[0], x.Shape[1]);
            BatchNormLaunchers<TStatistics, TActivation, T, TMath>.Forward.Launch(
                x.Device, shape.Quads, x.View<T>(), first.View<T>(), second.View<T>(), gamma.View<T>(), beta.View<T>(),
                y.View<T>(), shape, T.CreateChecked(epsilon), default, activation);
        }
    }

    private readonly struct SumsLaunch<TStatistics>(
        Tensor x, Tensor dy, Tensor first, Tensor second, Tensor gamma, Tensor beta, Tensor dGamma, Tensor dBeta,
        double epsilon, TActivation activation) : ILaunch
        where TStatistics : unmanaged, IColumnStatistics<TStatistics>
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, shape) = (x.Device, BatchNormShape.For(x.Shape[0], x.Shape[1]));
            using var partials = Tensor.Uninitialized([BatchNormShape.Sums, shape.Items], x.DType, device);
            BatchNormLaunchers<TStatistics, TActivation, T, TMath>.BackwardPartials.Launch(
                device, shape.Items, x.View<T>(), dy.View<T>(), first.View<T>(), second.View<T>(), gamma.View<T>(),
                beta.View<T>(), partials.View<T>(), shape, T.CreateChecked(epsilon), default, activation);
            BatchNormLaunchers<T, TMath>.BackwardFinish.Launch(
                device, shape.Features, partials.View<T>(), dGamma.View<T>(), dBeta.View<T>(), shape);
        }
    }

    private readonly struct InputLaunch(
        Tensor x, Tensor dy, Tensor statistics, Tensor gamma, Tensor beta, Tensor dGamma, Tensor dBeta, Tensor dx,
        TActivation activation) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var shape = BatchNormShape.For(x.Shape[0], x.Shape[1]);
            BatchNormLaunchers<OfBatch, TActivation, T, TMath>.BackwardInput.Launch(
                x.Device, shape.Quads, x.View<T>(), dy.View<T>(), statistics.View<T>(), gamma.View<T>(), beta.View<T>(),
                dGamma.View<T>(), dBeta.View<T>(), dx.View<T>(), shape, T.CreateChecked(shape.Rows), activation);
        }
    }

    private readonly struct EvaluationInputLaunch(
        Tensor x, Tensor dy, Tensor mean, Tensor variance, Tensor gamma, Tensor beta, Tensor dx, double epsilon,
        TActivation activation) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var shape = BatchNormShape.For(dy.Shape[0], dy.Shape[1]);
            BatchNormLaunchers<OfRunning, TActivation, T, TMath>.EvaluationInput.Launch(
                dy.Device, shape.Quads, x.View<T>(), dy.View<T>(), mean.View<T>(), variance.View<T>(), gamma.View<T>(),
                beta.View<T>(), dx.View<T>(), shape, T.CreateChecked(epsilon), activation);
        }
    }
}

/// <summary>What follows the batches' statistics, [features] each.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Variance">The unbiased variance.</param>
/// <param name="Seen">How many batches went before; if given, all weigh alike.</param>
/// <param name="Momentum">How far a batch moves the two, where they do not weigh alike.</param>
internal sealed record RunningStatistics(Tensor Mean, Tensor Variance, Tensor? Seen, double Momentum);
