using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>C = A B; the operand view is not read (pass any).</summary>
public readonly record struct StoreSum : IMatMulEpilogue<StoreSum>
{
    /// <inheritdoc/>
    public static bool IsShort => true;

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, ArrayView<T> operand, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        sum;
}

/// <summary>C += A B, as one rounded sum; the operand view is C itself.</summary>
public readonly record struct AddToStored : IMatMulEpilogue<AddToStored>
{
    /// <inheritdoc/>
    public static bool IsShort => true;

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, ArrayView<T> operand, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        operand[offset] + sum;
}

/// <summary>C[i, j] = (A B)[i, j] + bias[j]; the operand view is the bias [N].</summary>
public readonly record struct AddBias : IMatMulEpilogue<AddBias>
{
    /// <inheritdoc/>
    public static bool IsShort => true;

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, ArrayView<T> operand, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        sum + operand[column];
}

/// <summary>
/// C = op of what another epilogue makes: <c>Then&lt;AddBias, Relu&gt;</c> is a layer's forward pass.
/// </summary>
/// <typeparam name="TFirst">The epilogue applied first.</typeparam>
/// <typeparam name="TOp">The op applied to its result.</typeparam>
/// <param name="First">The epilogue applied first.</param>
/// <param name="Op">The op applied to its result.</param>
public readonly record struct Then<TFirst, TOp>(TFirst First, TOp Op) : IMatMulEpilogue<Then<TFirst, TOp>>
    where TFirst : unmanaged, IMatMulEpilogue<TFirst>
    where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public static bool IsShort => false;

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, ArrayView<T> operand, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.Forward<T, TMath>(First.Apply<T, TMath>(sum, operand, column, offset));
}
