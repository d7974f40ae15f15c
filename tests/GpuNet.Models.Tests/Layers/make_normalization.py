"""Stores normalizations with their gradients as PyTorch (1.13.1) computes them in double precision: python3 make_normalization.py

PyTorch 1.13 has no RMSNorm; its formula is written out here in PyTorch's operations."""
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


class RMSNorm(nn.Module):
    def __init__(self, shape, eps=torch.finfo(torch.float32).eps):
        super().__init__()
        self.weight, self.eps, self.dims = nn.Parameter(torch.ones(shape)), eps, tuple(range(-len(shape), 0))

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(self.dims, keepdim=True) + self.eps) * self.weight


def case(name, layer, *shape):
    layer = layer.double()
    x = (3 + 2 * singles(*shape)).float().double().requires_grad_()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(singles(*parameter.shape))
    for key, parameter in layer.named_parameters():
        store[f"{name}.{key}"] = parameter.detach().clone()
    upstream = singles(*shape)
    y = layer(x)
    y.backward(upstream)
    store[f"{name}.x"], store[f"{name}.y"], store[f"{name}.dy"], store[f"{name}.dx"] = x.detach(), y.detach(), upstream, x.grad
    for key, parameter in layer.named_parameters():
        store[f"{name}.d{key}"] = parameter.grad


case("layer", nn.LayerNorm([7]), 9, 7)
case("layer_long", nn.LayerNorm([130]), 9, 130)
case("layer_dimensions", nn.LayerNorm([5, 30]), 3, 2, 5, 30)
case("layer_plain", nn.LayerNorm([7], elementwise_affine=False), 9, 7)
case("layer_epsilon", nn.LayerNorm([7], eps=0.5), 2, 7)
case("rms", RMSNorm([7]), 9, 7)
case("rms_long", RMSNorm([130], eps=1e-3), 9, 130)
case("group", nn.GroupNorm(3, 12), 9, 12)
case("group_of_one", nn.GroupNorm(1, 70), 5, 70)
case("group_images", nn.GroupNorm(2, 4), 3, 4, 5, 2)
case("group_long", nn.GroupNorm(2, 6), 3, 6, 23)
case("group_plain", nn.GroupNorm(4, 12, affine=False), 9, 12)


def batches(name, layer):
    """Three batches in training, then one in evaluation."""
    layer = layer.double()
    outputs, gradients = [], []
    xs = (3 + 2 * singles(4, 6, 5)).float().double()
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
save(store, os.path.join(here, "Fixtures", "normalization.safetensors"))
