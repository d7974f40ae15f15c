namespace GpuNet;

/// <summary>The numbers that tensor cores multiply; they sum singles.</summary>
internal enum TensorNumbers
{
    /// <summary>Singles of which ten bits of fraction count.</summary>
    TensorFloat32,

    /// <summary>The upper halves of singles.</summary>
    BFloat16,

    /// <summary>IEEE half precision.</summary>
    Float16,
}
