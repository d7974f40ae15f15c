namespace ILGPU.Runtime;

/// <summary>A device as it was found: its name and limits. An accelerator is what one works with.</summary>
public abstract class Device : IDevice, IAcceleratorBuilder
{
    protected Device()
    {
        AcceleratorType = DeviceTypeAttribute.GetAcceleratorType(GetType());
    }

    public AcceleratorType AcceleratorType { get; }

    public string Name { get; protected set; } = "<unknown>";

    public long MemorySize { get; protected set; }

    public Index3D MaxGridSize { get; protected set; }

    public Index3D MaxGroupSize { get; protected set; }

    public int MaxNumThreadsPerGroup { get; protected set; }

    public int MaxSharedMemoryPerGroup { get; protected set; }

    public int MaxConstantMemory { get; protected set; }

    public int WarpSize { get; protected set; }

    public int NumMultiprocessors { get; protected set; }

    public int MaxNumThreadsPerMultiprocessor { get; protected set; }

    public int MaxNumThreads => NumMultiprocessors * MaxNumThreadsPerMultiprocessor;

    // Every concrete device assigns its capabilities in its constructor.
    public CapabilityContext Capabilities { get; protected set; } = null!;

    public abstract Accelerator CreateAccelerator(Context context);

    public void PrintInformation(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        PrintHeader(writer);
        PrintGeneralInfo(writer);
    }

    protected virtual void PrintHeader(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"Device: {Name}");
        writer.WriteLine($"  Accelerator Type:                        {AcceleratorType}");
    }

    protected virtual void PrintGeneralInfo(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"  Warp size:                               {WarpSize}");
        writer.WriteLine($"  Number of multiprocessors:               {NumMultiprocessors}");
        writer.WriteLine($"  Max number of threads/multiprocessor:    {MaxNumThreadsPerMultiprocessor}");
        writer.WriteLine($"  Max number of threads/group:             {MaxNumThreadsPerGroup}");
        writer.WriteLine($"  Max number of total threads:             {MaxNumThreads}");
        writer.WriteLine($"  Max dimension of a group size:           {MaxGroupSize}");
        writer.WriteLine($"  Max dimension of a grid size:            {MaxGridSize}");
        writer.WriteLine($"  Total amount of global memory:           {MemorySize} bytes, {MemorySize >> 20} MB");
        writer.WriteLine($"  Total amount of constant memory:         {MaxConstantMemory} bytes");
        writer.WriteLine($"  Total amount of shared memory per group: {MaxSharedMemoryPerGroup} bytes");
    }

    public override bool Equals(object? obj) =>
        obj is Device other && other.GetType() == GetType() && other.Name == Name;

    public override int GetHashCode() => HashCode.Combine(AcceleratorType, Name);

    public override string ToString() => $"{Name} [Type: {AcceleratorType}, WarpSize: {WarpSize}, "
        + $"MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup}, MemorySize: {MemorySize}]";
}
