using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The likelihood loss of a Tweedie distribution of mean e^output, for amounts that are often zero. Output and target: the same shape.</summary>
/// <param name="power">The variance's power of the mean, in (1, 2).</param>
[CatalogueEntry("tweedie", "e^((2 - power) y) / (2 - power) - t e^((1 - power) y) / (1 - power)", "Jorgensen 1987; XGBoost reg:tweedie")]
public sealed class TweedieLoss(float power = 1.5f)
    : PairwiseLoss<TweedieError>(new((float)Require.Between(nameof(TweedieLoss), 1, 2, power, nameof(power))));
