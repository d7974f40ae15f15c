"""Stores layers of several inputs, or of indices, with their gradients as PyTorch (1.13.1) computes them in double precision:
python3 make_layers.py"""
import os
import sys

import torch
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

torch.manual_seed(6)
store = {}


def singles(*shape):
    return torch.randn(*shape).float().double()


def keep(name, layer, y):
    upstream = singles(*y.shape)
    y.backward(upstream)
    store[f"{name}.y"], store[f"{name}.dy"] = y.detach(), upstream
    for key, parameter in layer.named_parameters():
        store[f"{name}.{key}"], store[f"{name}.d{key}"] = parameter.detach(), parameter.grad


bilinear = nn.Bilinear(4, 3, 5).float().double()
first, second = singles(6, 4).requires_grad_(), singles(6, 3).requires_grad_()
keep("bilinear", bilinear, bilinear(first, second))
for key, x in (("first", first), ("second", second)):
    store[f"bilinear.{key}"], store[f"bilinear.d{key}"] = x.detach(), x.grad

embedding = nn.Embedding(7, 3, padding_idx=2).float().double()
indices = torch.tensor([[1, 2, 6, 1], [0, 1, 2, 5]])
keep("embedding", embedding, embedding(indices))
for name, options in (("embedding_scaled", {"scale_grad_by_freq": True, "padding_idx": 2}), ("embedding_short", {"max_norm": 1.25}),
                      ("embedding_short_sums", {"max_norm": 1.5, "norm_type": 1.0})):
    embedding = nn.Embedding(7, 3, **options).float().double()
    store[f"{name}.start"] = embedding.weight.detach().clone()
    keep(name, embedding, embedding(indices))
save(store, os.path.join(here, "Fixtures", "layers.safetensors"))
