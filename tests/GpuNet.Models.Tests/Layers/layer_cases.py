"""What each layer computes, in PyTorch's own functions where it has them: name, shapes of inputs, parameters and buffers, function of
(inputs x, parameters p, buffers b). Buffers that a pass changes are changed in place."""
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.stateless import functional_call

import layer_noise

INDICES = torch.tensor([[1, 2, 6, 1, 0, 3], [0, 1, 2, 5, 4, 7]])


def single(x):
    """A parameter of an op, which is a float."""
    return float(torch.tensor(x, dtype=torch.float32))


def noise(numbers):
    return torch.tensor(numbers)


def rms_norm(x, dims, weight=1.0, eps=torch.finfo(torch.float64).eps):
    """torch.nn.functional.rms_norm, which PyTorch 1.13 does not have yet."""
    return x * torch.rsqrt(x.square().mean(tuple(range(-dims, 0)), keepdim=True) + eps) * weight


def sparsemax(x):
    """Martins and Astudillo 2016, algorithm 1; of differences from the largest, which change nothing but rounding."""
    x = x - x.detach().amax(-1, keepdim=True)
    z = x.sort(dim=-1, descending=True).values
    k = torch.arange(1, x.shape[-1] + 1)
    size = (1 + k * z > z.cumsum(-1)).sum(-1, keepdim=True).clamp(min=1)  # NaN is not larger
    tau = ((z.cumsum(-1)).gather(-1, size - 1) - 1) / size
    return torch.relu(x - tau)


def dropout(x, p):
    u = noise(layer_noise.mask_uniform(tuple(x.shape)))
    return x * (u >= single(p)) * single(1 / (1 - p))


def alpha_dropout(x, p):
    """torch.nn.functional.alpha_dropout with a given mask (aten/src/ATen/native/Dropout.cpp)."""
    alpha = 1.7580993408473766
    a = 1 / ((alpha**2 * p + 1) * (1 - p)) ** 0.5
    kept = noise(layer_noise.uniform(tuple(x.shape)) >= single(p)).double()
    return x * (kept * a) + ((kept - 1) * alpha * a + alpha * a * p)


def rrelu(x):
    low, high = single(1 / 8), single(1 / 3)
    slopes = noise(layer_noise.uniform(tuple(x.shape)) * single(high - low) + low).float().double()
    return torch.where(x > 0, x, slopes * x)


def spectral(x, p, b, training):
    layer = nn.utils.spectral_norm(nn.Linear(p["weight_orig"].shape[1], p["weight_orig"].shape[0])).train(training)
    return functional_call(layer, {**p, **b}, x["x"])


def batch_norm(x, p, b, training=True, momentum=0.1):
    return F.batch_norm(
        x["x"], b.get("running_mean"), b.get("running_var"), p.get("weight"), p.get("bias"), training, momentum)


def embedding(x, p, b, **options):
    return F.embedding(INDICES, p["weight"], **options)


def linear(x, p, name=""):
    return F.linear(x, p[f"{name}weight"], p.get(f"{name}bias"))


def normalized(x, p, b):
    """Every normalization, with activations behind them whose derivatives read input, output or both, or are constants."""
    y = F.batch_norm(x["x"], b["0.running_mean"], b["0.running_var"], p["0.weight"], p["0.bias"], True)
    y = F.layer_norm(F.gelu(y), [12], p["2.weight"], p["2.bias"]).tanh()
    y = F.leaky_relu(rms_norm(y, 1, p["4.weight"], 1e-3), single(0.01))
    return F.silu(F.group_norm(y, 3, p["6.weight"], p["6.bias"]))


def affine(*shape):
    return {"weight": shape, "bias": shape}


def running(*shape):
    return {"running_mean": shape, "running_var": shape}


def activity(x, l1, l2):
    return (single(l1) * x.abs().sum() + single(l2) / 2 * x.square().sum()) / x.shape[0]


ROWS = "rows"  # as many as the set has


def rows(*shape):
    return {"x": (ROWS, *shape)}


# name: (inputs, parameters, buffers, function)
CASES = {
    "batch_norm": (rows(11), affine(11), running(11), batch_norm),
    "batch_norm_tall": ({"x": (70, 3)}, affine(3), running(3), batch_norm),
    "batch_norm_momentum": (rows(5), affine(5), running(5), lambda x, p, b: batch_norm(x, p, b, momentum=0.3)),
    "batch_norm_plain": (rows(11), {}, running(11), batch_norm),
    "batch_norm_untracked": (rows(11), affine(11), {}, batch_norm),
    "batch_norm_evaluation": (rows(11), affine(11), running(11), lambda x, p, b: batch_norm(x, p, b, training=False)),
    "batch_norm_evaluation_plain": (rows(5), {}, running(5), lambda x, p, b: batch_norm(x, p, b, training=False)),
    "layer_norm": (rows(11), affine(11), {}, lambda x, p, b: F.layer_norm(x["x"], [11], p["weight"], p["bias"])),
    "layer_norm_weight": (rows(11), {"weight": (11,)}, {}, lambda x, p, b: F.layer_norm(x["x"], [11], p["weight"])),
    "layer_norm_plain": (rows(11), {}, {}, lambda x, p, b: F.layer_norm(x["x"], [11])),
    "layer_norm_epsilon": (rows(7), affine(7), {}, lambda x, p, b: F.layer_norm(x["x"], [7], p["weight"], p["bias"], 0.5)),
    "layer_norm_dimensions": (
        rows(2, 3, 5), affine(3, 5), {}, lambda x, p, b: F.layer_norm(x["x"], [3, 5], p["weight"], p["bias"])),
    "layer_norm_long": (
        {"x": (5, 70)}, affine(70), {}, lambda x, p, b: F.layer_norm(x["x"], [70], p["weight"], p["bias"])),
    "rms_norm": (rows(11), {"weight": (11,)}, {}, lambda x, p, b: rms_norm(x["x"], 1, p["weight"])),
    "rms_norm_plain": (rows(11), {}, {}, lambda x, p, b: rms_norm(x["x"], 1)),
    "rms_norm_long": ({"x": (5, 70)}, {"weight": (70,)}, {}, lambda x, p, b: rms_norm(x["x"], 1, p["weight"], 1e-3)),
    "rms_norm_dimensions": (rows(3, 5), {"weight": (3, 5)}, {}, lambda x, p, b: rms_norm(x["x"], 2, p["weight"])),
    "group_norm": (rows(12), affine(12), {}, lambda x, p, b: F.group_norm(x["x"], 3, p["weight"], p["bias"])),
    "group_norm_plain": (rows(12), {}, {}, lambda x, p, b: F.group_norm(x["x"], 4)),
    "group_norm_one": ({"x": (5, 70)}, affine(70), {}, lambda x, p, b: F.group_norm(x["x"], 1, p["weight"], p["bias"])),
    "group_norm_images": (
        rows(4, 3, 2), affine(4), {}, lambda x, p, b: F.group_norm(x["x"], 2, p["weight"], p["bias"])),
    "group_norm_long": (
        {"x": (3, 6, 23)}, affine(6), {}, lambda x, p, b: F.group_norm(x["x"], 2, p["weight"], p["bias"])),
    "linear": (rows(11), {"weight": (4, 11), "bias": (4,)}, {}, lambda x, p, b: linear(x["x"], p)),
    "linear_without_bias": (rows(11), {"weight": (4, 11)}, {}, lambda x, p, b: linear(x["x"], p)),
    "bilinear": (
        {"first": (ROWS, 7), "second": (ROWS, 6)}, {"weight": (4, 7, 6), "bias": (4,)}, {},
        lambda x, p, b: F.bilinear(x["first"], x["second"], p["weight"], p["bias"])),
    "bilinear_without_bias": (
        {"first": (ROWS, 4), "second": (ROWS, 3)}, {"weight": (2, 4, 3)}, {},
        lambda x, p, b: F.bilinear(x["first"], x["second"], p["weight"])),
    "embedding": ({}, {"weight": (8, 9)}, {}, embedding),
    "embedding_padding": ({}, {"weight": (8, 9)}, {}, lambda x, p, b: embedding(x, p, b, padding_idx=2)),
    "embedding_scaled": (
        {}, {"weight": (8, 9)}, {}, lambda x, p, b: embedding(x, p, b, padding_idx=2, scale_grad_by_freq=True)),
    "embedding_short": ({}, {"weight": (8, 9)}, {}, lambda x, p, b: embedding(x, p, b, max_norm=1.25)),
    "embedding_short_sums": ({}, {"weight": (8, 9)}, {}, lambda x, p, b: embedding(x, p, b, max_norm=1.5, norm_type=1.0)),
    "prelu": (rows(11), {"weight": (1,)}, {}, lambda x, p, b: F.prelu(x["x"], p["weight"])),
    "prelu_features": (rows(11), {"weight": (11,)}, {}, lambda x, p, b: F.prelu(x["x"], p["weight"])),
    "rrelu": (rows(11), {}, {}, lambda x, p, b: rrelu(x["x"])),
    "rrelu_evaluation": (rows(11), {}, {}, lambda x, p, b: F.rrelu(x["x"], single(1 / 8), single(1 / 3))),
    "glu": (rows(12), {}, {}, lambda x, p, b: F.glu(x["x"])),
    "swiglu": (rows(12), {}, {}, lambda x, p, b: F.silu(x["x"][:, :6]) * x["x"][:, 6:]),
    "flatten": (rows(2, 3, 2), {}, {}, lambda x, p, b: nn.Flatten()(x["x"])),
    "residual": (
        rows(11), {"inner.weight": (11, 11), "inner.bias": (11,)}, {}, lambda x, p, b: x["x"] + linear(x["x"], p, "inner.")),
    "residual_shortcut": (
        rows(11), {"inner.weight": (4, 11), "inner.bias": (4,), "shortcut.weight": (4, 11)}, {},
        lambda x, p, b: linear(x["x"], p, "shortcut.") + linear(x["x"], p, "inner.")),
    "concat": (
        rows(11), {"0.weight": (3, 11), "0.bias": (3,), "1.weight": (2, 11), "1.bias": (2,)}, {},
        lambda x, p, b: torch.cat([linear(x["x"], p, "0."), linear(x["x"], p, "1."), x["x"].tanh()], 1)),
    "sequential": (
        rows(11), {"0.weight": (5, 11), "0.bias": (5,), "2.weight": (5,), "2.bias": (5,), "4.weight": (3, 5), "4.bias": (3,)}, {},
        lambda x, p, b: linear(F.gelu(F.layer_norm(linear(x["x"], p, "0.").tanh(), [5], p["2.weight"], p["2.bias"])), p, "4.")),
    "sequential_normalized": (
        rows(12),
        {"0.weight": (12,), "0.bias": (12,), "2.weight": (12,), "2.bias": (12,), "4.weight": (12,), "6.weight": (12,), "6.bias": (12,)},
        {"0.running_mean": (12,), "0.running_var": (12,)}, normalized),
    "softmax": (rows(11), {}, {}, lambda x, p, b: F.softmax(x["x"], -1)),
    "log_softmax": (rows(11), {}, {}, lambda x, p, b: F.log_softmax(x["x"], -1)),
    "softmin": (rows(11), {}, {}, lambda x, p, b: nn.Softmin(-1)(x["x"])),
    "sparsemax": (rows(11), {}, {}, lambda x, p, b: sparsemax(x["x"])),
    "spectral_linear": (
        rows(11), {"weight_orig": (4, 11), "bias": (4,)}, {"weight_u": (4,), "weight_v": (11,)},
        lambda x, p, b: spectral(x, p, b, True)),
    "spectral_linear_evaluation": (
        rows(11), {"weight_orig": (4, 11), "bias": (4,)}, {"weight_u": (4,), "weight_v": (11,)},
        lambda x, p, b: spectral(x, p, b, False)),
    "dropout": (rows(11), {}, {}, lambda x, p, b: dropout(x["x"], 0.3)),
    "dropout_evaluation": (rows(11), {}, {}, lambda x, p, b: F.dropout(x["x"], 0.3, training=False)),
    "alpha_dropout": (rows(11), {}, {}, lambda x, p, b: alpha_dropout(x["x"], 0.3)),
    "gaussian_noise": (rows(11), {}, {}, lambda x, p, b: x["x"] + 0.5 * noise(layer_noise.normal(tuple(x["x"].shape)))),
    "gaussian_dropout": (
        rows(11), {}, {}, lambda x, p, b: x["x"] * (1 + 0.5 * noise(layer_noise.normal(tuple(x["x"].shape))))),
    "activity_regularization": (rows(11), {}, {}, lambda x, p, b: activity(x["x"], 0.3, 0.2)),
}
