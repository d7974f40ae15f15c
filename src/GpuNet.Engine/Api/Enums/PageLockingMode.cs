namespace ILGPU;

public enum PageLockingMode
{
    Default = 0,
    Auto = 1,
    Aggressive = 2,
}
