using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>The mean of log(cosh(output - target)). Output and target: the same shape.</summary>
[CatalogueEntry("log_cosh", "log(cosh(y - t))", "keras.losses.LogCosh")]
public sealed class LogCoshLoss() : PairwiseLoss<LogCoshError>(default);
