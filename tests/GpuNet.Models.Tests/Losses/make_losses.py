"""Writes Fixtures/losses.json: losses and gradients of PyTorch, in double precision.

Run from anywhere: python3 make_losses.py (needs torch; made with 1.13). Every entry holds the losses without reduction,
their mean and sum, the mean's gradient by the first input and, where there are several differentiable inputs, by the others.
Losses that torch lacks are written out here with torch's autograd.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
ROWS, COLUMNS = 20, 11

scores = torch.randn(ROWS, COLUMNS) * 2
scores[0, :8] = torch.tensor([0.0, -0.0, 1e-8, -1e-8, 30.0, -30.0, 1e-300, 100.0])
targets = torch.randn(ROWS, COLUMNS) * 2
targets[0, :8] = torch.tensor([0.0, 0.0, 0.0, 1.0, -1.0, 1.0, -1e-300, 99.5])
other = torch.randn(ROWS, COLUMNS)
unit = torch.rand(ROWS, COLUMNS)
unit[0, :4] = torch.tensor([0.0, 1.0, 1e-12, 1 - 1e-12])
zero_one = (torch.rand(ROWS, COLUMNS) < 0.4).double()
signs = 2 * zero_one - 1
counts = torch.poisson(torch.full((ROWS, COLUMNS), 3.0))
labels = torch.randint(0, COLUMNS, (ROWS,))
ignoring = labels.clone()
ignoring[::4] = -100
row_signs = signs[:, 0].clone()
weights = torch.rand(COLUMNS) + 0.5
log_probabilities = F.log_softmax(scores, 1)
probabilities = F.softmax(targets, 1)
variance = torch.rand(ROWS, COLUMNS) + 0.1
# torch wants a row's label indices first, then -1.
indices = torch.full((ROWS, COLUMNS), -1)
for row in range(ROWS):
    chosen = zero_one[row].nonzero().flatten()
    indices[row, : len(chosen)] = chosen

data = {
    "scores": scores, "targets": targets, "other": other, "unit": unit, "zero_one": zero_one, "signs": signs,
    "counts": counts, "labels": labels, "ignoring": ignoring, "row_signs": row_signs, "weights": weights,
    "log_probabilities": log_probabilities, "probabilities": probabilities, "variance": variance,
}


def single(x):
    """A parameter of an op, which is a float."""
    return float(torch.tensor(x, dtype=torch.float32))


def quantile(x, t, q):
    return q * torch.relu(t - x) + (1 - q) * torch.relu(x - t)


def tweedie(x, t, p):
    return torch.exp((2 - p) * x) / (2 - p) - t * torch.exp((1 - p) * x) / (1 - p)


def focal(x, t, alpha, gamma):
    # torchvision.ops.sigmoid_focal_loss
    p = torch.sigmoid(x)
    ce = F.binary_cross_entropy_with_logits(x, t, reduction="none")
    p_t = p * t + (1 - p) * (1 - t)
    return (alpha * t + (1 - alpha) * (1 - t)) * (1 - p_t) ** gamma * ce


def log_cosh(x, t):
    # As Keras has it: d + softplus(-2 d) - log 2.
    d = x - t
    return d + F.softplus(-2 * d, threshold=1e9) - torch.log(torch.tensor(2.0))


def reduced(f):
    """A loss of torch with its own mean."""
    return lambda *x: (f(*x, reduction="none"), f(*x, reduction="mean"))


small = scores.clamp(-3, 3)
cases = {
    "mean_squared_error": ([scores], lambda x: F.mse_loss(x, targets, reduction="none")),
    "mean_absolute_error": ([scores], lambda x: F.l1_loss(x, targets, reduction="none")),
    "smooth_l1_0.5": ([scores], lambda x: F.smooth_l1_loss(x, targets, beta=0.5, reduction="none")),
    "smooth_l1_0": ([scores], lambda x: F.smooth_l1_loss(x, targets, beta=0, reduction="none")),
    "huber_1.5": ([scores], lambda x: F.huber_loss(x, targets, delta=1.5, reduction="none")),
    "log_cosh": ([scores], lambda x: log_cosh(x, targets)),
    "quantile_0.9": ([scores], lambda x: quantile(x, targets, single(0.9))),
    "bce": ([unit], lambda x: F.binary_cross_entropy(x, zero_one, reduction="none")),
    "bce_with_logits": ([scores], lambda x: F.binary_cross_entropy_with_logits(x, unit, reduction="none")),
    "bce_with_logits_positive": (
        [scores], lambda x: F.binary_cross_entropy_with_logits(x, unit, pos_weight=weights, reduction="none")),
    "cross_entropy": ([scores], reduced(lambda x, reduction: F.cross_entropy(x, labels, reduction=reduction))),
    "cross_entropy_options": ([scores], reduced(lambda x, reduction: F.cross_entropy(
        x, ignoring, weight=weights, label_smoothing=0.1, reduction=reduction))),
    "cross_entropy_probabilities": ([scores], reduced(lambda x, reduction: F.cross_entropy(
        x, probabilities, weight=weights, label_smoothing=0.2, reduction=reduction))),
    "nll": ([log_probabilities], reduced(lambda x, reduction: F.nll_loss(
        x, ignoring, weight=weights, reduction=reduction))),
    "kl": ([log_probabilities], lambda x: F.kl_div(x, probabilities, reduction="none")),
    "kl_log_target": (
        [log_probabilities], lambda x: F.kl_div(x, probabilities.log(), log_target=True, reduction="none")),
    "poisson_full": ([small], lambda x: F.poisson_nll_loss(x, counts, full=True, reduction="none")),
    "poisson": ([small], lambda x: F.poisson_nll_loss(x, counts, reduction="none")),
    "poisson_rate": ([unit * 5], lambda x: F.poisson_nll_loss(
        x, counts, log_input=False, eps=single(1e-8), reduction="none")),
    "gaussian_full": ([scores, variance], lambda x, v: F.gaussian_nll_loss(
        x, targets, v, full=True, reduction="none")),
    "tweedie_1.5": ([small], lambda x: tweedie(x, counts, 1.5)),
    "hinge": ([scores], lambda x: torch.relu(1 - signs * x)),
    "squared_hinge": ([scores], lambda x: torch.relu(1 - signs * x) ** 2),
    "hinge_embedding_2": ([scores], lambda x: F.hinge_embedding_loss(x, signs, margin=2, reduction="none")),
    "soft_margin": ([small], lambda x: F.soft_margin_loss(x, signs, reduction="none")),
    "multi_margin": ([scores], lambda x: F.multi_margin_loss(x, labels, reduction="none")),
    "multi_margin_options": ([scores], lambda x: F.multi_margin_loss(
        x, labels, p=2, margin=0.5, weight=weights, reduction="none")),
    "multi_label_margin": ([scores], lambda x: F.multilabel_margin_loss(x, indices, reduction="none")),
    "multi_label_soft_margin": ([scores], lambda x: F.multilabel_soft_margin_loss(
        x, zero_one, weight=weights, reduction="none")),
    "margin_ranking_0.5": ([scores, other], lambda x, y: F.margin_ranking_loss(
        x, y, signs, margin=0.5, reduction="none")),
    "cosine_embedding_0.25": ([scores, other], lambda x, y: F.cosine_embedding_loss(
        x, y, row_signs, margin=0.25, reduction="none")),
    "triplet_margin": ([scores, other, targets], lambda a, p, n: F.triplet_margin_loss(a, p, n, reduction="none")),
    "triplet_margin_swap": ([scores, other, targets], lambda a, p, n: F.triplet_margin_loss(
        a, p, n, margin=2, swap=True, reduction="none")),
    "focal": ([small], lambda x: focal(x, zero_one, 0.25, 2.0)),
}

result = {"data": {name: value.flatten().tolist() for name, value in data.items()}, "cases": {}}
for name, (inputs, loss) in cases.items():
    leaves = [value.detach().clone().requires_grad_() for value in inputs]
    losses = loss(*leaves)
    losses, mean = losses if isinstance(losses, tuple) else (losses, losses.mean())
    mean.backward()
    result["cases"][name] = {
        "losses": losses.flatten().tolist(),
        "mean": mean.item(),
        "gradients": [leaf.grad.flatten().tolist() for leaf in leaves],
    }

folder = pathlib.Path(__file__).parent / "Fixtures"
folder.mkdir(exist_ok=True)
lines = ["{", '"data": {']
lines += [",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in result["data"].items()), "},", '"cases": {']
lines += [",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in result["cases"].items()), "}", "}"]
(folder / "losses.json").write_text("\n".join(lines) + "\n")
