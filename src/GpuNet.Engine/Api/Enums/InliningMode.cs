namespace ILGPU;

public enum InliningMode
{
    Default = 0,
    Aggressive = 0,
    Conservative = 1,
    Disabled = 2,
}
