"""Loads a network that GpuNet saved into the same PyTorch network and compares what it computes:
python3 check_ours.py model.safetensors io.safetensors"""
import sys

import torch
from torch import nn

from safetensors_format import load

model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3, 2))
model.load_state_dict(load(sys.argv[1]), strict=True)
model.eval()
io = load(sys.argv[2])
torch.testing.assert_close(model(io["inputs"]), io["outputs"], rtol=1e-5, atol=1e-6)
print("same")
