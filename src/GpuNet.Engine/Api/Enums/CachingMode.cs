namespace ILGPU;

public enum CachingMode
{
    Default = 0,
    NoKernelCaching = 1,
    NoLaunchCaching = 2,
    Disabled = 3,
}
