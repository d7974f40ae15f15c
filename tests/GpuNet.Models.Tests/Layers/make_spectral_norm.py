"""Stores a spectrally normalized layer in training over some passes as PyTorch (1.13.1) computes it in double precision:
python3 make_spectral_norm.py"""
import os
import sys

import torch
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

torch.manual_seed(3)
for name, has_bias in (("spectral", True), ("spectral_without_bias", False)):
    layer = nn.utils.spectral_norm(nn.Linear(6, 4, bias=has_bias)).float()
    save({key: value.clone() for key, value in layer.state_dict().items()}, os.path.join(here, "Fixtures", f"{name}_layer.safetensors"))
    layer.double()
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    inputs, outputs = torch.randn(5, 8, 6).float().double(), []
    for x in inputs:
        y = layer(x)
        outputs.append(y.detach())
        optimizer.zero_grad()
        y.square().mean().backward()
        optimizer.step()
    layer.eval()
    outputs.append(layer(inputs[0]).detach())
    save({"inputs": inputs, "outputs": torch.stack(outputs), "weight": layer.weight_orig.detach()},
         os.path.join(here, "Fixtures", f"{name}_passes.safetensors"))
