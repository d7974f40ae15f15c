"""Writes Fixtures/losses.npz: losses of PyTorch with gradients of two orders, in double precision.

Run from anywhere: python3 make_losses.py (needs torch; made with 1.13). There are two sets of inputs: "ordinary", and "edges" with
zeros of both signs, infinities, NaN, denormals and the largest floats among them, as far as a loss takes them. An entry
"set.case.losses" holds the losses without reduction, "mean" their mean, "gradient0" .. the mean's gradients by the differentiable
inputs, "sampled0" .. those of the sum of losses times a weight for each row, and "second0" .. the gradients by gradients of gradients, if torch has
them: of the losses weighted by weights(n), weighted so again. Targets are differentiable where torch differentiates by them. Losses that
torch lacks are written out here with torch's autograd.
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
COLUMNS = 11
INF, NAN = float("inf"), float("nan")
ZEROS = [0.0, -0.0, 1e-45, -1e-45, 1e-40, -1e-40]
ANY = ZEROS + [INF, -INF, NAN, 3e38, -3e38, 1e20, -1e20, 30.0, -30.0, 88.7, -104.0]


def weights(count):
    return torch.tensor([0.5 + k * 0.6180339887498949 % 1.0 for k in range(count)])


def singles(x):
    """The numbers as floats have them."""
    return x.float().double()


def mixed(x, edges, share=0.12):
    """Some elements replaced by edges, in turn."""
    x = singles(x).clone()
    places = (torch.rand(x.shape) < share).reshape(-1).nonzero().flatten()
    values = torch.tensor([edges[k % len(edges)] for k in range(len(places))])
    x.view(-1)[places] = singles(values)
    return x


def make_data(rows, edges):
    """The inputs by name; with edges among them, if there are to be any."""
    def some(x, values, share=0.12):
        return mixed(x, values, share) if edges else singles(x)

    data = {"scores": torch.randn(rows, COLUMNS) * 2, "targets": torch.randn(rows, COLUMNS) * 2}
    data["scores"][0, :8] = torch.tensor([0.0, -0.0, 1e-8, -1e-8, 30.0, -30.0, 1e-30, 100.0])
    data["targets"][0, :8] = torch.tensor([0.0, 0.0, 0.0, 1.0, -1.0, 1.0, -1e-30, 99.5])
    data["masked_scores"] = some(data["scores"], ZEROS + [-INF, -3e38, 3e38])
    data["log_probabilities"] = some(F.log_softmax(data["scores"], 1), [0.0, -0.0, -1e-45, -1e-40, -3e38, -1e20, -INF, NAN])
    data["probabilities"] = some(F.softmax(data["targets"], 1), [0.0, -0.0, 1e-45, 1e-40, 1.0])
    data["target_log_probabilities"] = some(data["probabilities"].log(), [0.0, -0.0, -1e-45, -1e-40, -3e38, -INF], 0.06)
    data["small"] = some(data["scores"].clamp(-3, 3), ANY)
    data["scores"], data["targets"] = some(data["scores"], ANY), some(data["targets"], ANY, 0.06)
    data["other"] = some(torch.randn(rows, COLUMNS), ANY, 0.06)
    unit = torch.rand(rows, COLUMNS)
    unit[0, :4] = torch.tensor([0.0, 1.0, 1e-12, 1 - 2**-24])
    data["unit"] = some(unit, [0.0, -0.0, 1e-45, 1e-40, 1.0, 1 - 2**-24, 2**-24], 0.3)
    data["rates"] = some(5 * unit, [0.0, -0.0, 1e-45, 1e-40, 3e38, 1e20, INF, NAN])
    data["zero_one"] = (torch.rand(rows, COLUMNS) < 0.4).double()
    data["signs"] = 2 * data["zero_one"] - 1
    data["counts"] = some(torch.poisson(torch.full((rows, COLUMNS), 3.0)), [0.0, -0.0, 1.0, 1e-45, 1e-40, 1e20, 3e38, INF, NAN], 0.08)
    data["labels"] = torch.randint(0, COLUMNS, (rows,)).double()
    data["ignoring"] = torch.where(torch.arange(rows) % 4 == 0, -100.0, data["labels"])
    data["row_signs"] = data["signs"][:, 0].clone()
    data["weights"] = 0.5 + singles(weights(COLUMNS)) / 2
    data["variance"] = some(torch.rand(rows, COLUMNS) + 0.1, [0.0, 1e-45, 1e-40, 3e38, 1e20, INF, NAN], 0.06)
    return data


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
    # As Keras has it, d + softplus(-2 d) - log 2, but for infinite d.
    d = x - t
    return torch.where(d.isinf(), d.abs(), d + F.softplus(-2 * d, threshold=1e9) - torch.log(torch.tensor(2.0)))


def reduced(f):
    """A loss of torch with its own mean."""
    return lambda *x: (f(*x, reduction="none"), f(*x, reduction="mean"))


def make_cases(d):
    """Each loss by name: its differentiable inputs, and the losses, or these and their mean where that is not plain."""
    labels, ignoring = d["labels"].long(), d["ignoring"].long()
    return {
        "mean_squared_error": ([d["scores"], d["targets"]], lambda x, t: F.mse_loss(x, t, reduction="none")),
        "mean_absolute_error": ([d["scores"], d["targets"]], lambda x, t: F.l1_loss(x, t, reduction="none")),
        "smooth_l1_0.5": ([d["scores"], d["targets"]], lambda x, t: F.smooth_l1_loss(x, t, beta=0.5, reduction="none")),
        "smooth_l1_0": ([d["scores"], d["targets"]], lambda x, t: F.smooth_l1_loss(x, t, beta=0, reduction="none")),
        "huber_1.5": ([d["scores"], d["targets"]], lambda x, t: F.huber_loss(x, t, delta=1.5, reduction="none")),
        "log_cosh": ([d["scores"], d["targets"]], log_cosh),
        "quantile_0.9": ([d["scores"], d["targets"]], lambda x, t: quantile(x, t, single(0.9))),
        "bce": ([d["unit"]], lambda x: F.binary_cross_entropy(x, d["zero_one"], reduction="none")),
        "bce_weight": ([d["unit"]], lambda x: F.binary_cross_entropy(x, d["zero_one"], weight=d["weights"], reduction="none")),
        "bce_with_logits_weight": ([d["scores"], d["unit"]], lambda x, t: F.binary_cross_entropy_with_logits(
            x, t, weight=d["weights"], pos_weight=d["weights"], reduction="none")),
        "bce_with_logits": ([d["scores"], d["unit"]], lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none")),
        "bce_with_logits_positive": (
            [d["scores"], d["unit"]], lambda x, t: F.binary_cross_entropy_with_logits(x, t, pos_weight=d["weights"], reduction="none")),
        "cross_entropy": ([d["scores"]], reduced(lambda x, reduction: F.cross_entropy(x, labels, reduction=reduction))),
        "cross_entropy_options": ([d["scores"]], reduced(lambda x, reduction: F.cross_entropy(
            x, ignoring, weight=d["weights"], label_smoothing=0.1, reduction=reduction))),
        "cross_entropy_weights": ([d["masked_scores"]], reduced(lambda x, reduction: F.cross_entropy(
            x, ignoring, weight=d["weights"], reduction=reduction))),
        "cross_entropy_probabilities": ([d["scores"], d["probabilities"]], reduced(lambda x, t, reduction: F.cross_entropy(
            x, t, weight=d["weights"], label_smoothing=0.2, reduction=reduction))),
        "nll": ([d["log_probabilities"]], reduced(lambda x, reduction: F.nll_loss(
            x, ignoring, weight=d["weights"], reduction=reduction))),
        "kl": ([d["log_probabilities"], d["probabilities"]], lambda x, t: F.kl_div(x, t, reduction="none")),
        "kl_log_target": (
            [d["log_probabilities"], d["target_log_probabilities"]], lambda x, t: F.kl_div(x, t, log_target=True, reduction="none")),
        "poisson_full": ([d["small"], d["counts"]], lambda x, t: F.poisson_nll_loss(x, t, full=True, reduction="none")),
        "poisson": ([d["small"], d["counts"]], lambda x, t: F.poisson_nll_loss(x, t, reduction="none")),
        "poisson_rate": ([d["rates"], d["counts"]], lambda x, t: F.poisson_nll_loss(
            x, t, log_input=False, eps=single(1e-8), reduction="none")),
        "gaussian_full": ([d["scores"], d["variance"], d["targets"]], lambda x, v, t: F.gaussian_nll_loss(
            x, t, v, full=True, reduction="none")),
        "tweedie_1.5": ([d["small"], d["counts"]], lambda x, t: tweedie(x, t, 1.5)),
        "hinge": ([d["scores"], d["signs"]], lambda x, t: torch.relu(1 - t * x)),
        "squared_hinge": ([d["scores"], d["signs"]], lambda x, t: torch.relu(1 - t * x) ** 2),
        "hinge_embedding_2": ([d["scores"]], lambda x: F.hinge_embedding_loss(x, d["signs"], margin=2, reduction="none")),
        "soft_margin": ([d["small"]], lambda x: F.soft_margin_loss(x, d["signs"], reduction="none")),
        "multi_margin": ([d["scores"]], lambda x: F.multi_margin_loss(x, labels, reduction="none")),
        "multi_margin_options": ([d["scores"]], lambda x: F.multi_margin_loss(
            x, labels, p=2, margin=0.5, weight=d["weights"], reduction="none")),
        "multi_label_margin": ([d["scores"]], lambda x: F.multilabel_margin_loss(x, label_lists(d["zero_one"]), reduction="none")),
        "multi_label_soft_margin": ([d["scores"]], lambda x: F.multilabel_soft_margin_loss(
            x, d["zero_one"], weight=d["weights"], reduction="none")),
        "margin_ranking_0.5": ([d["scores"], d["other"]], lambda x, y: F.margin_ranking_loss(
            x, y, d["signs"], margin=0.5, reduction="none")),
        "cosine_embedding_0.25": ([d["scores"], d["other"]], lambda x, y: F.cosine_embedding_loss(
            x, y, d["row_signs"], margin=0.25, reduction="none")),
        "triplet_margin": ([d["scores"], d["other"], d["targets"]], lambda a, p, n: F.triplet_margin_loss(a, p, n, reduction="none")),
        "triplet_margin_swap": ([d["scores"], d["other"], d["targets"]], lambda a, p, n: F.triplet_margin_loss(
            a, p, n, margin=2, swap=True, reduction="none")),
        "triplet_margin_3": ([d["scores"], d["other"], d["targets"]], lambda a, p, n: F.triplet_margin_loss(
            a, p, n, p=3, eps=1e-3, reduction="none")),
        "triplet_margin_1": ([d["scores"], d["other"], d["targets"]], lambda a, p, n: F.triplet_margin_loss(
            a, p, n, p=1, reduction="none")),
        "triplet_margin_distance": ([d["scores"], d["other"], d["targets"]], lambda a, p, n: F.triplet_margin_with_distance_loss(
            a, p, n, distance_function=lambda x, y: (x - y).square().mean(1), margin=0.5, swap=True, reduction="none")),
        "focal": ([d["small"]], lambda x: focal(x, d["zero_one"], 0.25, 2.0)),
    }


def label_lists(zero_one):
    """torch wants a row's label indices first, then -1."""
    lists = torch.full(zero_one.shape, -1)
    for row, ones in enumerate(zero_one):
        chosen = ones.nonzero().flatten()
        lists[row, : len(chosen)] = chosen
    return lists


store, without_second = {}, set()
for name, rows, edges in (("ordinary", 20, False), ("edges", 40, True)):
    data = make_data(rows, edges)
    store.update((f"{name}.{key}", value) for key, value in data.items())
    for case, (inputs, loss) in make_cases(data).items():
        leaves = [value.detach().clone().requires_grad_() for value in inputs]
        losses = loss(*leaves)
        losses, mean = losses if isinstance(losses, tuple) else (losses, losses.mean())
        gradients = torch.autograd.grad(mean, leaves, create_graph=True)
        store.update({f"{name}.{case}.losses": losses, f"{name}.{case}.mean": mean})
        store.update((f"{name}.{case}.gradient{k}", g) for k, g in enumerate(gradients))
        of_rows = torch.arange(rows).remainder(3).div(2).reshape(-1, *[1] * (losses.dim() - 1))
        sampled = torch.autograd.grad((losses * of_rows).sum(), leaves, retain_graph=True)
        store.update((f"{name}.{case}.sampled{k}", g) for k, g in enumerate(sampled))
        if case in ("bce", "bce_weight"):  # torch's second derivative is not that of its first: it adds 1e-12 to divisors
            losses = -(data["zero_one"] * leaves[0].log() + (1 - data["zero_one"]) * (1 - leaves[0]).log())
            losses = losses * data["weights"] if case == "bce_weight" else losses
        again = torch.autograd.grad((losses.reshape(-1) * weights(losses.numel())).sum(), leaves, create_graph=True)
        total = sum((g.reshape(-1) * weights(g.numel())).sum() for g in again)
        try:
            second = torch.autograd.grad(total, leaves, allow_unused=True) if total.requires_grad else [None] * len(leaves)
        except RuntimeError as error:
            assert "derivative" in str(error), error
            without_second.add(case)
            continue
        # Zeros that torch keeps no memory for get some.
        zeros = [torch.zeros(x.shape) for x in leaves]
        store.update((f"{name}.{case}.second{k}", z if g is None else g + z) for k, (z, g) in enumerate(zip(zeros, second)))

path = pathlib.Path(__file__).parent / "Fixtures" / "losses.npz"
np.savez_compressed(path, **{key: value.detach().reshape(1, -1).numpy() for key, value in store.items()})
print(torch.__version__, len(store), "arrays,", path.stat().st_size, "bytes; torch has no second derivative of", sorted(without_second))
