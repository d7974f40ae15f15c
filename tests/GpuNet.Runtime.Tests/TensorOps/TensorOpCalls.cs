using System.Text.Json;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>How a stored call of each op is made here.</summary>
internal static class TensorOpCalls
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Tensor>, TensorOpCall, Tensor>> Ops = new()
    {
        ["reshape"] = (x, c) => x[0].Reshape(c.Ints("extents")),
        ["permute"] = (x, c) => x[0].Permute(c.Ints("axes")),
        ["transpose"] = (x, c) => c.Has("first") ? x[0].Transpose(c.Int("first"), c.Int("second")) : x[0].Transpose(),
        ["move_axis"] = (x, c) => x[0].MoveAxis(c.Int("from"), c.Int("to")),
        ["squeeze"] = (x, c) => c.Has("axis") ? x[0].Squeeze(c.Int("axis")) : x[0].Squeeze(),
        ["unsqueeze"] = (x, c) => x[0].Unsqueeze(c.Int("axis")),
        ["flatten"] = (x, c) => x[0].Flatten(c.Int("first"), c.Int("last")),
        ["expand"] = (x, c) => x[0].Expand(c.Ints("extents")),
        ["repeat"] = (x, c) => x[0].Repeat(c.Ints("times")),
        ["flip"] = (x, c) => x[0].Flip(c.Int("axis")),
        ["slice"] = (x, c) => x[0][[.. c.Arguments.GetProperty("items").EnumerateArray().Select(Item)]],
        ["split"] = (x, c) => (c.Has("length")
            ? x[0].Split(c.Int("length"), c.Int("axis")) : x[0].Split(c.Ints("lengths"), c.Int("axis")))[c.Int("part")],
        ["chunk"] = (x, c) => x[0].Chunk(c.Int("count"), c.Int("axis"))[c.Int("part")],
        ["concatenate"] = (x, c) => Functional.Concatenate(x, c.Int("axis")),
        ["stack"] = (x, c) => Functional.Stack(x, c.Int("axis")),

        ["sum"] = (x, c) => Reduce(c, x[0].Sum, x[0].Sum, x[0].Sum),
        ["mean"] = (x, c) => Reduce(c, x[0].Mean, x[0].Mean, x[0].Mean),
        ["product"] = (x, c) => Reduce(c, x[0].Product, x[0].Product, x[0].Product),
        ["logsumexp"] = (x, c) => Reduce(c, x[0].LogSumExp, x[0].LogSumExp, x[0].LogSumExp),
        ["max"] = (x, c) => Reduce(c, x[0].Max, x[0].Max, x[0].Max),
        ["min"] = (x, c) => Reduce(c, x[0].Min, x[0].Min, x[0].Min),
        ["amax"] = (x, c) => Reduce(c, () => x[0].Max([]), (axis, keep) => x[0].Max([axis], keep), x[0].Max),
        ["amin"] = (x, c) => Reduce(c, () => x[0].Min([]), (axis, keep) => x[0].Min([axis], keep), x[0].Min),
        ["argmax"] = (x, c) => x[0].ArgMax(c.Int("axis"), c.Flag("keep")),
        ["argmin"] = (x, c) => x[0].ArgMin(c.Int("axis"), c.Flag("keep")),
        ["variance"] = (x, c) => Reduce(
            c, () => x[0].Variance(c.Number("correction")), (axis, keep) => x[0].Variance(axis, keep, c.Int("correction")),
            (axes, keep) => x[0].Variance(axes, keep, c.Int("correction"))),
        ["standard_deviation"] = (x, c) => Reduce(
            c, () => x[0].StandardDeviation(c.Number("correction")),
            (axis, keep) => x[0].StandardDeviation(axis, keep, c.Int("correction")),
            (axes, keep) => x[0].StandardDeviation(axes, keep, c.Int("correction"))),
        ["norm"] = (x, c) => Reduce(
            c, () => x[0].Norm(c.Number("p")), (axis, keep) => x[0].Norm(c.Number("p"), axis, keep),
            (axes, keep) => x[0].Norm(c.Number("p"), axes, keep)),
        ["cumulative_sum"] = (x, c) => x[0].CumulativeSum(c.Int("axis")),
        ["softmax"] = (x, c) => x[0].Softmax(c.Int("axis")),
        ["log_softmax"] = (x, c) => x[0].LogSoftmax(c.Int("axis")),

        ["sort"] = (x, c) => x[0].Sort(c.Int("axis"), c.Flag("descending")).Values,
        ["argsort"] = (x, c) => x[0].ArgSort(c.Int("axis"), c.Flag("descending")),
        ["topk"] = (x, c) => x[0].TopK(c.Int("count"), c.Int("axis"), c.Flag("largest")) is var top && c.Flag("indices")
            ? top.Indices : top.Values,

        ["gather"] = (x, c) => x[0].Gather(c.Int("axis"), x[1]),
        ["scatter_add"] = (x, c) => x[0].ScatterAdd(c.Int("axis"), x[1], x[2]),
        ["scatter"] = (x, c) => x[0].Scatter(c.Int("axis"), x[1], x[2]),
        // Indices of the device and of the host, and of the other type, in turn.
        ["index_select"] = (x, c) => c.Index % 3 == 0
            ? x[0].IndexSelect(c.Int("axis"), x[1].ToArray<int>())
            : x[0].IndexSelect(c.Int("axis"), c.Index % 3 == 1 ? x[1] : x[1].To(DType.Int64)),
        ["index_add"] = (x, c) => x[0].IndexAdd(c.Int("axis"), x[1], x[2]),
        ["masked_select"] = (x, c) => x[0].MaskedSelect(c.Index % 2 == 0 ? x[1] : x[1].To(DType.Bool)),
        ["one_hot"] = (x, c) => Functional.OneHot(x[0], c.Int("classes"), DType.Float64),

        ["matmul"] = (x, c) => x[0].MatMul(x[1], c.Flag("left"), c.Flag("right")),
        ["dot"] = (x, _) => Functional.Dot(x[0], x[1]),
        ["outer"] = (x, _) => Functional.Outer(x[0], x[1]),

        ["arange"] = (_, c) => Tensor.Arange(c.Number("start"), c.Number("end"), c.Number("step"), DType.Float64),
        ["linspace"] = (_, c) => Tensor.Linspace(c.Number("start"), c.Number("end"), c.Int("count"), DType.Float64),
        ["eye"] = (_, c) => Tensor.Eye(c.Int("rows"), c.Int("columns"), DType.Float64),
        ["full"] = (_, c) => Tensor.Full(Shape.Create(c.Ints("extents")), c.Number("value"), DType.Float64),
    };

    public static IEnumerable<string> Names => Ops.Keys;

    /// <summary>Makes the call with these inputs.</summary>
    public static Tensor Run(string op, TensorOpCall call, IReadOnlyList<Tensor> inputs) => Ops[op](inputs, call);

    private delegate Tensor OfAxes(ReadOnlySpan<int> axes, bool keep);

    private static Tensor Reduce(TensorOpCall call, Func<Tensor> whole, Func<int, bool, Tensor> ofAxis, OfAxes ofAxes) =>
        call.Has("axis") ? ofAxis(call.Int("axis"), call.Flag("keep"))
        : call.Has("axes") ? ofAxes(call.Ints("axes"), call.Flag("keep"))
        : whole();

    private static TensorIndex Item(JsonElement item)
    {
        if (item.TryGetProperty("at", out var at)) return at.GetInt32();
        if (item.TryGetProperty("new", out _)) return TensorIndex.NewAxis;
        var (range, step) = (item.GetProperty("from").GetInt32()..item.GetProperty("to").GetInt32(), item.GetProperty("step").GetInt32());
        return step == 1 ? range : (range, step);
    }
}
