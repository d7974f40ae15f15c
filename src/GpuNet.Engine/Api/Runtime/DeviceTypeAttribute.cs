using System.Reflection;

namespace ILGPU.Runtime;

/// <summary>Tells the accelerator type of a device class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DeviceTypeAttribute(AcceleratorType acceleratorType) : Attribute
{
    public AcceleratorType AcceleratorType { get; } = acceleratorType;

    public static AcceleratorType GetAcceleratorType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.GetCustomAttribute<DeviceTypeAttribute>()?.AcceleratorType
            ?? throw new ArgumentException($"{type} has no [DeviceType] attribute.", nameof(type));
    }
}
