namespace ILGPU;

public enum ArrayMode
{
    Default = 0,
    InlineMutableStaticArrays = 1,
}
