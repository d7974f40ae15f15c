namespace GpuNet.Runtime.Tests.TensorOps;

internal static class IndexingCases
{
    public static TensorOpCase[] All { get; } =
    [
        new("gather/1", x => x[0].Gather(1, x[1])),
        new("gather/0, fewer", x => x[0].Gather(0, x[1])),
        new("gather/long", x => x[0].Gather(-1, x[1])),
        new("scatter_add/1", x => x[0].ScatterAdd(1, x[1], x[2])),
        new("scatter_add/0, fewer", x => x[0].ScatterAdd(0, x[1], x[2])),
        new("scatter_add/long", x => x[0].ScatterAdd(0, x[1], x[2])),
        new("scatter/1", x => x[0].Scatter(1, x[1], x[2])),
        new("scatter/0, fewer", x => x[0].Scatter(0, x[1], x[2])),
        new("index_select/0", x => x[0].IndexSelect(0, x[1])),
        new("index_select/1", x => x[0].IndexSelect(1, x[1].ToArray<int>())),
        new("index_select/long", x => x[0].IndexSelect(0, x[1].To(DType.Int64))),
        new("index_select/none", x => x[0].IndexSelect(0, x[1])),
        new("index_add/0", x => x[0].IndexAdd(0, x[1], x[2])),
        new("index_add/1", x => x[0].IndexAdd(1, x[1], x[2])),
        new("masked_select/some", x => x[0].MaskedSelect(x[1])),
        new("masked_select/none", x => x[0].MaskedSelect(x[1])),
        new("one_hot/4", x => Functional.OneHot(x[0], 4, DType.Float64)),
    ];
}
