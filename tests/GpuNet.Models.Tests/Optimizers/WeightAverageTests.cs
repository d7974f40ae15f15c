using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

/// <summary>Averages of weights against their formulas, as torch's AveragedModel has them.</summary>
public sealed class WeightAverageTests
{
    private const int Steps = 20;

    [Fact]
    public void An_exponential_average_forgets() => AssertAverages(
        optimizer => WeightAverage.Exponential(optimizer, decay: 0.9), (average, value, _) => 0.9 * average + 0.1 * value);

    [Fact]
    public void An_equal_average_is_the_mean() => AssertAverages(
        WeightAverage.Equal, (average, value, count) => average + (value - average) / (count + 1));

    [Fact]
    public void Bad_arguments_are_named() => Assert.Equal(
        "decay",
        Assert.Throws<ArgumentOutOfRangeException>(
            () => WeightAverage.Exponential(new Sgd(OptimizerProblem.Create("network", Device.Cpu, DType.Float32).Parameters, 0.1), 1)).ParamName);

    private static void AssertAverages(Func<Optimizer, WeightAverage> create, Func<double, double, int, double> next) =>
        Parity.AssertOnAllDevices(device =>
        {
            var problem = OptimizerProblem.Create("network", device, DType.Float32);
            var optimizer = new Sgd([.. problem.Parameters.Take(2)], 0.1);
            optimizer.AddGroup(problem.Parameters.Skip(2));
            var average = create(optimizer);
            double[] expected = [];
            for (int t = 0; t < Steps; t++)
            {
                using (Tape.Scope())
                {
                    optimizer.ZeroGrad();
                    problem.Loss().Backward();
                    optimizer.Step();
                }

                average.Update();
                expected = t == 0 ? problem.Point : [.. expected.Zip(problem.Point, (a, value) => next(a, value, t))];
            }

            double[] last = problem.Point;
            average.Swap();
            Assert.Throws<InvalidOperationException>(average.Update);
            double[] averaged = problem.Point;
            Near.AssertWithin(2e-6, 1e-7, expected, averaged);
            average.Swap();
            Assert.Equal(last, problem.Point);
            return Array.ConvertAll(averaged, value => (float)value);
        });
}
