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


def case(key, function, *inputs, gradients=True):
    assert key + ".out" not in store, key
    inputs = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
    output = function(*inputs)
    for k, x in enumerate(inputs):
        store[f"{key}.in{k}"] = x.detach() if x.is_floating_point() else x.to(torch.int32)
    store[key + ".out"] = output.detach() if output.is_floating_point() else output.to(torch.int32)
    if not gradients or not output.requires_grad:
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


shaping()
print(torch.__version__, len([k for k in store if k.endswith(".out")]), "cases")
save(store, os.path.join(here, "Fixtures", "tensor_ops.safetensors"))
