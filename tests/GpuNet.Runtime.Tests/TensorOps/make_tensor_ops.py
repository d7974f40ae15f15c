"""Stores what PyTorch (1.13, float64) computes for ops over whole tensors: python3 make_tensor_ops.py

Each op has at least 200 calls, drawn by a function that returns its arguments, the same in torch, and the inputs; and calls of
lengths at which our kernels do something else, listed below it.
"""
import os

import numpy as np
import torch
import torch.nn.functional as F

from tensor_op_calls import LONG, long, op, store
import tensor_op_shapes  # noqa: F401
import tensor_op_reductions  # noqa: F401

INF = float("inf")


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
