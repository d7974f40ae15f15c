namespace GpuNet.Models;

/// <summary>Numbers that the generator draws on the device.</summary>
internal sealed class DrawnInitializer(Func<Shape, int, int, Generator, Device, Tensor> draw) : Initializer
{
    /// <summary>Uniform on ± a bound that follows from fan-in and fan-out.</summary>
    internal static DrawnInitializer Uniform(Func<int, int, double> boundOf) => new((shape, fanIn, fanOut, generator, device) =>
    {
        double bound = boundOf(fanIn, fanOut);
        return generator.Uniform(shape, -bound, bound, device);
    });

    /// <summary>Normal, with a deviation that follows from fan-in and fan-out.</summary>
    internal static DrawnInitializer Normal(Func<int, int, double> deviationOf) => new((shape, fanIn, fanOut, generator, device) =>
        generator.Normal(shape, 0, deviationOf(fanIn, fanOut), device));

    internal override Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device) =>
        draw(shape, fanIn, fanOut, generator, device);
}
