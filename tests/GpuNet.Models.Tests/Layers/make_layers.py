"""Writes Fixtures/layers.zip: layers of PyTorch with gradients of two orders, in double precision.

Run from anywhere: python3 make_layers.py (needs torch; made with 1.13). There are four sets of numbers for each case of
layer_cases.py: "ordinary"; "tiny", with zeros of both signs and denormals among inputs and parameters; "large", with numbers up to
the largest floats; "infinite", with infinities and NaN. An entry "set.case.name" holds an input, parameter or buffer, "y" the output,
"d.name" the gradients of the output weighted by weights(n), "dd.y" and "dd.name" the gradients of these (weighted so again) by what
flows in and by each input and parameter (left out where they are 0, and of infinite inputs), and "after.name" what the pass changed:
buffers, and tables of vectors that were shortened.
"""
import pathlib
import sys

import torch

from layer_cases import CASES, ROWS

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / ".." / ".." / "GpuNet.TestKit"))
from number_archive import save  # noqa: E402

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
INF, NAN = float("inf"), float("nan")
SETS = {
    "ordinary": (8, []),
    "tiny": (5, [0.0, -0.0, 1e-45, -1e-45, 1e-40, -1e-40]),
    "large": (5, [3e38, -3e38, 1e20, -1e20, 88.7, -104.0]),
    "infinite": (5, [INF, -INF, NAN]),
}


def weights(count):
    return torch.tensor([0.5 + k * 0.6180339887498949 % 1.0 for k in range(count)])


def draw(shape, edges, share=0.15):
    """Normal numbers as floats have them, some replaced by edges in turn. The first row stays, the last is all edges."""
    x = (torch.randn(shape) * 2).float().double()
    if not edges:
        return x
    chosen = torch.rand(shape) < share
    if len(shape) > 1:
        chosen[0], chosen[-1] = False, True
    places = chosen.reshape(-1).nonzero().flatten()
    x.view(-1)[places] = torch.tensor([edges[k % len(edges)] for k in range(len(places))]).float().double()
    return x


def buffer(name, shape):
    if name.endswith("running_var"):
        return (torch.rand(shape) + 0.1).float().double()
    x = torch.randn(shape)
    return (x / x.norm() if name in ("weight_u", "weight_v") else x).float().double()


store = {}
for name, (rows, edges) in SETS.items():
    for case, (inputs, parameters, buffers, function) in CASES.items():
        x = {key: draw([rows if extent == ROWS else extent for extent in shape], edges) for key, shape in inputs.items()}
        # Parameters are edges where nothing swamps the others, and where they are all there is.
        among = edges if name == "tiny" or not inputs else []
        p = {key: draw(shape, among) for key, shape in parameters.items()}
        b = {key: buffer(key, shape) for key, shape in buffers.items()}
        key = f"{name}.{case}"
        leaves = {**x, **p}
        store.update((f"{key}.{k}", value.clone()) for k, value in {**leaves, **b}.items())
        before = {k: value.clone() for k, value in leaves.items()}
        for leaf in leaves.values():
            leaf.requires_grad_()
        y = function(x, p, b)
        store[f"{key}.y"] = y
        store.update((f"{key}.after.{k}", value) for k, value in b.items())
        store.update((f"{key}.after.{k}", leaf.detach().clone()) for k, leaf in leaves.items()
                     if not torch.equal(leaf.detach().nan_to_num(), before[k].nan_to_num()))
        flowing = weights(y.numel()).reshape(y.shape).requires_grad_()
        first = torch.autograd.grad(y, list(leaves.values()), flowing, create_graph=True)
        store.update((f"{key}.d.{k}", g) for k, g in zip(leaves, first))
        if name == "infinite":  # has no slopes to speak of
            continue
        total = sum((g.reshape(-1) * weights(g.numel())).sum() for g in first)
        second = torch.autograd.grad(total, [flowing, *leaves.values()], allow_unused=True)
        for k, g in zip(["y", *leaves], second):
            # Zeros that torch keeps no memory for get some, to be compared, but are not stored.
            if g is not None and (g := torch.zeros(g.shape) + g).any():
                store[f"{key}.dd.{k}"] = g

save(store, here / "Fixtures" / "layers.zip")
