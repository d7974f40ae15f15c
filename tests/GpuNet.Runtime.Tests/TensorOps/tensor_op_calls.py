"""Draws calls of ops over whole tensors, has PyTorch compute them in double precision, and stores both.

A call has a kind, which says what its numbers are: "random" (no two equal), "edges" (zeros of both signs, infinities, NaN,
denormals and equal numbers among them) or "large" (up to the largest float). The file is a zip archive of three entries an op:
"op.calls" (JSON, a call a line), "op.inputs" (floats, so that single precision sees the same numbers) and "op.results"
(doubles): what the op gives; the gradients by its inputs, where it has any, of the results weighted by weights(n); and the
gradients of those, weighted again, by what flows in and by the inputs. Indices are part of the JSON.
"""
import json
import zipfile

import numpy as np
import torch

GOLDEN = 0.6180339887498949
CALLS = 200
EDGES = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 1e-40, -1e-40, 1.0, -1.0]
LARGE = [3.4028235e38, -3.4028235e38, 1e30, -1e30, 1e20, 1e-30, -0.0]


def weights(count):
    return torch.tensor([0.5 + k * GOLDEN % 1.0 for k in range(count)], dtype=torch.float64)


class Draw:
    """What random calls are made of."""

    def __init__(self, random, kind):
        self.random, self.kind = random, kind

    def below(self, count):
        return int(self.random.randint(count))

    def chance(self, probability):
        return self.random.uniform() < probability

    def choice(self, items):
        return items[self.below(len(items))]

    def shape(self, low=0, high=4, most=30, empty=True):
        """Up to four extents; now and then one of them 1, or 0."""
        rank = low + self.below(high - low + 1)
        shape = [self.choice([1, 2, 2, 3, 3, 4, 5]) for _ in range(rank)]
        while np.prod(shape) > most:
            shape[int(np.argmax(shape))] -= 1
        if empty and rank and self.chance(0.04):
            shape[self.below(rank)] = 0
        return shape

    def of(self, *shape, low=-2.0, high=2.0):
        """A tensor of the call's kind."""
        values = self.random.uniform(low, high, shape).astype(np.float32)
        special = {"random": [], "edges": EDGES, "large": LARGE}[self.kind]
        if special and self.chance(0.1):
            values = np.full(shape, self.choice(special), np.float32)  # all equal
        elif special:
            place = self.random.uniform(size=shape) < (0.35 if np.prod(shape) > 8 else 0.7)
            values = np.where(place, np.array(special, np.float32)[self.random.randint(len(special), size=shape)], values)
        return torch.tensor(values.astype(np.float64))

    def tensor(self, **options):
        return self.of(*self.shape(**options))

    def axis(self, x):
        return self.below(2 * x.dim()) - x.dim()

    def split(self, total):
        """Two factors."""
        first = self.choice([k for k in range(1, total + 1) if total % k == 0])
        return [first, total // first]

    def reduction(self, x, whole=True):
        """Arguments for all elements, one axis or several, and torch's dimensions."""
        way = self.below(3) if whole else 1 + self.below(2)
        if way == 0 or x.dim() == 0:
            return {}, list(range(x.dim())), False
        keep = self.chance(0.4)
        if way == 1:
            axis = self.axis(x)
            return {"axis": axis, "keep": keep}, [axis], keep
        axes = [int(a) - x.dim() * self.chance(0.3) for a in self.random.permutation(x.dim())[:1 + self.below(x.dim())]]
        return {"axes": axes, "keep": keep}, axes, keep


class Store:
    def __init__(self):
        self.calls, self.inputs, self.results = {}, {}, {}

    def add(self, op, kind, arguments, function, inputs, smooth=True, degree=0):
        """Computes one call. Smooth: central differences say something. Degree: of the op in its inputs, for rounding."""
        lines = self.calls.setdefault(op, [])
        numbers, results = self.inputs.setdefault(op, []), self.results.setdefault(op, [])
        inputs = [x.float().double() if x.is_floating_point() else x for x in inputs]
        leaves = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
        output = function(*leaves)
        line = {"kind": kind, "arguments": arguments, "inputs": [], "output": list(output.shape)}
        if smooth and kind == "random":
            line["smooth"] = True
        finite = [1.0]
        for x in inputs:
            if x.is_floating_point():
                line["inputs"].append({"shape": list(x.shape)})
                numbers.append(x.reshape(-1))
                finite += x[torch.isfinite(x)].abs().tolist()
            else:
                line["inputs"].append({"shape": list(x.shape), "integers": x.reshape(-1).tolist()})
        if kind == "large":
            line["scale"] = [max(finite) ** max(degree - order, 0) for order in range(3)]
        results.append(output.detach().reshape(-1).double())
        leaves = [x for x in leaves if x.requires_grad]
        if output.requires_grad:
            line["gradients"] = True
            results.extend(derivatives(output, leaves))
        lines.append(line)

    def save(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for op in sorted(self.calls):
                lines = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in self.calls[op])
                for name, content in (
                        ("calls", lines.encode()),
                        ("inputs", flat(self.inputs[op]).astype("<f4").tobytes()),
                        ("results", flat(self.results[op]).astype("<f8").tobytes())):
                    # A fixed date, so that the same numbers are the same file.
                    archive.writestr(zipfile.ZipInfo(f"{op}.{name}"), content, zipfile.ZIP_DEFLATED, 9)


def flat(tensors):
    return torch.cat(tensors).numpy() if tensors else np.zeros(0)


def derivatives(output, leaves):
    """Gradients by the leaves; then gradients of these by what flows in and by the leaves, all of them flat."""
    flowing = weights(output.numel()).reshape(output.shape).requires_grad_()
    found = torch.autograd.grad(output, leaves, flowing, create_graph=True, allow_unused=True)
    first = [torch.zeros_like(x) if g is None else g for x, g in zip(leaves, found)]
    total = sum((g * weights(g.numel()).reshape(g.shape)).sum() for g in first)
    again = [None] * (1 + len(leaves))
    if total.requires_grad:
        again = torch.autograd.grad(total, [flowing, *leaves], allow_unused=True)
    second = [torch.zeros_like(x) if g is None else g for x, g in zip([flowing, *leaves], again)]
    return [g.detach().reshape(-1) for g in first + second]


store = Store()


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
