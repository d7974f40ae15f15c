using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>A layer that takes an activation behind it into its launches.</summary>
internal interface ITakesActivation
{
    /// <summary>The layer and an activation, to the same bits as the two by themselves.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="feedsProducts">Whether matrix products alone will read the result.</param>
    Tensor Forward<TOp>(Tensor input, TOp activation, bool feedsProducts)
        where TOp : unmanaged, IUnaryOp<TOp>;
}

/// <summary>An activation that a layer before it can take.</summary>
internal interface IActivation
{
    /// <summary>The layer's output, activated, and dropped from if a layer that drops is given.</summary>
    Tensor ForwardAfter(ITakesActivation layer, Tensor input, Dropout? dropout, bool feedsProducts);
}
