"""Stores penalties with their gradients, and a spectrally normalized layer over some passes, as PyTorch (1.13.1) computes them in
double precision: python3 make_regularization.py"""
import os
import sys

import torch
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

torch.manual_seed(3)
store = {}


def singles(*shape):
    return torch.randn(*shape).float().double()


def penalty(name, weight, function):
    w = weight.clone().requires_grad_()
    value = function(w)
    value.backward()
    store[name] = value.detach().reshape(1)
    store[f"{name}_gradient"] = w.grad


wide, tall = singles(5, 9), singles(9, 5)
wide[2], wide[:, 4], wide[0, 0] = 0, 0, 0
store["wide"], store["tall"] = wide, tall
for name, weight in (("wide", wide), ("tall", tall)):
    penalty(f"l1_{name}", weight, lambda w: 0.3 * w.abs().sum())
    penalty(f"l2_{name}", weight, lambda w: 0.3 / 2 * (w * w).sum())
    penalty(f"elastic_net_{name}", weight, lambda w: 0.3 * (0.4 * w.abs().sum() + 0.6 / 2 * (w * w).sum()))
    penalty(f"group_lasso_{name}", weight, lambda w: 0.3 * w.shape[1] ** 0.5 * w.norm(dim=1).sum())  # torch: 0 at a norm of 0
    penalty(f"group_lasso_by_input_{name}", weight, lambda w: 0.3 * w.shape[0] ** 0.5 * w.norm(dim=0).sum())
    penalty(f"orthogonal_{name}", weight, lambda w: 0.3 * (
        (w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w) - torch.eye(min(w.shape))).square().sum())

layer = nn.utils.spectral_norm(nn.Linear(6, 4)).float()
state = {key: value.clone() for key, value in layer.state_dict().items()}
save(state, os.path.join(here, "Fixtures", "spectral_layer.safetensors"))
layer.double()
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
inputs, outputs = singles(5, 8, 6), []
store["spectral_inputs"] = inputs
for x in inputs:
    y = layer(x)
    outputs.append(y.detach())
    optimizer.zero_grad()
    y.square().mean().backward()
    optimizer.step()
layer.eval()
outputs.append(layer(inputs[0]).detach())
store["spectral_outputs"] = torch.stack(outputs)
store["spectral_weight"] = layer.weight_orig.detach()
save(store, os.path.join(here, "Fixtures", "regularization.safetensors"))
