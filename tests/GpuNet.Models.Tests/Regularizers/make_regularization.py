"""Writes Fixtures/regularization.zip: penalties on weights with gradients of two orders, weights after constraints, and clipped
gradients, as PyTorch (1.13) computes them in double precision. Run from anywhere: python3 make_regularization.py

There are four sets of two matrices: "ordinary" numbers with zeros among them; "tiny", with denormals and zeros of both signs;
"large", with numbers up to the largest floats; "infinite", with infinities and NaN. An entry "set.wide" or "set.tall" holds a matrix,
"set.shape.penalty" the value, ".d" its gradient and ".dd" the gradient of that, weighted by weights(n); "set.shape.constraint" the
matrix after the constraint; "set.shape.clip" the matrix, as a gradient, after clipping: by global norm together with the other.
"""
import pathlib
import sys

import torch
import torch.nn.functional as F

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here / ".." / ".." / "GpuNet.TestKit"))
from number_archive import save  # noqa: E402

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
INF, NAN = float("inf"), float("nan")
SETS = {
    "ordinary": [0.0, -0.0],
    "tiny": [0.0, -0.0, 1e-45, -1e-45, 1e-40, -1e-40],
    "large": [3e38, -3e38, 1e20, -1e20, 88.7, -104.0],
    "infinite": [INF, -INF, NAN],
}
SHAPES = {"wide": (9, 11), "tall": (11, 9)}


def single(x):
    """A parameter of an op, which is a float."""
    return float(torch.tensor(x, dtype=torch.float32))


def weights(count):
    return torch.tensor([0.5 + k * 0.6180339887498949 % 1.0 for k in range(count)])


def draw(shape, edges, share=0.1):
    """Normal numbers as floats have them, some replaced by edges in turn; the first rows stay, the last is all edges, or zeros."""
    x = torch.randn(shape).float().double()
    chosen = torch.rand(shape) < share
    chosen[:3], chosen[-1] = False, True
    places = chosen.reshape(-1).nonzero().flatten()
    x.view(-1)[places] = torch.tensor([edges[k % len(edges)] for k in range(len(places))]).float().double()
    return x


def group_lasso(w, dim):
    return single(single(0.3) * w.shape[dim] ** 0.5) * w.norm(dim=dim).sum()


PENALTIES = {
    "l1": lambda w: single(0.3) * w.abs().sum(),
    "l2": lambda w: single(0.3) / 2 * w.square().sum(),
    "elastic_net": lambda w: single(0.3 * 0.4) * w.abs().sum() + single(0.3 * 0.6) / 2 * w.square().sum(),
    "group_lasso": lambda w: group_lasso(w, 1),
    "group_lasso_by_input": lambda w: group_lasso(w, 0),
    "orthogonal": lambda w: single(0.3) * (
        (w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w) - torch.eye(min(w.shape))).square().sum(),
}


def norms(w):
    return w.norm(dim=1, keepdim=True)


CONSTRAINTS = {
    "max_norm": lambda w: w * (2.5 / norms(w)).clamp(max=1),
    "unit_norm": lambda w: torch.where(norms(w) == 0, w, w / norms(w)),
    "non_negative": lambda w: w.clamp(min=0),
    "proximal_l1": lambda w: torch.where(w.isnan(), w, F.softshrink(w, 0.125)),  # which makes 0 of NaN
}


def clipped(tensors, clip):
    for tensor in tensors:
        tensor.grad = tensor.detach().clone()
    clip(tensors)
    return [tensor.grad for tensor in tensors]


CLIPS = {
    "clip_by_value": lambda t: torch.nn.utils.clip_grad_value_(t, 0.5),
    "clip_by_norm": lambda t: [torch.nn.utils.clip_grad_norm_([x], 1.5) for x in t],
    "clip_by_global_norm": lambda t: torch.nn.utils.clip_grad_norm_(t, 2.0),
}

store = {}
for name, edges in SETS.items():
    matrices = {shape: draw(extents, edges) for shape, extents in SHAPES.items()}
    for shape, matrix in matrices.items():
        key = f"{name}.{shape}"
        store[key] = matrix
        for penalty, function in PENALTIES.items():
            w = matrix.clone().requires_grad_()
            value = function(w)
            first, = torch.autograd.grad(value, w, create_graph=True)
            store[f"{key}.{penalty}"], store[f"{key}.{penalty}.d"] = value.reshape(1), first
            total = (first.reshape(-1) * weights(w.numel())).sum()
            second = torch.autograd.grad(total, w)[0] if total.requires_grad else 0
            store[f"{key}.{penalty}.dd"] = torch.zeros(w.shape) + second  # zeros that torch keeps no memory for get some
        store.update((f"{key}.{constraint}", function(matrix)) for constraint, function in CONSTRAINTS.items())
    for clip, function in CLIPS.items():
        tensors = [matrix.clone().requires_grad_() for matrix in matrices.values()]
        store.update((f"{name}.{shape}.{clip}", gradient) for shape, gradient in zip(matrices, clipped(tensors, function)))
save(store, here / "Fixtures" / "regularization.zip")
