namespace ILGPU;

public enum MathMode
{
    Default = 0,
    Fast = 1,
    Fast32BitOnly = 2,
}
