using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// The numbers that tensor cores multiply, as a type. Their products are exact, and sums are singles; in which order a
/// device adds, and how it rounds, is its own business.
/// </summary>
public interface ITensorFormat
{
    /// <summary>Bytes of a stored number.</summary>
    static abstract int Bytes { get; }

    /// <summary>A register of numbers as the tensor cores take them.</summary>
    /// <param name="register">The numbers as stored.</param>
    static abstract int Round(int register);

    /// <summary>A float in this format as it is stored in 16 bits; 0 for TF32, which stores floats as they are.</summary>
    static abstract ushort Store(float value);

    /// <summary>
    /// Adds the product of a fragment of A (16 rows, 32 bytes of k) and one of B (8 columns) to a fragment of C: <c>sums</c>
    /// <c>[at]</c> to <c>[at + 3]</c>.
    /// </summary>
    static abstract void Multiply(float[] sums, int at, int a0, int a1, int a2, int a3, int b0, int b1);
}

/// <summary>bfloat16: the upper half of a single.</summary>
public readonly partial struct TensorBFloat16 : ITensorFormat
{
    /// <inheritdoc/>
    public static int Bytes => 2;

    /// <inheritdoc/>
    public static int Round(int register) => register;

    /// <inheritdoc/>
    public static ushort Store(float value) => BFloat16Storage.Store(value);

    /// <inheritdoc/>
    public static void Multiply(float[] sums, int at, int a0, int a1, int a2, int a3, int b0, int b1)
    {
        Ref<float> c0 = sums[at], c1 = sums[at + 1], c2 = sums[at + 2], c3 = sums[at + 3];
        Input<int> i0 = a0, i1 = a1, i2 = a2, i3 = a3, j0 = b0, j1 = b1;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
            ref c0, ref c1, ref c2, ref c3, ref i0, ref i1, ref i2, ref i3, ref j0, ref j1);
        sums[at] = c0.Value;
        sums[at + 1] = c1.Value;
        sums[at + 2] = c2.Value;
        sums[at + 3] = c3.Value;
    }
}

/// <summary>IEEE half precision.</summary>
public readonly partial struct TensorFloat16 : ITensorFormat
{
    /// <inheritdoc/>
    public static int Bytes => 2;

    /// <inheritdoc/>
    public static int Round(int register) => register;

    /// <inheritdoc/>
    public static ushort Store(float value) => Float16Storage.Store(value);

    /// <inheritdoc/>
    public static void Multiply(float[] sums, int at, int a0, int a1, int a2, int a3, int b0, int b1)
    {
        Ref<float> c0 = sums[at], c1 = sums[at + 1], c2 = sums[at + 2], c3 = sums[at + 3];
        Input<int> i0 = a0, i1 = a1, i2 = a2, i3 = a3, j0 = b0, j1 = b1;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
            ref c0, ref c1, ref c2, ref c3, ref i0, ref i1, ref i2, ref i3, ref j0, ref j1);
        sums[at] = c0.Value;
        sums[at + 1] = c1.Value;
        sums[at + 2] = c2.Value;
        sums[at + 3] = c3.Value;
    }
}

/// <summary>TF32: singles, rounded to 10 bits of fraction (ties away from zero) as they are multiplied.</summary>
public readonly partial struct TensorFloat32 : ITensorFormat
{
    /// <inheritdoc/>
    public static int Bytes => 4;

    /// <inheritdoc/>
    public static int Round(int register)
    {
        CudaAsm.Emit("cvt.rna.tf32.f32 %0, %1;", out int rounded, Interop.IntAsFloat((uint)register));
        return rounded;
    }

    /// <inheritdoc/>
    public static ushort Store(float value) => 0;

    /// <inheritdoc/>
    public static void Multiply(float[] sums, int at, int a0, int a1, int a2, int a3, int b0, int b1)
    {
        Ref<float> c0 = sums[at], c1 = sums[at + 1], c2 = sums[at + 2], c3 = sums[at + 3];
        Input<int> i0 = a0, i1 = a1, i2 = a2, i3 = a3, j0 = b0, j1 = b1;
        CudaAsm.EmitRef(
            "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
            ref c0, ref c1, ref c2, ref c3, ref i0, ref i1, ref i2, ref i3, ref j0, ref j1);
        sums[at] = c0.Value;
        sums[at + 1] = c1.Value;
        sums[at + 2] = c2.Value;
        sums[at + 3] = c3.Value;
    }
}
