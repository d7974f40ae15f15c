"""Stores what PyTorch (1.13, float64) computes for ops over whole tensors, with gradients: python3 make_tensor_ops.py

A case "op/details" has inputs "op/details.in0" ..., the output "op/details.out", and the gradients "op/details.grad0" of
the sum of the output weighted by weights(n). Every floating-point input is a float, so that single precision sees the
same numbers.
"""
import os
import sys

import numpy as np
import torch

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "GpuNet.Models.Tests", "Persistence"))
from safetensors_format import save  # noqa: E402

GOLDEN = 0.6180339887498949
INF, NAN = np.inf, np.nan
random = np.random.RandomState(5)
store = {}


def r(*shape, low=-2.0, high=2.0):
    """Numbers of which no two are equal."""
    return torch.tensor(random.uniform(low, high, shape).astype(np.float32).astype(np.float64))


def v(*values):
    return torch.tensor(np.array(values, dtype=np.float32).astype(np.float64))


def i(*values):
    return torch.tensor(values, dtype=torch.int64)


def weights(count):
    return torch.tensor([0.5 + k * GOLDEN % 1.0 for k in range(count)], dtype=torch.float64)


def case(key, function, *inputs):
    assert key + ".out" not in store, key
    inputs = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
    output = function(*inputs)
    for k, x in enumerate(inputs):
        store[f"{key}.in{k}"] = x.detach() if x.is_floating_point() else x.to(torch.int32)
    store[key + ".out"] = output.detach() if output.is_floating_point() else output.to(torch.int32)
    if not output.requires_grad:
        return
    leaves = [x for x in inputs if x.requires_grad]
    found = torch.autograd.grad((output.reshape(-1) * weights(output.numel())).sum(), leaves, allow_unused=True)
    grads = iter(found)
    for k, x in enumerate(inputs):
        if x.requires_grad:
            g = next(grads)
            store[f"{key}.grad{k}"] = torch.zeros_like(x).detach() if g is None else g.detach()


def shaping():
    case("reshape/6,-1", lambda x: x.reshape(6, -1), r(2, 3, 4))
    case("permute/2,0,1", lambda x: x.permute(2, 0, 1), r(2, 3, 5))
    case("permute/reversed", lambda x: x.permute(3, 2, 1, 0), r(2, 3, 4, 5))
    case("permute/six", lambda x: x.permute(5, 1, 3, 0, 4, 2), r(2, 3, 2, 3, 2, 3))
    case("permute/through tiles", lambda x: x.permute(3, 1, 0, 2), r(9, 2, 3, 35))
    case("permute/ones", lambda x: x.permute(1, 0, 2), r(1, 5, 1))
    case("permute/empty", lambda x: x.permute(1, 0), r(0, 3))
    case("transpose/matrix", lambda x: x.transpose(0, 1), r(37, 41))
    case("transpose/batch", lambda x: x.transpose(1, 2), r(3, 9, 35))
    case("transpose/outer", lambda x: x.transpose(0, 1), r(3, 5, 17))
    case("transpose/ends", lambda x: x.transpose(0, -1), r(5, 3, 7))
    case("move_axis/0,-1", lambda x: x.movedim(0, -1), r(3, 4, 5))
    case("move_axis/-1,1", lambda x: x.movedim(-1, 1), r(3, 4, 5))
    case("squeeze/1", lambda x: x.squeeze(1), r(3, 1, 2))
    case("squeeze/not", lambda x: x.squeeze(0), r(3, 1, 2))
    case("unsqueeze/-1", lambda x: x.unsqueeze(-1), r(3, 2))
    case("flatten/1,2", lambda x: x.flatten(1, 2), r(2, 3, 4, 5))
    case("expand/rows", lambda x: x.expand(4, 3, 19), r(3, 1))
    case("expand/all", lambda x: x.expand(2, 3, 4), r(1))
    case("expand/middle", lambda x: x.expand(2, 5, 3, 4), r(2, 1, 3, 1))
    case("expand/to none", lambda x: x.expand(0, 3), r(1, 3))
    case("repeat/2,3", lambda x: x.repeat(2, 3), r(2, 4))
    case("repeat/3,1,2", lambda x: x.repeat(3, 1, 2), r(2, 4))
    case("flip/0", lambda x: x.flip(0), r(5, 3))
    case("flip/-1", lambda x: x.flip(-1), r(2, 21))
    case("slice/columns", lambda x: x[:, 1:5], r(6, 9))
    case("slice/columns, long", lambda x: x[:, 2:35], r(5, 40))
    case("slice/rows", lambda x: x[2:4], r(6, 3))
    case("slice/one", lambda x: x[1, :, -2], r(3, 4, 5))
    case("slice/steps", lambda x: x[::2, 1:8:3], r(5, 9))
    case("slice/stepped rows", lambda x: x[1::3], r(8, 20))
    case("slice/new axis", lambda x: x[:, None, 1], r(3, 4))
    case("slice/number", lambda x: x[2], r(5))
    case("slice/nothing", lambda x: x[:, 2:2], r(3, 4))
    case("split/2 of 5, last", lambda x: x.split(2, 1)[2], r(3, 5))
    case("split/lengths", lambda x: x.split([1, 4, 2], -1)[1], r(2, 3, 7))
    case("chunk/3 of 7", lambda x: x.chunk(3, 0)[2], r(7, 2))
    case("concatenate/rows", lambda a, b, c: torch.cat([a, b, c]), r(2, 3), r(1, 3), r(4, 3))
    case("concatenate/columns", lambda a, b: torch.cat([a, b], 1), r(4, 17), r(4, 3))
    case("concatenate/middle", lambda a, b: torch.cat([a, b], 1), r(2, 3, 5), r(2, 1, 5))
    case("concatenate/none", lambda a, b: torch.cat([a, b], 1), r(2, 0), r(2, 3))
    case("stack/0", lambda a, b: torch.stack([a, b]), r(3, 4), r(3, 4))
    case("stack/-1", lambda a, b, c: torch.stack([a, b, c], -1), r(3, 4), r(3, 4), r(3, 4))


EDGES = v(0.0, -0.0, INF, 1.5, NAN, -INF, -0.0, 1e-45, -1e-45, 3e38, 1.5, NAN, -2.0, INF)


def reductions():
    case("sum/1", lambda x: x.sum(1), r(3, 5, 2))
    case("sum/0,2", lambda x: x.sum((0, 2)), r(3, 5, 2))
    case("sum/0,1, kept", lambda x: x.sum((0, 1), keepdim=True), r(3, 5, 2))
    case("sum/long", lambda x: x.sum(-1), r(2, 1030))
    case("sum/number", lambda x: x.sum(), r())
    case("mean/-1,0", lambda x: x.mean((-1, 0)), r(3, 5, 2))
    case("mean/1", lambda x: x.mean(1), r(3, 5))
    case("max/1", lambda x: x.max(1)[0], r(3, 5, 2))
    case("max/ties", lambda x: x.max(0)[0], v(1, 3, 3, 2, 3))
    case("max/whole, long", lambda x: x.max(), r(5000))
    case("min/0", lambda x: x.min(0)[0], r(7, 3))
    case("min/whole", lambda x: x.min(), r(70, 3))
    case("min/nan", lambda x: x.min(1)[0], torch.stack([EDGES, -EDGES]))
    case("argmax/1", lambda x: x.argmax(1), r(3, 300, 2))
    case("argmax/long", lambda x: x.argmax(0), r(4000, low=-1, high=1).mul(8).floor())
    case("argmin/-1", lambda x: x.argmin(-1), r(4, 5))
    case("argmin/long, nan", lambda x: x.argmin(0), torch.cat([r(200), v(NAN), r(700), v(NAN)]))
    case("amax/1,0", lambda x: x.amax((1, 0)), r(3, 5, 2))
    case("amax/ties", lambda x: x.amax((0, 1)), v(1, 3, 3, 2, 3, 0).reshape(2, 3))
    case("amin/0,2, kept", lambda x: x.amin((0, 2), keepdim=True), r(3, 5, 2))
    case("amin/ties", lambda x: x.amin(1), v(1, 0, 0, 2, 3, -0.0).reshape(2, 3))
    case("product/1", lambda x: x.prod(1), r(3, 5, 2))
    case("product/zeros", lambda x: x.prod(1), v(2, 0, 3, 0, 0, 4, 1, 2, 3).reshape(3, 3))
    case("product/whole", lambda x: x.prod(), r(7))
    case("product/none", lambda x: x.prod(1), r(2, 0))
    case("product/one", lambda x: x.prod(0), r(1, 3))
    case("logsumexp/0", lambda x: x.logsumexp(0), r(4, 3, low=-50, high=50))
    case("logsumexp/0,1", lambda x: x.logsumexp((0, 1)), r(4, 3, 2))
    case("logsumexp/large", lambda x: x.logsumexp(1), v(1000, 1001, -1000, -1002, 3, -1e30).reshape(3, 2))
    case("logsumexp/infinite", lambda x: x.logsumexp(1), v(INF, 1, -INF, -INF, -INF, 2).reshape(3, 2))
    case("variance/1", lambda x: x.var(1), r(3, 5, 2))
    case("variance/0,2, population", lambda x: x.var((0, 2), unbiased=False), r(3, 5, 2))
    case("variance/whole", lambda x: x.var(), r(3, 5, 2))
    case("variance/far from 0", lambda x: x.var(-1), r(3, 100) + 1024)
    case("variance/one", lambda x: x.var(1), r(3, 1))
    case("standard_deviation/1", lambda x: x.std(1), r(3, 5))
    case("standard_deviation/equal", lambda x: x.std(1, unbiased=False), v(2, 2, 2, 1, 5, 3).reshape(2, 3))
    for p in (0, 0.5, 1, 1.5, 2, 3, INF, -INF, -2):
        case(f"norm/{p}", lambda x: torch.linalg.vector_norm(x, p, 1), r(3, 5))
    for p in (0.5, 1, 1.5, 2, 3, INF):
        case(f"norm/{p}, zeros", lambda x: torch.linalg.vector_norm(x, p, 1), v(0, 0, 0, -3, 0, 4).reshape(2, 3))
    case("norm/frobenius", lambda x: torch.linalg.norm(x), r(4, 3))
    case("norm/0,2", lambda x: torch.linalg.vector_norm(x, 2, (0, 2), keepdim=True), r(3, 5, 2))
    case("cumulative_sum/0", lambda x: x.cumsum(0), r(5, 3))
    case("cumulative_sum/-1", lambda x: x.cumsum(-1), r(2, 3, 4))
    case("cumulative_sum/long", lambda x: x.cumsum(1), r(2, 1300))
    case("cumulative_sum/long, inner", lambda x: x.cumsum(0), r(520, 3))
    case("cumulative_sum/a chunk", lambda x: x.cumsum(0), r(272))
    case("cumulative_sum/two chunks", lambda x: x.cumsum(0), r(544))
    case("cumulative_sum/edges", lambda x: x.cumsum(0), EDGES[:5])
    case("cumulative_sum/none", lambda x: x.cumsum(0), r(0, 3))
    case("softmax/0", lambda x: x.softmax(0), r(4, 5))
    case("softmax/1", lambda x: x.softmax(1), r(2, 70, 3))
    case("softmax/-1", lambda x: x.softmax(-1), r(3, 4))
    case("log_softmax/0", lambda x: x.log_softmax(0), r(4, 5))
    case("log_softmax/1", lambda x: x.log_softmax(1), r(2, 5, 3))


def sorted_values(x, dim=-1, descending=False):
    return torch.sort(x, dim=dim, descending=descending, stable=True)[0]


def sorted_indices(x, dim=-1, descending=False):
    return torch.sort(x, dim=dim, descending=descending, stable=True)[1]


def ordering():
    case("sort/0", lambda x: sorted_values(x, 0), r(5, 3))
    case("sort/-1, descending", lambda x: sorted_values(x, -1, True), r(3, 7))
    case("sort/middle", lambda x: sorted_values(x, 1), r(2, 9, 3))
    case("sort/130", lambda x: sorted_values(x), r(2, 130))
    case("sort/1000", lambda x: sorted_values(x), r(1000))
    case("sort/edges", lambda x: sorted_values(x, 0), EDGES)
    case("sort/edges, descending", lambda x: sorted_values(x, 0, True), EDGES)
    case("sort/integers", lambda x: sorted_values(x, 0), i(3, -1, 2**31 - 1, -2**31, 0, 3))
    case("sort/one", lambda x: sorted_values(x, 0), r(1, 3))
    case("sort/none", lambda x: sorted_values(x, 1), r(2, 0))
    case("argsort/0", lambda x: sorted_indices(x, 0), r(5, 3))
    case("argsort/ties", lambda x: sorted_indices(x), r(3, 300).floor())
    case("argsort/ties, descending", lambda x: sorted_indices(x, 1, True), r(2, 150, 2).floor())
    case("argsort/edges", lambda x: sorted_indices(x, 0), EDGES)
    case("argsort/edges, descending", lambda x: sorted_indices(x, 0, True), EDGES)
    case("argsort/integers", lambda x: sorted_indices(x, 0), i(3, -1, 2**31 - 1, -2**31, 0, 3))
    case("topk/2", lambda x: x.topk(2)[0], r(3, 7))
    case("topk/2, smallest", lambda x: x.topk(2, 0, False)[0], r(7, 3))
    case("topk/9 of 1000", lambda x: x.topk(9, 1)[0], r(2, 1000))
    case("topk/100 of 300", lambda x: x.topk(100, 1)[0], r(2, 300))
    case("topk/indices", lambda x: x.topk(70, 1)[1], r(3, 200))
    case("topk/all", lambda x: x.topk(5, 0)[0], r(5))


def unused(n, k):
    return torch.from_numpy(random.permutation(n)[:k])


def indexing():
    case("gather/1", lambda x, n: x.gather(1, n), r(3, 4), i(0, 3, 3, 1, 2, 0, 0, 0, 0).reshape(3, 3))
    case("gather/0, fewer", lambda x, n: x.gather(0, n), r(3, 4, 2), i(0, 2, 1, 1, 2, 0, 0, 0).reshape(4, 2, 1))
    case("gather/long", lambda x, n: x.gather(1, n), r(2, 30), torch.from_numpy(random.randint(0, 30, (2, 200))))
    case("scatter_add/1", lambda x, n, y: x.scatter_add(1, n, y), r(2, 3), i(0, 2, 2, 2, 1, 1, 1, 1).reshape(2, 4), r(2, 4))
    case("scatter_add/0, fewer", lambda x, n, y: x.scatter_add(0, n, y[:2]), r(3, 4), i(2, 0, 2, 2).reshape(2, 2), r(3, 2))
    case("scatter_add/long", lambda x, n, y: x.scatter_add(0, n, y), r(20), torch.from_numpy(random.randint(0, 20, 500)), r(500))
    case("scatter/1", lambda x, n, y: x.scatter(1, n, y), r(2, 3), i(0, 2, 1, 2).reshape(2, 2), r(2, 2))
    case("scatter/0, fewer", lambda x, n, y: x.scatter(0, n, y[:2, :1]), r(3, 4), i(2, 0).reshape(2, 1), r(3, 2))
    case("index_select/0", lambda x, n: x.index_select(0, n), r(4, 3), i(2, 0, 2))
    case("index_select/1", lambda x, n: x.index_select(1, n), r(2, 5, 3), i(4, 4, 0, 1))
    case("index_select/long", lambda x, n: x.index_select(0, n), r(5, 70), i(4, 4, 0, 1, 4, 2))
    case("index_select/none", lambda x, n: x.index_select(0, n), r(4, 3), i())
    case("index_add/0", lambda x, n, y: x.index_add(0, n, y), r(4, 3), i(2, 0, 2), r(3, 3))
    case("index_add/1", lambda x, n, y: x.index_add(1, n, y), r(2, 3), i(1, 1, 0, 1), r(2, 4))
    case("masked_select/some", lambda x, m: x.masked_select(m != 0), r(2, 3), i(1, 0, 1, 0, 0, 1).reshape(2, 3))
    case("masked_select/none", lambda x, m: x.masked_select(m != 0), r(3), i(0, 0, 0))
    case("one_hot/4", lambda n: torch.nn.functional.one_hot(n, 4).double(), i(3, 0, 1, 3).reshape(2, 2))


def products():
    case("matmul/matrices", lambda a, b: a @ b, r(3, 4), r(4, 5))
    case("matmul/row", lambda a, b: a @ b, r(4), r(4, 3))
    case("matmul/column", lambda a, b: a @ b, r(3, 4), r(4))
    case("matmul/vectors", lambda a, b: a @ b, r(4), r(4))
    case("matmul/batch", lambda a, b: a @ b, r(3, 2, 4), r(3, 4, 2))
    case("matmul/one matrix", lambda a, b: a @ b, r(2, 3, 2, 4), r(4, 3))
    case("matmul/one matrix on the left", lambda a, b: a @ b, r(2, 4), r(3, 4, 2))
    case("matmul/broadcast", lambda a, b: a @ b, r(2, 1, 3, 2), r(3, 2, 2))
    case("matmul/batch of vectors", lambda a, b: a @ b, r(2, 3, 4), r(4))
    case("matmul/left transposed", lambda a, b: a.transpose(1, 2) @ b, r(2, 4, 3), r(2, 4, 2))
    case("matmul/right transposed", lambda a, b: a @ b.transpose(1, 2), r(2, 3, 4), r(2, 2, 4))
    case("matmul/both transposed", lambda a, b: a.transpose(1, 2) @ b.transpose(1, 2), r(2, 4, 3), r(1, 2, 4))
    case("matmul/odd", lambda a, b: a @ b, r(3, 37, 19), r(3, 19, 35))
    case("matmul/nothing to sum", lambda a, b: a @ b, r(2, 3, 0), r(2, 0, 2))
    case("matmul/no products", lambda a, b: a @ b, r(0, 3, 2), r(0, 2, 2))
    case("dot/5", torch.dot, r(5), r(5))
    case("outer/3x4", torch.outer, r(3), r(4))


def creation():
    case("arange/steps", lambda: torch.arange(-1.5, 2.25, 0.25, dtype=torch.float64))
    case("arange/down", lambda: torch.arange(5, -4, -3))
    case("linspace/9", lambda: torch.linspace(-1, 3, 9, dtype=torch.float64))
    case("linspace/1", lambda: torch.linspace(-1, 3, 1, dtype=torch.float64))
    case("eye/3", lambda: torch.eye(3, dtype=torch.float64))
    case("eye/2x20", lambda: torch.eye(2, 20, dtype=torch.float64))
    case("full/2x3", lambda: torch.full((2, 3), -1.5, dtype=torch.float64))


shaping()
reductions()
ordering()
indexing()
products()
creation()
print(torch.__version__, len([k for k in store if k.endswith(".out")]), "cases")
save(store, os.path.join(here, "Fixtures", "tensor_ops.safetensors"))
