namespace ILGPU;

/// <summary>The settings of a context.</summary>
public class ContextProperties
{
    private readonly Dictionary<string, object> extensionProperties = [];

    protected internal ContextProperties()
    {
    }

    public DebugSymbolsMode DebugSymbolsMode { get; protected set; } = DebugSymbolsMode.Auto;

    public bool EnableAssertions { get; protected set; }

    public bool EnableIOOperations { get; protected set; }

    public bool EnableKernelInformation { get; protected set; }

    public bool EnableVerifier { get; protected set; }

    public bool EnableParallelCodeGenerationInFrontend => false;

    public OptimizationLevel OptimizationLevel { get; protected set; } = OptimizationLevel.Release;

    public InliningMode InliningMode { get; protected set; } = InliningMode.Default;

    public MathMode MathMode { get; protected set; } = MathMode.Default;

    public StaticFieldMode StaticFieldMode { get; protected set; } = StaticFieldMode.Default;

    public ArrayMode ArrayMode { get; protected set; } = ArrayMode.Default;

    public CachingMode CachingMode { get; protected set; } = CachingMode.Default;

    public PageLockingMode PageLockingMode { get; protected set; } = PageLockingMode.Default;

    public bool EnableProfiling { get; protected set; }

    public string? LibNvvmPath { get; protected set; }

    public string? LibDevicePath { get; protected set; }

    public T GetExtensionProperty<T>(string key, T defaultValue)
        where T : struct =>
        extensionProperties.TryGetValue(key, out var value) && value is T typed ? typed : defaultValue;

    protected void SetExtensionProperty<T>(string key, T value)
        where T : struct =>
        extensionProperties[key] = value;

    internal ContextProperties Copy()
    {
        var copy = new ContextProperties
        {
            DebugSymbolsMode = DebugSymbolsMode,
            EnableAssertions = EnableAssertions,
            EnableIOOperations = EnableIOOperations,
            EnableKernelInformation = EnableKernelInformation,
            EnableVerifier = EnableVerifier,
            OptimizationLevel = OptimizationLevel,
            InliningMode = InliningMode,
            MathMode = MathMode,
            StaticFieldMode = StaticFieldMode,
            ArrayMode = ArrayMode,
            CachingMode = CachingMode,
            PageLockingMode = PageLockingMode,
            EnableProfiling = EnableProfiling,
            LibNvvmPath = LibNvvmPath,
            LibDevicePath = LibDevicePath,
        };
        foreach (var (key, value) in extensionProperties)
            copy.extensionProperties.Add(key, value);
        return copy;
    }
}
