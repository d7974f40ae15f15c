namespace ILGPU;

public enum BasicValueType
{
    None = 0,
    Int1 = 1,
    Int8 = 2,
    Int16 = 3,
    Int32 = 4,
    Int64 = 5,
    Float16 = 6,
    Float32 = 7,
    Float64 = 8,
}
