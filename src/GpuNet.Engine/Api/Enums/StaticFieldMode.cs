namespace ILGPU;

public enum StaticFieldMode
{
    Default = 0,
    MutableStaticFields = 1,
    IgnoreStaticFieldStores = 2,
}
