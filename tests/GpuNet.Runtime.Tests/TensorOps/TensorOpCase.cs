namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>
/// An op called in one way. What PyTorch makes of the same inputs is stored under the same key
/// (make_tensor_ops.py).
/// </summary>
/// <param name="Key">The op's name in the catalogue, a slash, and details.</param>
/// <param name="Run">The call.</param>
public sealed record TensorOpCase(string Key, Func<IReadOnlyList<Tensor>, Tensor> Run)
{
    /// <summary>The op's name in the catalogue.</summary>
    public string Op => Key.Split('/')[0];

    /// <summary>
    /// Whether central differences say something: not where an input sits on a kink or at infinity.
    /// </summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>Every case there is.</summary>
    public static IReadOnlyList<TensorOpCase> All { get; } = 
    [
        .. ShapingCases.All, .. ReductionCases.All, .. OrderingCases.All, .. IndexingCases.All, .. ProductCases.All,
        .. CreationCases.All,
    ];

    public static TensorOpCase Of(string key) => All.Single(c => c.Key == key);
}
