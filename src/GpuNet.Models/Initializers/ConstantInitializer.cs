namespace GpuNet.Models;

/// <summary>One number everywhere.</summary>
internal sealed class ConstantInitializer(double value) : Initializer
{
    internal override Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device) =>
        Tensor.Full(shape, value, device: device);
}
