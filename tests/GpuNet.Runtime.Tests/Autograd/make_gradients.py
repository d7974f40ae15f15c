"""Writes Fixtures/gradients.json: higher-order derivatives by PyTorch in float64.

Run: python3 tests/GpuNet.Runtime.Tests/Autograd/make_gradients.py (PyTorch 1.13). Tensors are flat lists, row by row.
"""
import json
import pathlib

import torch
from torch.autograd import functional, grad

torch.set_default_dtype(torch.float64)
torch.manual_seed(5)
w1, b1, w2, b2 = torch.randn(5, 3), torch.randn(5), torch.randn(2, 5), torch.randn(2)
x, v, u = torch.randn(4, 3), torch.randn(4, 3), torch.randn(4, 2)


def network(x, w1=w1, b1=b1, w2=w2, b2=b2):
    return torch.softmax(torch.tanh(x @ w1.T + b1) @ w2.T + b2, 1)


def loss(x):
    return torch.log(network(x)).pow(2).mean()


parameters = [p.clone().requires_grad_() for p in (w1, b1, w2, b2)]

# The gradient penalty of Gulrajani et al. 2017, whose gradient needs second derivatives.
leaf = x.clone().requires_grad_()
slope, = grad(network(leaf, *parameters)[:, :1].sum(), leaf, create_graph=True)
penalty = (slope.square().sum(1).sqrt() - 1).square().mean()
penalty_gradients = grad(penalty, parameters, allow_unused=True)

directions = [torch.randn_like(p) for p in parameters]
_, parameter_products = functional.hvp(
    lambda *p: torch.log(network(x, *p)).pow(2).mean(), tuple(parameters), tuple(directions))

third = [torch.linspace(-2, 2, 9).requires_grad_()]
for _ in range(3):
    base = (torch.tanh(third[0]) * torch.sin(third[0])) if len(third) == 1 else third[-1]
    third.append(grad(base.sum(), third[0], create_graph=True)[0])

values = dict(
    w1=w1, b1=b1, w2=w2, b2=b2, x=x, v=v, u=u,
    jacobian=functional.jacobian(network, x), hessian=functional.hessian(loss, x),
    vjp=functional.vjp(network, x, u)[1], jvp=functional.jvp(network, x, v)[1], hvp=functional.hvp(loss, x, v)[1],
    penalty=penalty, **{f"penalty_{i}": torch.zeros(2) if g is None else g for i, g in enumerate(penalty_gradients)},
    **{f"direction_{i}": d for i, d in enumerate(directions)},
    **{f"product_{i}": p for i, p in enumerate(parameter_products)},
    third_x=third[0], third=third[3])
path = pathlib.Path(__file__).parent / "Fixtures" / "gradients.json"
path.write_text(json.dumps({k: t.detach().reshape(-1).tolist() for k, t in values.items()}, indent=None) + "\n")
