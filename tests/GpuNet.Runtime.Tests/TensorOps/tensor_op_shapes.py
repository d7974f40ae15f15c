"""Ops that shape, take apart and join."""
import torch

from tensor_op_calls import LONG, long, op


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
