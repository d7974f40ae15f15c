using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>C = A B; reads no other view.</summary>
public readonly record struct StoreSum : IMatMulEpilogue<StoreSum>
{
    /// <inheritdoc/>
    public static bool IsShort => true;

    /// <inheritdoc/>
    public static bool IsRandom => false;

    /// <inheritdoc/>
    public RandomWords Draw<T>(EpilogueOperands<T> operands, int block) where T : unmanaged => default;

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, EpilogueOperands<T> operands, uint word, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        sum;
}

/// <summary>C[i, j] = (A B)[i, j] + bias[j].</summary>
public readonly record struct AddBias : IMatMulEpilogue<AddBias>
{
    /// <inheritdoc/>
    public static bool IsShort => true;

    /// <inheritdoc/>
    public static bool IsRandom => false;

    /// <inheritdoc/>
    public RandomWords Draw<T>(EpilogueOperands<T> operands, int block) where T : unmanaged => default;

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, EpilogueOperands<T> operands, uint word, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        sum + operands.Bias[column];
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
    public static bool IsRandom => TFirst.IsRandom;

    /// <inheritdoc/>
    public RandomWords Draw<T>(EpilogueOperands<T> operands, int block) where T : unmanaged => First.Draw(operands, block);

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, EpilogueOperands<T> operands, uint word, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.Forward<T, TMath>(First.Apply<T, TMath>(sum, operands, word, column, offset));
}

/// <summary>
/// C = D + what another epilogue makes, for D [M, N] in <see cref="EpilogueOperands{T}.Added"/>: a path around a layer. With
/// C itself as D, <c>ThenAdd&lt;StoreSum&gt;</c> is C += A B.
/// </summary>
/// <typeparam name="TFirst">The epilogue applied first.</typeparam>
/// <param name="First">The epilogue applied first.</param>
public readonly record struct ThenAdd<TFirst>(TFirst First) : IMatMulEpilogue<ThenAdd<TFirst>>
    where TFirst : unmanaged, IMatMulEpilogue<TFirst>
{
    /// <inheritdoc/>
    public static bool IsShort => TFirst.IsShort;

    /// <inheritdoc/>
    public static bool IsRandom => TFirst.IsRandom;

    /// <inheritdoc/>
    public RandomWords Draw<T>(EpilogueOperands<T> operands, int block) where T : unmanaged => First.Draw(operands, block);

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, EpilogueOperands<T> operands, uint word, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        operands.Added[offset] + First.Apply<T, TMath>(sum, operands, word, column, offset);
}

/// <summary>
/// C = what another epilogue makes, dropped or scaled: with the mask of <see cref="DropoutKernels"/> for a tensor of C's
/// rows. One for each product: there is one word an element.
/// </summary>
/// <typeparam name="TFirst">The epilogue applied first.</typeparam>
/// <param name="First">The epilogue applied first.</param>
/// <param name="Rate">What share is dropped.</param>
public readonly record struct ThenDropout<TFirst>(TFirst First, DropoutRate Rate) : IMatMulEpilogue<ThenDropout<TFirst>>
    where TFirst : unmanaged, IMatMulEpilogue<TFirst>
{
    /// <inheritdoc/>
    public static bool IsShort => false;

    /// <inheritdoc/>
    public static bool IsRandom => true;

    /// <inheritdoc/>
    public RandomWords Draw<T>(EpilogueOperands<T> operands, int block) where T : unmanaged =>
        operands.Streams[0].Words(block);

    /// <inheritdoc/>
    public T Apply<T, TMath>(T sum, EpilogueOperands<T> operands, uint word, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Rate.Keep<T, TMath>(word, First.Apply<T, TMath>(sum, operands, word, column, offset));
}
