namespace GpuNet.Runtime.Tests.TensorOps;

internal static class OrderingCases
{
    public static TensorOpCase[] All { get; } =
    [
        new("sort/0", x => x[0].Sort(0).Values),
        new("sort/-1, descending", x => x[0].Sort(descending: true).Values),
        new("sort/middle", x => x[0].Sort(1).Values),
        new("sort/130", x => x[0].Sort().Values),
        new("sort/1000", x => x[0].Sort().Values),
        new("sort/edges", x => x[0].Sort().Values) { IsSmooth = false },
        new("sort/edges, descending", x => x[0].Sort(0, descending: true).Values) { IsSmooth = false },
        new("sort/integers", x => x[0].Sort().Values),
        new("sort/one", x => x[0].Sort(0).Values),
        new("sort/none", x => x[0].Sort(1).Values),
        new("argsort/0", x => x[0].ArgSort(0)),
        new("argsort/ties", x => x[0].ArgSort()),
        new("argsort/ties, descending", x => x[0].ArgSort(1, descending: true)),
        new("argsort/edges", x => x[0].ArgSort()),
        new("argsort/edges, descending", x => x[0].ArgSort(0, descending: true)),
        new("argsort/integers", x => x[0].ArgSort()),
        new("topk/2", x => x[0].TopK(2).Values),
        new("topk/2, smallest", x => x[0].TopK(2, 0, largest: false).Values),
        new("topk/9 of 1000", x => x[0].TopK(9, 1).Values),
        new("topk/100 of 300", x => x[0].TopK(100, 1).Values),
        new("topk/indices", x => x[0].TopK(70, 1).Indices),
        new("topk/all", x => x[0].TopK(5).Values),
    ];
}
