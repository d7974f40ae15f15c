using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// A device that holds tensors and runs their kernels. There is one object for each device of the machine, made when it
/// is first asked for and alive until the process ends; work on it runs in the order in which it was issued.
/// </summary>
public sealed class Device
{
    private static Device? _default;

    private readonly Lazy<MemoryPool> _memory;
    private readonly Lazy<Tensor>[] _ones;
    private readonly Lazy<IGemmProvider?> _environmentsGemm;
    private readonly Lazy<CuBlas> _cuBlas;
    private IGemmProvider? _gemm;
    private bool _hasGemmChoice;

    internal Device(string id, DeviceKind kind, int ordinal, bool isProcessor, Accelerator accelerator)
    {
        Id = id;
        Kind = kind;
        Ordinal = ordinal;
        IsProcessor = isProcessor;
        Accelerator = accelerator;
        _memory = new Lazy<MemoryPool>(() => new MemoryPool(this));
        _ones = [.. Enum.GetValues<DType>().Select(dtype => new Lazy<Tensor>(() => MakeOne(dtype)))];
        _cuBlas = new Lazy<CuBlas>(() => CuBlas.For(accelerator, ""), LazyThreadSafetyMode.PublicationOnly);
        _environmentsGemm = new Lazy<IGemmProvider?>(EnvironmentsGemm);
    }

    /// <summary>The machine's processor, running compiled kernels on all its cores.</summary>
    public static Device Cpu => Parse("cpu");

    /// <summary>
    /// What <c>GPUNET_DEVICE</c> names if it is set; otherwise the first CUDA device, then the first OpenCL device that
    /// is a GPU, then the processor.
    /// </summary>
    /// <exception cref="DeviceException"><c>GPUNET_DEVICE</c> names no usable device.</exception>
    public static Device Auto
    {
        get
        {
            var requested = Environment.GetEnvironmentVariable("GPUNET_DEVICE");
            return string.IsNullOrWhiteSpace(requested) || IsAuto(requested)
                ? DeviceCatalog.Preferred
                : DeviceCatalog.Open(requested, "GPUNET_DEVICE: ");
        }
    }

    /// <summary>Where tensors are created that name no device: <see cref="Auto"/> until it is set.</summary>
    public static Device Default
    {
        get => _default ??= Auto;
        set => _default = value;
    }

    /// <summary>Every device found on this machine; the ones that cannot be used say why.</summary>
    public static IReadOnlyList<DeviceInfo> All => DeviceCatalog.Found;

    /// <summary>The identifier that <see cref="Parse"/> takes: <c>cpu</c>, <c>opencl:0</c>, <c>cuda:1</c>.</summary>
    public string Id { get; }

    /// <summary>The driver behind the device.</summary>
    public DeviceKind Kind { get; }

    /// <summary>The driver's name for the device, or the processor's own.</summary>
    public string Name => ProcessorName.Or(Accelerator.Name, Kind);

    /// <summary>
    /// Which math functions 32-bit kernels use here; a choice for the whole process, portable unless set.
    /// </summary>
    public MathMode MathMode { get; set; }

    /// <summary>
    /// Who multiplies matrices here; a choice for the whole process. The kernels unless set, or unless the environment
    /// variable <c>GPUNET_GEMM</c> is <c>openblas</c>, on the processor, or <c>cublas</c>, on a CUDA device.
    /// </summary>
    /// <exception cref="DeviceException">The library is not on this machine or does not work on this device.</exception>
    public GemmProvider GemmProvider
    {
        get => Gemm?.Kind ?? GemmProvider.Kernels;
        set => (_gemm, _hasGemmChoice) = (Provider(value), true);
    }

    /// <summary>The library that multiplies matrices here; null for the kernels.</summary>
    internal IGemmProvider? Gemm => _hasGemmChoice ? _gemm : _environmentsGemm.Value;

    /// <summary>The device's memory pool: statistics, limit, trimming.</summary>
    public MemoryPool Memory => _memory.Value;

    /// <summary>The accelerator behind the device, for kernels of one's own.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Where work is issued that no other stream is named for.</summary>
    internal AcceleratorStream Stream => Accelerator.DefaultStream;

    /// <summary>
    /// Whether kernels run on processor cores, under whichever driver: it decides which variant of a kernel is fast.
    /// </summary>
    public bool IsProcessor { get; }

    /// <summary>A single 1 of a floating-point type in the device's memory, made once; nobody may change it.</summary>
    internal Tensor One(DType dtype) => _ones[(int)dtype].Value;

    /// <summary>The device's place in tables of things kept once per device.</summary>
    internal int Ordinal { get; }

    /// <summary>
    /// Has devices take times, for <see cref="PreparedStep.Measure"/>: for the whole process, before it uses the first of them. OpenCL
    /// drivers then note when each command starts and ends, which may cost them a little time.
    /// </summary>
    /// <exception cref="InvalidOperationException">Devices are in use already.</exception>
    public static void EnableProfiling() => DeviceCatalog.EnableProfiling();

    /// <summary>Says so if devices take no times, before work is done that is to be measured.</summary>
    /// <exception cref="InvalidOperationException"><see cref="EnableProfiling"/> was not called.</exception>
    public static void RequireProfiling()
    {
        if (!DeviceCatalog.IsProfiling)
            throw new InvalidOperationException("Devices take no times: call Device.EnableProfiling() before anything else.");
    }

    /// <summary>The device that a name stands for.</summary>
    /// <param name="name"><c>cpu</c>, <c>cpu:debug</c> (runs the C# of the kernels itself, for breakpoints),
    /// <c>opencl:0</c>, <c>cuda:0</c> (the number may be left out if it is 0) or <c>auto</c>.</param>
    /// <exception cref="DeviceException">There is no such device, or it cannot be opened; the message names those
    /// available.</exception>
    public static Device Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsAuto(name) ? Auto : DeviceCatalog.Open(name, "");
    }

    /// <summary>Waits until all work issued to the device is done.</summary>
    /// <exception cref="InvalidIndexException">An operation that this thread called was given an index that is out of
    /// range.</exception>
    public void Synchronize()
    {
        Accelerator.Synchronize();
        IndexChecks.Verify(this);
    }

    /// <summary>The device's identifier.</summary>
    public override string ToString() => Id;

    private IGemmProvider? Provider(GemmProvider provider) => provider switch
    {
        GemmProvider.OpenBlas => OpenBlas.For(Kind, ""),
        GemmProvider.CuBlas => _cuBlas.Value,
        _ => null,
    };

    /// <summary>What the environment asks for, on the kind of device that it is about.</summary>
    private IGemmProvider? EnvironmentsGemm() =>
        Environment.GetEnvironmentVariable("GPUNET_GEMM")?.Trim().ToLowerInvariant() switch
        {
            null or "" or "kernels" => null,
            "openblas" => Kind == DeviceKind.Cpu ? OpenBlas.For(Kind, "GPUNET_GEMM: ") : null,
            "cublas" => Kind == DeviceKind.Cuda ? CuBlas.For(Accelerator, "GPUNET_GEMM: ") : null,
            var other => throw new DeviceException(
                $"GPUNET_GEMM: there is no provider of matrix products '{other}'. Available: kernels, openblas, cublas."),
        };

    private Tensor MakeOne(DType dtype)
    {
        using (Recording.Suspend()) return Tensor.Scalar(1, dtype, this).Keep();
    }

    private static bool IsAuto(string name) => name.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase);
}
