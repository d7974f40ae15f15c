using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>What is done to normalized numbers: nothing, or scale and shift by trained parameters.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IRowNormAffine<TSelf> where TSelf : unmanaged, IRowNormAffine<TSelf>
{
    /// <summary>How many kinds of parameters there are: none, factors, or factors and shifts.</summary>
    static abstract int Parameters { get; }

    /// <summary>The factor of element <paramref name="at"/> of an entry.</summary>
    T Scale<T>(ArrayView<T> weight, int at) where T : unmanaged, INumber<T>;

    /// <summary>What is added to element <paramref name="at"/> of an entry.</summary>
    T Shift<T>(ArrayView<T> bias, int at) where T : unmanaged, INumber<T>;
}

/// <summary>No parameters; the views are not read.</summary>
public readonly record struct NoAffine : IRowNormAffine<NoAffine>
{
    /// <inheritdoc/>
    public static int Parameters => 0;

    /// <inheritdoc/>
    public T Scale<T>(ArrayView<T> weight, int at) where T : unmanaged, INumber<T> => T.One;

    /// <inheritdoc/>
    public T Shift<T>(ArrayView<T> bias, int at) where T : unmanaged, INumber<T> => T.Zero;
}

/// <summary>A factor for each element of an entry; the view of shifts is not read.</summary>
public readonly record struct ScaleOnly : IRowNormAffine<ScaleOnly>
{
    /// <inheritdoc/>
    public static int Parameters => 1;

    /// <inheritdoc/>
    public T Scale<T>(ArrayView<T> weight, int at) where T : unmanaged, INumber<T> => weight[at];

    /// <inheritdoc/>
    public T Shift<T>(ArrayView<T> bias, int at) where T : unmanaged, INumber<T> => T.Zero;
}

/// <summary>A factor and a shift for each element of an entry.</summary>
public readonly record struct ElementAffine : IRowNormAffine<ElementAffine>
{
    /// <inheritdoc/>
    public static int Parameters => 2;

    /// <inheritdoc/>
    public T Scale<T>(ArrayView<T> weight, int at) where T : unmanaged, INumber<T> => weight[at];

    /// <inheritdoc/>
    public T Shift<T>(ArrayView<T> bias, int at) where T : unmanaged, INumber<T> => bias[at];
}

/// <summary>A factor and a shift for each channel: <paramref name="Inner"/> elements of an entry in a row.</summary>
/// <param name="Inner">Elements of a channel.</param>
public readonly record struct ChannelAffine(int Inner) : IRowNormAffine<ChannelAffine>
{
    /// <inheritdoc/>
    public static int Parameters => 2;

    /// <inheritdoc/>
    public T Scale<T>(ArrayView<T> weight, int at) where T : unmanaged, INumber<T> => weight[at / Inner];

    /// <inheritdoc/>
    public T Shift<T>(ArrayView<T> bias, int at) where T : unmanaged, INumber<T> => bias[at / Inner];
}
