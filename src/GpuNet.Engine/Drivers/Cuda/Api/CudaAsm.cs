namespace ILGPU.Runtime.Cuda;

/// <summary>
/// Instructions of PTX in the midst of a kernel: <c>%0</c>, <c>%1</c> ... stand for the operands in their order, <c>%%</c>
/// is a percent sign. Operands are integers of 16, 32 and 64 bits, floats and doubles.
/// </summary>
public static partial class CudaAsm
{
    /// <summary>In a kernel: whether it is compiled for CUDA. Emit belongs behind a test of this.</summary>
    public static bool IsSupported => false;

    public static void Emit(string asm) => throw OnTheHost();

    private static InvalidKernelOperationException OnTheHost() =>
        new("PTX runs on CUDA devices only; test CudaAsm.IsSupported before CudaAsm.Emit.");
}

/// <summary>An operand of <see cref="CudaAsm"/>.EmitRef.</summary>
public interface ICudaAsmEmitParameter
{
}

/// <summary>An operand that the instructions read.</summary>
public struct Input<T> : ICudaAsmEmitParameter
    where T : struct
{
    public T Value;

    public static implicit operator Input<T>(T v) => new() { Value = v };
}

/// <summary>An operand that the instructions write.</summary>
public struct Output<T> : ICudaAsmEmitParameter
    where T : struct
{
    public T Value;
}

/// <summary>An operand that the instructions read and write.</summary>
public struct Ref<T> : ICudaAsmEmitParameter
    where T : struct
{
    public T Value;

    public static implicit operator Ref<T>(T v) => new() { Value = v };
}
