"""Stores what PyTorch (1.13, float64) computes for ops over whole tensors: python3 make_tensor_ops.py

Each op has at least 200 calls, drawn by a function here that returns its arguments, the same in torch, and the inputs; and
calls of lengths at which our kernels do something else, listed below it.
"""
import os

import numpy as np
import torch
import torch.nn.functional as F

from tensor_op_calls import CALLS, Draw, Store

store = Store()
INF = float("inf")


def op(name, degree=0, kinds=("random", "edges", "random", "large")):
    """Draws the op's calls, in turn of the kinds."""
    def draw(function):
        random = np.random.RandomState(sum(map(ord, name)))
        for k in range(CALLS):
            kind = kinds[k % len(kinds)]
            arguments, run, inputs, *smooth = function(Draw(random, kind))
            store.add(name, kind, arguments, run, inputs, smooth=not smooth or smooth[0], degree=degree)
    return draw


def long(name, arguments, run, *inputs):
    store.add(name, "random", arguments, run, inputs)


LONG = Draw(np.random.RandomState(5), "random")


# Shapes.

@op("reshape")
def _(d):
    x = d.tensor(empty=False)
    extents = [*d.split(x.numel()), *d.choice([[], [1]])]
    if d.chance(0.5):
        extents[d.below(len(extents))] = -1
    return {"extents": extents}, lambda x: x.reshape(extents), [x]


@op("permute")
def _(d):
    x = d.tensor(low=1)
    axes = [int(a) for a in d.random.permutation(x.dim())]
    return {"axes": axes}, lambda x: x.permute(axes), [x]


for shape, axes in (((2, 3, 2, 3, 2, 3), [5, 1, 3, 0, 4, 2]), ((9, 2, 3, 35), [3, 1, 0, 2]), ((1, 5, 1), [1, 0, 2])):
    long("permute", {"axes": axes}, lambda x: x.permute(axes), LONG.of(*shape))


@op("transpose")
def _(d):
    x = d.tensor(low=2)
    if x.dim() == 2 and d.chance(0.5):
        return {}, lambda x: x.T, [x]
    first, second = d.axis(x), d.axis(x)
    return {"first": first, "second": second}, lambda x: x.transpose(first, second), [x]


for shape, first, second in (((37, 41), 0, 1), ((3, 9, 35), 1, 2), ((3, 5, 17), 0, 1), ((5, 3, 7), 0, -1)):
    long("transpose", {"first": first, "second": second}, lambda x: x.transpose(first, second), LONG.of(*shape))


@op("move_axis")
def _(d):
    x = d.tensor(low=1)
    source, target = d.axis(x), d.axis(x)
    return {"from": source, "to": target}, lambda x: x.movedim(source, target), [x]


@op("squeeze")
def _(d):
    shape = [0 if d.chance(0.02) else d.choice([1, 1, 2, 3]) for _ in range(d.below(5))]
    x = d.of(*shape)
    if not shape or d.chance(0.3):
        return {}, lambda x: x.squeeze(), [x]
    axis = d.axis(x)
    return {"axis": axis}, lambda x: x.squeeze(axis), [x]


@op("unsqueeze")
def _(d):
    x = d.tensor()
    axis = d.below(2 * x.dim() + 2) - x.dim() - 1
    return {"axis": axis}, lambda x: x.unsqueeze(axis), [x]


@op("flatten")
def _(d):
    x = d.tensor(low=1)
    first = d.below(x.dim())
    last = first + d.below(x.dim() - first) - x.dim() * d.chance(0.5)
    return {"first": first, "last": last}, lambda x: x.flatten(first, last), [x]


@op("expand")
def _(d):
    shape = [d.choice([1, 1, 2, 3]) for _ in range(d.choice([0, 1, 2, 2, 3, 3]))]
    extents = [d.choice([0, 2, 3, 4]) if d.chance(0.05) else d.choice([2, 3, 4]) for _ in range(d.below(3))] + [
        d.choice([1, 2, 4]) if e == 1 else d.choice([e, -1]) for e in shape]
    if not extents:
        extents = [3]
    return {"extents": extents}, lambda x: x.expand(extents), [d.of(*shape)]


long("expand", {"extents": [4, 3, 19]}, lambda x: x.expand(4, 3, 19), LONG.of(3, 1))


@op("repeat")
def _(d):
    x = d.tensor(high=3, most=12)
    times = [1 + d.below(3) for _ in range(x.dim() + d.below(2))] or [2]
    return {"times": times}, lambda x: x.repeat(times), [x]


@op("flip")
def _(d):
    x = d.tensor(low=1)
    axis = d.axis(x)
    return {"axis": axis}, lambda x: x.flip(axis), [x]


long("flip", {"axis": -1}, lambda x: x.flip(-1), LONG.of(2, 21))


def index(item):
    return item["at"] if "at" in item else None if "new" in item else slice(item["from"], item["to"], item["step"])


@op("slice")
def _(d):
    x = d.tensor(low=1, empty=False)
    items = []
    for extent in x.shape[:1 + d.below(x.dim())]:
        if d.chance(0.1):
            items.append({"new": True})
        if d.chance(0.3):
            items.append({"at": d.below(2 * extent) - extent})
        else:
            start = d.below(extent + 1)
            items.append({"from": start, "to": start + d.below(extent - start + 1), "step": d.choice([1, 1, 2, 3])})
    return {"items": items}, lambda x: x[tuple(map(index, items))], [x]


for shape, items in (
        ((5, 40), [{"from": 0, "to": 5, "step": 1}, {"from": 2, "to": 35, "step": 1}]),
        ((5, 9), [{"from": 0, "to": 5, "step": 2}, {"from": 1, "to": 8, "step": 3}]), ((8, 20), [{"from": 1, "to": 8, "step": 3}])):
    long("slice", {"items": items}, lambda x: x[tuple(map(index, items))], LONG.of(*shape))


@op("split")
def _(d):
    x = d.tensor(low=1, empty=False)
    axis = d.axis(x)
    extent = x.shape[axis]
    if d.chance(0.5):
        length = 1 + d.below(extent)
        part = d.below(-(-extent // length))
        return {"length": length, "axis": axis, "part": part}, lambda x: x.split(length, axis)[part], [x]
    cut = d.below(extent + 1)
    lengths, part = [cut, extent - cut], d.below(2)
    return {"lengths": lengths, "axis": axis, "part": part}, lambda x: x.split(lengths, axis)[part], [x]


@op("chunk")
def _(d):
    x = d.tensor(low=1, empty=False)
    axis, count = d.axis(x), 1 + d.below(4)
    part = d.below(len(x.chunk(count, axis)))
    return {"count": count, "axis": axis, "part": part}, lambda x: x.chunk(count, axis)[part], [x]


@op("concatenate")
def _(d):
    shape = d.shape(low=1, high=3, most=12, empty=False)
    axis = d.below(2 * len(shape)) - len(shape)
    parts = []
    for _ in range(1 + d.below(4)):
        shape[axis] = d.below(4)
        parts.append(d.of(*shape))
    return {"axis": axis}, lambda *x: torch.cat(x, axis), parts


long("concatenate", {"axis": 1}, lambda *x: torch.cat(x, 1), LONG.of(4, 17), LONG.of(4, 3))


@op("stack")
def _(d):
    shape = d.shape(high=3, most=12)
    axis = d.below(2 * len(shape) + 2) - len(shape) - 1
    return {"axis": axis}, lambda *x: torch.stack(x, axis), [d.of(*shape) for _ in range(1 + d.below(4))]


# Reductions.

def reduction(name, function, degree=1, empty=True, long_shapes=(), **limits):
    @op(name, degree)
    def _(d):
        x = d.tensor(empty=empty, **limits)
        arguments, dims, keep = d.reduction(x)
        return arguments, lambda x: function(x, dims, keep), [x]
    for shape, axis in long_shapes:
        arguments = {} if axis is None else {"axis": axis, "keep": False}
        dims = list(range(len(shape))) if axis is None else [axis]
        long(name, arguments, lambda x: function(x, dims, False), LONG.of(*shape))


reduction("sum", lambda x, dims, keep: x.sum(dims, keep), long_shapes=[((2, 1030), -1), ((70, 3), 0), ((5000,), None)])
reduction("mean", lambda x, dims, keep: x.mean(dims, keep), long_shapes=[((3, 500), 1)])


def logsumexp(x, dims, keep):
    if x.numel() == 0 or x.isnan().any() or x.isinf().any():
        return x.logsumexp(dims, keep)
    # torch.logsumexp's gradient is exp(x - y): where y is so large that log(n) is lost in it, n equals get 1 each, not 1 / n.
    largest = x.detach().amax(dims, keepdim=True)
    y = (x - largest).exp().sum(dims, keepdim=True).log() + largest
    return y if keep else y.reshape(x.logsumexp(dims).shape)


reduction("logsumexp", logsumexp, long_shapes=[((3, 500), 1)], low=1)
reduction("amax", lambda x, dims, keep: x.amax(dims, keep), empty=False, low=1, long_shapes=[((5, 300), 1)])
reduction("amin", lambda x, dims, keep: x.amin(dims, keep), empty=False, low=1, long_shapes=[((5, 300), 1)])


def product(x, dims, keep):
    # The gradient of torch.prod divides by the elements, which is NaN at infinities; products of slices multiply the others.
    for dim in sorted((d % x.dim() for d in dims), reverse=True):
        y = x.prod(dim, keep)
        for k in range(x.shape[dim]):
            y = x.narrow(dim, k, 1) * (y if k else 1)
        x = y if keep or x.shape[dim] == 0 else y.squeeze(dim)
    return x


reduction("product", product, degree=7, low=1, most=14, high=3)


def extremum(name, function, long_shapes):
    @op(name, degree=1)
    def _(d):
        x = d.tensor(empty=False)
        if x.dim() == 0 or d.chance(0.3):
            return {}, lambda x: function(x), [x]
        axis, keep = d.axis(x), d.chance(0.4)
        return {"axis": axis, "keep": keep}, lambda x: function(x, axis, keep)[0], [x]
    for shape, axis in long_shapes:
        arguments = {} if axis is None else {"axis": axis, "keep": False}
        long(name, arguments, lambda x: function(x) if axis is None else function(x, axis)[0], LONG.of(*shape))


extremum("max", torch.max, [((5000,), None), ((3, 300), 1)])
extremum("min", torch.min, [((70, 3), None), ((300, 2), 0)])


def index_of_extremum(name, function):
    @op(name)
    def _(d):
        x = d.tensor(low=1, empty=False)
        axis, keep = d.axis(x), d.chance(0.4)
        return {"axis": axis, "keep": keep}, lambda x: function(x, axis, keep), [x]
    long(name, {"axis": 1, "keep": False}, lambda x: function(x, 1), LONG.of(3, 300, 2))
    long(name, {"axis": 0, "keep": False}, lambda x: function(x, 0), LONG.of(4000, low=-8, high=8).floor())
    nan = torch.tensor([float("nan")], dtype=torch.float64)
    long(name, {"axis": 0, "keep": False}, lambda x: function(x, 0), torch.cat([LONG.of(200), nan, LONG.of(700), nan]))


index_of_extremum("argmax", torch.argmax)
index_of_extremum("argmin", torch.argmin)


def spread(name, function, long_shapes=()):
    @op(name, degree=1 if function is torch.std else 2)
    def _(d):
        x = d.tensor(low=1, empty=False)
        arguments, dims, keep = d.reduction(x)
        correction = d.below(2)
        count = np.prod([x.shape[k] for k in dims])
        return ({**arguments, "correction": correction}, lambda x: function(x, dims, unbiased=correction == 1, keepdim=keep), [x],
                count > 1)
    for shape, shift in long_shapes:
        long(name, {"axis": -1, "keep": False, "correction": 1}, lambda x: function(x, [-1]), LONG.of(*shape) + shift)


spread("variance", torch.var, [((3, 100), 1024), ((2, 700), 0)])
spread("standard_deviation", torch.std, [((2, 700), 0)])


@op("norm", degree=1)
def _(d):
    x = d.tensor(low=1, empty=False)
    arguments, dims, keep = d.reduction(x)
    p = d.choice([0, 0.5, 1, 1.5, 2, 2, 3, INF, -INF, -2])
    return ({**arguments, "p": str(p)}, lambda x: torch.linalg.vector_norm(x, p, dims, keep), [x], p != 0)


@op("cumulative_sum", degree=1)
def _(d):
    x = d.tensor(low=1)
    axis = d.axis(x)
    return {"axis": axis}, lambda x: x.cumsum(axis), [x]


for shape, axis in (((2, 1300), 1), ((520, 3), 0), ((272,), 0), ((544,), 0)):
    long("cumulative_sum", {"axis": axis}, lambda x: x.cumsum(axis), LONG.of(*shape))


def softmax(name, function, degree):
    @op(name, degree)
    def _(d):
        x = d.tensor(low=1)
        axis = d.axis(x)
        return {"axis": axis}, lambda x: function(x, axis), [x]
    for shape, axis in (((2, 70, 3), 1), ((3, 300), -1)):
        long(name, {"axis": axis}, lambda x: function(x, axis), LONG.of(*shape))


softmax("softmax", torch.softmax, 0)
softmax("log_softmax", torch.log_softmax, 1)


# Order.

def ordering(name, part):
    def function(axis, descending):
        return lambda x: torch.sort(x, dim=axis, descending=descending, stable=True)[part]

    @op(name)
    def _(d):
        x = d.tensor(low=1)
        axis, descending = d.axis(x), d.chance(0.5)
        return {"axis": axis, "descending": descending}, function(axis, descending), [x]
    for shape, axis, descending in (((2, 130), -1, False), ((1000,), 0, False), ((2, 150, 2), 1, True)):
        long(name, {"axis": axis, "descending": descending}, function(axis, descending), LONG.of(*shape))
        long(name, {"axis": axis, "descending": descending}, function(axis, descending), LONG.of(*shape).mul(4).floor().int())
    integers = torch.tensor([3, -1, 2**31 - 1, -2**31, 0, 3], dtype=torch.int32)
    long(name, {"axis": 0, "descending": False}, function(0, False), integers)


ordering("sort", 0)
ordering("argsort", 1)


@op("topk")
def _(d):
    x = d.tensor(low=1, empty=False)
    if d.kind != "random":  # equals have no order in torch: each number once
        special = [0.0, INF, -INF, float("nan"), 1e-45, -1e-45, -1e-40, 3e38, -3e38]
        if d.chance(0.5):
            special[0] = -0.0
        values = np.concatenate([special, d.random.uniform(-2, 2, x.numel())]).astype(np.float32)
        x = torch.tensor(d.random.permutation(values)[:x.numel()].astype(np.float64)).reshape(x.shape)
    axis, largest, part = d.axis(x), d.chance(0.5), int(d.chance(0.3))
    count = 1 + d.below(x.shape[axis])
    return ({"count": count, "axis": axis, "largest": largest, "indices": part == 1},
            lambda x: x.topk(count, axis, largest)[part], [x])


for shape, count, part in (((2, 1000), 9, 0), ((2, 300), 100, 0), ((3, 200), 70, 1)):
    long("topk", {"count": count, "axis": 1, "largest": True, "indices": part == 1}, lambda x: x.topk(count, 1)[part], LONG.of(*shape))


# Indices.

def indices(d, shape, count):
    return torch.from_numpy(d.random.randint(0, max(count, 1), shape))


def picked(d, x, axis):
    """Indices along the axis: of any extent there, of no larger ones elsewhere."""
    shape = [1 + d.below(e) for e in x.shape]
    shape[axis] = d.below(5)
    return indices(d, shape, x.shape[axis])


@op("gather")
def _(d):
    x = d.tensor(low=1, empty=False)
    axis = d.axis(x)
    return {"axis": axis}, lambda x, n: x.gather(axis, n), [x, picked(d, x, axis)]


long("gather", {"axis": -1}, lambda x, n: x.gather(-1, n), LONG.of(2, 30), indices(LONG, (2, 200), 30))


@op("scatter_add", degree=1)
def _(d):
    x = d.tensor(low=1, empty=False)
    axis = d.axis(x)
    n = picked(d, x, axis)
    return {"axis": axis}, lambda x, n, y: x.scatter_add(axis, n, y), [x, n, d.of(*n.shape)]


long("scatter_add", {"axis": 0}, lambda x, n, y: x.scatter_add(0, n, y), LONG.of(20), indices(LONG, (500,), 20), LONG.of(500))


@op("scatter")
def _(d):
    x = d.tensor(low=1, empty=False)
    axis = d.axis(x)
    shape = [1 + d.below(e) for e in x.shape]
    # No place twice: torch takes any of several.
    order = torch.from_numpy(d.random.uniform(size=x.shape).argsort(axis))
    n = order[tuple(slice(e) for e in shape)]
    return {"axis": axis}, lambda x, n, y: x.scatter(axis, n, y), [x, n, d.of(*shape)]


@op("index_select")
def _(d):
    x = d.tensor(low=1, empty=False)
    axis = d.axis(x)
    return {"axis": axis}, lambda x, n: x.index_select(axis, n), [x, indices(d, (d.below(5),), x.shape[axis])]


long("index_select", {"axis": 0}, lambda x, n: x.index_select(0, n), LONG.of(5, 70), indices(LONG, (6,), 5))


@op("index_add", degree=1)
def _(d):
    x = d.tensor(low=1, empty=False)
    axis, count = d.axis(x), d.below(5)
    shape = list(x.shape)
    shape[axis] = count
    return {"axis": axis}, lambda x, n, y: x.index_add(axis, n, y), [x, indices(d, (count,), x.shape[axis]), d.of(*shape)]


@op("masked_select")
def _(d):
    x = d.tensor()
    return {}, lambda x, m: x.masked_select(m != 0), [x, indices(d, x.shape, 2)]


@op("one_hot")
def _(d):
    classes = 1 + d.below(5)
    return ({"classes": classes}, lambda n: F.one_hot(n, classes).double(), [indices(d, d.shape(low=1, high=3, most=12, empty=False), classes)])


# Products.

@op("matmul", degree=2)
def _(d):
    m, k, n = (d.choice([1, 2, 3, 4]) for _ in range(3))
    if d.chance(0.05):
        k = 0
    batch = [d.choice([1, 2, 3]) for _ in range(d.below(3))]
    left = [m, k] if d.chance(0.8) else [k]
    right = [k, n] if d.chance(0.8) else [k]
    first, second = len(left) == 2 and d.chance(0.3), len(right) == 2 and d.chance(0.3)
    if first:
        left.reverse()
    if second:
        right.reverse()
    if len(left) == 2:
        left = [e if d.chance(0.7) else 1 for e in batch] + left
    if len(right) == 2:
        right = batch[d.below(len(batch) + 1):] + right
    return ({"left": first, "right": second},
            lambda a, b: (a.transpose(-1, -2) if first else a) @ (b.transpose(-1, -2) if second else b), [d.of(*left), d.of(*right)])


for left, right in (((3, 37, 19), (3, 19, 35)), ((2, 3, 2, 4), (4, 3)), ((2, 4), (3, 4, 2)), ((0, 3, 2), (0, 2, 2))):
    long("matmul", {"left": False, "right": False}, torch.matmul, LONG.of(*left), LONG.of(*right))


@op("dot", degree=2)
def _(d):
    count = d.below(12)
    return {}, torch.dot, [d.of(count), d.of(count)]


@op("outer", degree=2)
def _(d):
    return {}, torch.outer, [d.of(d.below(6)), d.of(1 + d.below(5))]


# Creation.

@op("arange", kinds=["random"])
def _(d):
    step = d.choice([-3, -1, -0.5, 0.25, 1, 2.5])
    start = (d.below(80) - 40) / 4
    end = start + step * d.below(20) + step * d.choice([0, 0.5])
    return {"start": start, "end": end, "step": step}, lambda: torch.arange(start, end, step, dtype=torch.float64), []


@op("linspace", kinds=["random"])
def _(d):
    start, end, count = (d.below(80) - 40) / 8, (d.below(80) - 40) / 8, d.below(20)
    return {"start": start, "end": end, "count": count}, lambda: torch.linspace(start, end, count, dtype=torch.float64), []


@op("eye", kinds=["random"])
def _(d):
    rows, columns = 1 + d.below(14), 1 + d.below(20)
    return {"rows": rows, "columns": columns}, lambda: torch.eye(rows, columns, dtype=torch.float64), []


@op("full")
def _(d):
    shape, value = d.shape(), d.of(1).item()
    return {"extents": shape, "value": repr(value)}, lambda: torch.full(shape, value, dtype=torch.float64), []


# No elements, where the ops above draw some.

def none(name, arguments, run, *inputs):
    long(name, arguments, run, LONG.of(0, 3), *inputs)


none("reshape", {"extents": [3, 2, 0]}, lambda x: x.reshape(3, 2, 0))
none("slice", {"items": [{"from": 0, "to": 0, "step": 1}, {"at": 1}]}, lambda x: x[:, 1])
none("expand", {"extents": [2, 0, 3]}, lambda x: x.expand(2, 0, 3))
none("split", {"length": 2, "axis": 1, "part": 1}, lambda x: x.split(2, 1)[1])
none("chunk", {"count": 2, "axis": 1, "part": 0}, lambda x: x.chunk(2, 1)[0])
for name, function in (("amax", torch.amax), ("amin", torch.amin)):
    none(name, {"axes": [1], "keep": True}, lambda x: function(x, [1], True))
for name, function in (("max", torch.max), ("min", torch.min)):
    none(name, {"axis": 1, "keep": False}, lambda x: function(x, 1)[0])
for name, function in (("argmax", torch.argmax), ("argmin", torch.argmin)):
    none(name, {"axis": 1, "keep": False}, lambda x: function(x, 1))
for name, function in (("variance", torch.var), ("standard_deviation", torch.std)):
    none(name, {"axis": 1, "keep": False, "correction": 1}, lambda x: function(x, 1))
none("norm", {"axis": 1, "keep": False, "p": "2"}, lambda x: torch.linalg.vector_norm(x, 2, 1))
none("norm", {"axis": 0, "keep": False, "p": "1"}, lambda x: torch.linalg.vector_norm(x, 1, 0))
none("topk", {"count": 2, "axis": 1, "largest": True, "indices": False}, lambda x: x.topk(2, 1)[0])
none("gather", {"axis": 1}, lambda x, n: x.gather(1, n), torch.zeros(0, 2, dtype=torch.int64))
none("scatter", {"axis": 1}, lambda x, n, y: x.scatter(1, n, y), torch.zeros(0, 2, dtype=torch.int64), LONG.of(0, 2))
none("scatter_add", {"axis": 1}, lambda x, n, y: x.scatter_add(1, n, y), torch.zeros(0, 2, dtype=torch.int64), LONG.of(0, 2))
none("index_select", {"axis": 1}, lambda x, n: x.index_select(1, n), torch.tensor([2, 0]))
none("index_add", {"axis": 1}, lambda x, n, y: x.index_add(1, n, y), torch.tensor([2, 0]), LONG.of(0, 2))
none("concatenate", {"axis": 1}, lambda *x: torch.cat(x, 1), LONG.of(0, 2))
long("one_hot", {"classes": 3}, lambda n: F.one_hot(n, 3).double(), torch.zeros(0, 2, dtype=torch.int64))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Fixtures", "tensor_ops.zip")
store.save(path)
print(torch.__version__, len(store.calls), "ops", sum(map(len, store.calls.values())), "calls", os.path.getsize(path), "bytes")
