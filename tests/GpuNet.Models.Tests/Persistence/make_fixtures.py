"""Writes the files in Fixtures/ with PyTorch (made with 1.13.1): python3 make_fixtures.py"""
import os

import torch
from torch import nn

from safetensors_format import save

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Fixtures")

# Every element type, with values that are exact in each, a scalar, an empty tensor, and metadata.
values = torch.tensor([[-2.0, -0.5, 0.0], [1.0, 1.5, 96.0]])
state = {f"floats.{dtype}".replace("torch.", ""): values.to(dtype)
         for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16)}
state |= {f"integers.{dtype}".replace("torch.", ""): torch.tensor([0, 1, 2, 127], dtype=dtype)
          for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8)}
state["flags"] = torch.tensor([True, False, True])
state["scalar"] = torch.tensor(1234567890123)
state["empty"] = torch.zeros(0, 3)
save(state, os.path.join(folder, "every_type.safetensors"), {"format": "pt", "caf\u00e9": "\u2713"})

# A trained-looking network with batch normalization and what it computes in evaluation.
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3, 2))
for _ in range(3):
    model(torch.randn(16, 4) * 2 + 1)
model.eval()
inputs = torch.randn(5, 4)
save(model.state_dict(), os.path.join(folder, "network.safetensors"), {"format": "pt"})
save({"inputs": inputs, "outputs": model(inputs)}, os.path.join(folder, "network_io.safetensors"))
