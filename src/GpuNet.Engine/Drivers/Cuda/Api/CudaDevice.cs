using System.Collections.Immutable;
using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.Drivers.Cuda.Interop;

namespace ILGPU.Runtime.Cuda;

/// <summary>An NVIDIA GPU.</summary>
[DeviceType(AcceleratorType.Cuda)]
public sealed class CudaDevice : Device
{
    internal CudaDevice(CudaDeviceFacts facts, Nvrtc? compiler)
    {
        Facts = facts;
        Compiler = compiler;
        Name = facts.Name;
        MemorySize = facts.MemoryBytes;
        MaxGridSize = new Index3D(facts[CudaDeviceAttribute.MaxGridDimX], facts[CudaDeviceAttribute.MaxGridDimY], facts[CudaDeviceAttribute.MaxGridDimZ]);
        MaxGroupSize = new Index3D(facts[CudaDeviceAttribute.MaxBlockDimX], facts[CudaDeviceAttribute.MaxBlockDimY], facts[CudaDeviceAttribute.MaxBlockDimZ]);
        MaxNumThreadsPerGroup = facts[CudaDeviceAttribute.MaxThreadsPerBlock];
        // With what a kernel has to ask for: the engine does.
        MaxSharedMemoryPerGroup = facts.SharedBytes;
        MaxConstantMemory = facts[CudaDeviceAttribute.TotalConstantMemory];
        WarpSize = facts[CudaDeviceAttribute.WarpSize];
        NumMultiprocessors = facts[CudaDeviceAttribute.MultiprocessorCount];
        MaxNumThreadsPerMultiprocessor = facts[CudaDeviceAttribute.MaxThreadsPerMultiprocessor];
        Capabilities = new CudaCapabilityContext(facts.Architecture);
        InstructionSet = CudaInstructionSets.TryFind(facts.Architecture, facts.DriverVersion, out _, out var set) ? set : null;
        ClockRate = facts.Description(CudaDeviceAttribute.ClockRate) / 1000;
        MemoryClockRate = facts.Description(CudaDeviceAttribute.MemoryClockRate) / 1000;
        MemoryBusWidth = facts.Description(CudaDeviceAttribute.GlobalMemoryBusWidth);
        L2CacheSize = facts.Description(CudaDeviceAttribute.L2CacheSize);
        MaxSharedMemoryPerMultiprocessor = facts.Description(CudaDeviceAttribute.MaxSharedMemoryPerMultiprocessor);
        TotalNumRegistersPerMultiprocessor = facts.Description(CudaDeviceAttribute.MaxRegistersPerMultiprocessor);
        TotalNumRegistersPerGroup = facts.Description(CudaDeviceAttribute.MaxRegistersPerBlock);
        MaxMemoryPitch = facts.Description(CudaDeviceAttribute.MaxPitch);
        NumConcurrentCopyEngines = facts.Description(CudaDeviceAttribute.AsyncEngineCount);
        HasECCSupport = facts.Description(CudaDeviceAttribute.EccEnabled) != 0;
        SupportsManagedMemory = facts.Description(CudaDeviceAttribute.ManagedMemory) != 0;
        SupportsComputePreemption = facts.Description(CudaDeviceAttribute.ComputePreemptionSupported) != 0;
        SupportsMappingHostMemory = facts.Description(CudaDeviceAttribute.CanMapHostMemory) != 0;
        SupportsUsingHostPointerForRegisteredMemory = facts.Description(CudaDeviceAttribute.CanUseHostPointerForRegisteredMemory) != 0;
        DriverMode = facts.Description(CudaDeviceAttribute.TccDriver) != 0 ? DeviceDriverMode.TCC : DeviceDriverMode.WDDM;
        PCIDomainId = facts.Description(CudaDeviceAttribute.PciDomainId);
        PCIBusId = facts.Description(CudaDeviceAttribute.PciBusId);
        PCIDeviceId = facts.Description(CudaDeviceAttribute.PciDeviceId);
    }

    internal CudaDeviceFacts Facts { get; }

    /// <summary>Compiles kernels; null where the driver compiles the engine's own PTX.</summary>
    internal Nvrtc? Compiler { get; }

    /// <summary>What compiles kernels, in words.</summary>
    internal string CompilerName => Compiler is null ? "the driver, of PTX by the engine (not yet proven on a GPU)" : $"NVRTC {Compiler.Version}";

    public int DeviceId => Facts.Ordinal;

    public CudaDriverVersion DriverVersion => Facts.DriverVersion;

    public CudaArchitecture? Architecture => Facts.Architecture;

    public CudaInstructionSet? InstructionSet { get; internal set; }

    /// <summary>In MHz.</summary>
    public int ClockRate { get; }

    /// <summary>In MHz.</summary>
    public int MemoryClockRate { get; }

    /// <summary>In bits.</summary>
    public int MemoryBusWidth { get; }

    /// <summary>In bytes.</summary>
    public int L2CacheSize { get; }

    /// <summary>In bytes.</summary>
    public int MaxSharedMemoryPerMultiprocessor { get; }

    public int TotalNumRegistersPerMultiprocessor { get; }

    public int TotalNumRegistersPerGroup { get; }

    /// <summary>In bytes.</summary>
    public long MaxMemoryPitch { get; }

    public int NumConcurrentCopyEngines { get; }

    public bool HasECCSupport { get; }

    public bool SupportsManagedMemory { get; }

    public bool SupportsComputePreemption { get; }

    public bool SupportsMappingHostMemory { get; }

    public bool SupportsUsingHostPointerForRegisteredMemory { get; }

    public DeviceDriverMode DriverMode { get; }

    public int PCIDomainId { get; }

    public int PCIBusId { get; }

    public int PCIDeviceId { get; }

    /// <summary>The device's place as NVIDIA's management library writes it.</summary>
    public string NVMLPCIBusId => $"{PCIDomainId:X8}:{PCIBusId:X2}:{PCIDeviceId:X2}.0";

    public static ImmutableArray<Device> GetDevices(Predicate<CudaDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var found = CudaDevices.OfMachine;
        return [.. found.Usable.Select(facts => new CudaDevice(facts, found.Compiler)).Where(device => predicate(device))];
    }

    public static bool TryGetArchitecture(int major, int minor, out CudaArchitecture architecture)
    {
        architecture = new CudaArchitecture(major, minor);
        return CudaInstructionSets.Knows(architecture);
    }

    public static CudaArchitecture GetArchitecture(int major, int minor) =>
        TryGetArchitecture(major, minor, out var architecture)
            ? architecture
            : throw new NotSupportedException($"The engine knows no architecture {major}.{minor}.");

    public override Accelerator CreateAccelerator(Context context) => CreateCudaAccelerator(context);

    public CudaAccelerator CreateCudaAccelerator(Context context) => CreateCudaAccelerator(context, CudaAcceleratorFlags.ScheduleAuto);

    public CudaAccelerator CreateCudaAccelerator(Context context, CudaAcceleratorFlags acceleratorFlags) => new(context, this, acceleratorFlags);

    protected override void PrintHeader(TextWriter writer)
    {
        base.PrintHeader(writer);
        writer.WriteLine($"  Cuda device id:                          {DeviceId}");
        writer.WriteLine($"  Cuda driver version:                     {DriverVersion}");
        writer.WriteLine($"  Cuda architecture:                       {Architecture}");
        writer.WriteLine($"  Instruction set:                         {InstructionSet?.ToString() ?? "unknown"}");
        writer.WriteLine($"  Compiler:                                {CompilerName}");
        writer.WriteLine($"  Clock rate:                              {ClockRate} MHz");
        writer.WriteLine($"  Memory clock rate:                       {MemoryClockRate} MHz");
        writer.WriteLine($"  Memory bus width:                        {MemoryBusWidth} bits");
    }

    protected override void PrintGeneralInfo(TextWriter writer)
    {
        base.PrintGeneralInfo(writer);
        writer.WriteLine($"  Shared memory per multiprocessor:        {MaxSharedMemoryPerMultiprocessor} bytes");
        writer.WriteLine($"  Registers per multiprocessor:            {TotalNumRegistersPerMultiprocessor}");
        writer.WriteLine($"  Registers per group:                     {TotalNumRegistersPerGroup}");
        writer.WriteLine($"  L2 cache:                                {L2CacheSize} bytes");
        writer.WriteLine($"  Concurrent copy engines:                 {NumConcurrentCopyEngines}");
        writer.WriteLine($"  ECC:                                     {HasECCSupport}");
        writer.WriteLine($"  PCI:                                     {NVMLPCIBusId}");
    }

    public override bool Equals(object? obj) => obj is CudaDevice other && other.DeviceId == DeviceId && other.Facts.Driver == Facts.Driver;

    public override int GetHashCode() => HashCode.Combine(AcceleratorType, DeviceId);
}
