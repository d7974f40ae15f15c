namespace GpuNet.Kernels;

/// <summary>What is to be known about an op over rows, the last dimension of a tensor; see <see cref="OpInfo"/>.</summary>
/// <param name="Name">Lower-case name with underscores.</param>
/// <param name="Formula">The forward formula as text.</param>
/// <param name="Derivative">The backward formula as text, from dy to dx.</param>
/// <param name="Source">Where formula and conventions come from.</param>
public sealed record RowOpInfo(string Name, string Formula, string Derivative, string Source)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<RowOpInfo> All { get; } =
    [
        new("log_softmax", "y = x - log(sum of exp(x))", "dx = dy - exp(y) sum of dy", "torch.nn.LogSoftmax"),
        new("softmax", "y = exp(x) / sum of exp(x)", "dx = y (dy - sum of y dy)", "Bridle 1990; torch.nn.Softmax"),
        new("softmin", "y = exp(-x) / sum of exp(-x)", "dx = -y (dy - sum of y dy)", "torch.nn.Softmin"),
        new("sparsemax", "y = max(x - tau, 0), tau such that the sum of y is 1",
            "dx = dy - mean of dy where y > 0, on y > 0; else 0", "Martins and Astudillo 2016"),
    ];
}
