"""Ops that make one number, or a line of them, of a line."""
import numpy as np
import torch

from tensor_op_calls import LONG, long, op

INF = float("inf")


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
