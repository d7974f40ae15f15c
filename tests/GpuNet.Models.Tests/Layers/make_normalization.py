"""Stores batch normalization over several batches, with gradients, as PyTorch (1.13.1) computes it in double precision:
python3 make_normalization.py"""
import os
import sys

import torch
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

torch.manual_seed(5)
store = {}


def singles(*shape):
    return torch.randn(*shape).float().double()


def batches(name, layer, *length):
    """Three batches in training, then one in evaluation."""
    layer = layer.double()
    outputs, gradients = [], []
    xs = (3 + 2 * singles(4, 6, 5, *length)).float().double()
    for parameter in layer.parameters():
        parameter.data.copy_(singles(*parameter.shape))
    store.update({f"{name}.{key}": value.clone() for key, value in layer.named_parameters()})
    for i, x in enumerate(xs):
        layer.train(i < 3)
        x = x.clone().requires_grad_()
        y = layer(x)
        (y * y * y).sum().backward()
        outputs.append(y.detach()), gradients.append(x.grad)
    store[f"{name}.x"], store[f"{name}.y"], store[f"{name}.dx"] = xs, torch.stack(outputs), torch.stack(gradients)
    if layer.running_mean is not None:
        store[f"{name}.running_mean"], store[f"{name}.running_var"] = layer.running_mean, layer.running_var


batches("batch", nn.BatchNorm1d(5))
batches("batch_momentum", nn.BatchNorm1d(5, momentum=0.3))
batches("batch_cumulative", nn.BatchNorm1d(5, momentum=None))
batches("batch_plain", nn.BatchNorm1d(5, affine=False))
batches("batch_untracked", nn.BatchNorm1d(5, track_running_stats=False))
batches("batch_lines", nn.BatchNorm1d(5), 7)
batches("batch_lines_cumulative", nn.BatchNorm1d(5, momentum=None), 1)
save(store, os.path.join(here, "Fixtures", "normalization.safetensors"))
