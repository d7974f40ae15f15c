using System.Numerics;
using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Batch normalization of x [rows, features]: with the batch's statistics in training, with the running ones in
/// evaluation.
/// </summary>
internal static class BatchNorm
{
    private const string Name = "BatchNorm";

    internal static Tensor Train(Tensor x, Tensor gamma, Tensor beta, RunningStatistics? running, double epsilon)
    {
        CheckInputs(x, gamma, beta, running?.Mean ?? gamma, running?.Variance ?? gamma, running?.Seen ?? gamma);
        if (x.Shape[0] < 2)
            throw new ShapeMismatchException(
                Name, "at least two rows in training, so that there is a variance", x.Shape.ToString());
        if (Checkpoint.IsRecomputing) running = null; // they have seen this batch
        var mean = Tensor.Uninitialized(gamma.Shape, x.DType, x.Device);
        var variance = Tensor.Uninitialized(gamma.Shape, x.DType, x.Device);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0)
        {
            running?.Mean.WillChange();
            running?.Variance.WillChange();
            running?.Seen?.WillChange();
            NumberType.Dispatch(Name, x, new StatisticsLaunch(x, mean, variance, running));
            NumberType.Dispatch(Name, x, new ForwardLaunch(x, mean, variance, gamma, beta, y, epsilon));
        }
        return Tape.Records(x, gamma, beta)
            ? y.RecordedAs(new Node(x, gamma, beta, mean, variance, usesBatchStatistics: true, epsilon))
            : y;
    }

    internal static Tensor Evaluate(
        Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, double epsilon)
    {
        CheckInputs(x, gamma, beta, runningMean, runningVariance);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (x.Count > 0)
            NumberType.Dispatch(Name, x, new ForwardLaunch(x, runningMean, runningVariance, gamma, beta, y, epsilon));
        return Tape.Records(x, gamma, beta)
            ? y.RecordedAs(new Node(x, gamma, beta, runningMean, runningVariance, usesBatchStatistics: false, epsilon))
            : y;
    }

    private static void CheckInputs(Tensor x, params ReadOnlySpan<Tensor> vectors)
    {
        Check.Floating(Name, x);
        Check.Rank(Name, x, 2, "x [rows, features]");
        foreach (var vector in vectors)
        {
            Check.SameShape(Name, [x.Shape[1]], vector.Shape);
            Check.SameTypeAndDevice(Name, x, vector);
        }
    }

    private sealed class Node(
        Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, bool usesBatchStatistics, double epsilon)
        : TapeNode(x, gamma, beta)
    {
        private readonly SavedTensor _x = new(x), _gamma = new(gamma), _mean = new(mean), _variance = new(variance);

        internal override string Name => BatchNorm.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var (x, gamma, mean, variance) = (_x.Get(this), _gamma.Get(this), _mean.Get(this), _variance.Get(this));
            // In training the gradient of x is made from these two, so they are computed in any case.
            var dGamma = pass.Needs(Second)
                ? pass.Target(Second)
                : Tensor.Uninitialized(gamma.Shape, x.DType, x.Device);
            var dBeta = pass.Needs(Third)
                ? pass.Target(Third)
                : Tensor.Uninitialized(gamma.Shape, x.DType, x.Device);
            if (x.Count > 0)
                NumberType.Dispatch(Name, x, new ParametersLaunch(x, gradient, mean, variance, dGamma, dBeta, epsilon));
            if (pass.Needs(First))
            {
                var dx = pass.Target(First);
                if (x.Count > 0)
                    NumberType.Dispatch(
                        Name, x, new InputLaunch(
                            x, gradient, mean, variance, gamma, dGamma, dBeta, dx, usesBatchStatistics, epsilon));
                pass.Accumulate(First, dx);
            }
            pass.Accumulate(Second, dGamma);
            pass.Accumulate(Third, dBeta);
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var (x, gamma) = (_x.Get(this), _gamma.Get(this));
            // The batch's statistics depend on x, so they are computed again as operations on it.
            var centered = x - (usesBatchStatistics ? x.Mean(0) : _mean.Get(this));
            var variance = usesBatchStatistics ? centered.Square().Mean(0) : _variance.Get(this);
            var scale = (variance + Tensor.Scalar(epsilon, x.DType, x.Device)).Rsqrt();
            var normalized = centered * scale;
            if (pass.Needs(First))
            {
                var flowing = usesBatchStatistics
                    ? gradient - gradient.Mean(0) - normalized * (gradient * normalized).Mean(0)
                    : gradient;
                pass.Accumulate(First, flowing * (gamma * scale));
            }
            if (pass.Needs(Second)) pass.Accumulate(Second, (gradient * normalized).Sum(0));
            if (pass.Needs(Third)) pass.Accumulate(Third, gradient.Sum(0));
        }
    }

    private readonly struct StatisticsLaunch(Tensor x, Tensor mean, Tensor variance, RunningStatistics? running)
        : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (rows, features) = (x.Shape[0], x.Shape[1]);
            BatchNormLaunchers<T, TMath>.Statistics.Launch(
                x.Device, features, x.View<T>(), mean.View<T>(), variance.View<T>(), rows, features,
                T.CreateChecked(rows));
            if (running is null) return;
            var (runningMean, runningVariance, seen, momentum) = running;
            var unbias = T.CreateChecked(rows / (rows - 1.0));
            if (seen is null)
                BatchNormLaunchers<T, TMath>.UpdateRunning.Launch(
                    x.Device, features, mean.View<T>(), variance.View<T>(), runningMean.View<T>(),
                    runningVariance.View<T>(), T.CreateChecked(momentum), unbias);
            else
                BatchNormLaunchers<T, TMath>.UpdateRunningEqually.Launch(
                    x.Device, features, mean.View<T>(), variance.View<T>(), runningMean.View<T>(),
                    runningVariance.View<T>(), seen.View<T>(), unbias);
        }
    }

    private readonly struct ForwardLaunch(
        Tensor x, Tensor mean, Tensor variance, Tensor gamma, Tensor beta, Tensor y, double epsilon) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (rows, features) = (x.Shape[0], x.Shape[1]);
            var rowsPerItem = LaunchShape.RowsPerItem(x.Device, rows);
            BatchNormLaunchers<T, TMath>.Forward.Launch(
                x.Device, features * LaunchShape.Blocks(rows, rowsPerItem), x.View<T>(), mean.View<T>(),
                variance.View<T>(), gamma.View<T>(), beta.View<T>(), y.View<T>(), rows, features, rowsPerItem,
                T.CreateChecked(epsilon));
        }
    }

    private readonly struct ParametersLaunch(
        Tensor x, Tensor dy, Tensor mean, Tensor variance, Tensor dGamma, Tensor dBeta, double epsilon) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            BatchNormLaunchers<T, TMath>.BackwardParameters.Launch(
                x.Device, x.Shape[1], x.View<T>(), dy.View<T>(), mean.View<T>(), variance.View<T>(), dGamma.View<T>(),
                dBeta.View<T>(), x.Shape[0], x.Shape[1], T.CreateChecked(epsilon));
    }

    private readonly struct InputLaunch(
        Tensor x, Tensor dy, Tensor mean, Tensor variance, Tensor gamma, Tensor dGamma, Tensor dBeta, Tensor dx,
        bool usesBatchStatistics, double epsilon) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var features = x.Shape[1];
            if (usesBatchStatistics)
                BatchNormLaunchers<T, TMath>.Backward.Launch(
                    x.Device, x.Count, x.View<T>(), dy.View<T>(), mean.View<T>(), variance.View<T>(), gamma.View<T>(),
                    dGamma.View<T>(), dBeta.View<T>(), dx.View<T>(), features, T.CreateChecked(x.Shape[0]),
                    T.CreateChecked(epsilon));
            else
                BatchNormLaunchers<T, TMath>.BackwardEvaluation.Launch(
                    x.Device, x.Count, dy.View<T>(), variance.View<T>(), gamma.View<T>(), dx.View<T>(), features,
                    T.CreateChecked(epsilon));
        }
    }

    /// <summary>What follows the batches' statistics, [features] each.</summary>
    /// <param name="Mean">The mean.</param>
    /// <param name="Variance">The unbiased variance.</param>
    /// <param name="Seen">How many batches went before; if given, all weigh alike.</param>
    /// <param name="Momentum">How far a batch moves the two, where they do not weigh alike.</param>
    internal sealed record RunningStatistics(Tensor Mean, Tensor Variance, Tensor? Seen, double Momentum);
}
