namespace ILGPU;

public enum ClearCacheMode
{
    Default = 0,
    Everything = 1,
}
