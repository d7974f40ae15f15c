"""Stores the learning rates, and the momenta, that torch's schedulers (1.13.1) give in 60 steps, from an initial rate of 0.1:
python3 make_schedules.py"""
import math
import os
import sys
import warnings

import torch
from torch.optim import lr_scheduler as lr

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

STEPS, INITIAL = 60, 0.1
warnings.simplefilter("ignore")
store = {}


def rates(name, make, metrics=None, create=torch.optim.SGD, **options):
    optimizer = create([torch.nn.Parameter(torch.zeros(1))], lr=INITIAL, **options)
    schedule = make(optimizer)
    values, momenta = [], []
    for t in range(STEPS):
        group = optimizer.param_groups[0]
        values.append(group["lr"])
        momenta.append(group["betas"][0] if "betas" in group else group["momentum"])
        optimizer.step()
        if metrics is None:
            schedule.step()
        else:
            schedule.step(metrics[t])
    store[name] = torch.tensor(values, dtype=torch.float64)
    if max(momenta) > 0:
        store[name + ".momentum"] = torch.tensor(momenta, dtype=torch.float64)


rates("constant", lambda o: lr.ConstantLR(o, factor=0.25, total_iters=7))
rates("step", lambda o: lr.StepLR(o, step_size=9, gamma=0.5))
rates("multi_step", lambda o: lr.MultiStepLR(o, milestones=[5, 20, 21, 50], gamma=0.3))
rates("exponential", lambda o: lr.ExponentialLR(o, gamma=0.93))
rates("polynomial", lambda o: lr.PolynomialLR(o, total_iters=40, power=1.7))
rates("cosine", lambda o: lr.CosineAnnealingLR(o, T_max=25, eta_min=0.01))
rates("cosine_restarts", lambda o: lr.CosineAnnealingWarmRestarts(o, T_0=7, T_mult=2, eta_min=0.005))
rates("cyclic", lambda o: lr.CyclicLR(o, base_lr=INITIAL, max_lr=0.5, step_size_up=8, step_size_down=5, cycle_momentum=False))
rates("cyclic_halving", lambda o: lr.CyclicLR(
    o, base_lr=INITIAL, max_lr=0.5, step_size_up=6, mode="triangular2", cycle_momentum=False))
rates("cyclic_exponential", lambda o: lr.CyclicLR(
    o, base_lr=INITIAL, max_lr=0.5, step_size_up=6, mode="exp_range", gamma=0.97, cycle_momentum=False))
rates("one_cycle", lambda o: lr.OneCycleLR(o, max_lr=INITIAL, total_steps=STEPS + 1, cycle_momentum=False))
rates("one_cycle_linear", lambda o: lr.OneCycleLR(
    o, max_lr=INITIAL, total_steps=STEPS + 1, pct_start=0.37, anneal_strategy="linear", div_factor=10, cycle_momentum=False))
rates("one_cycle_three_phases", lambda o: lr.OneCycleLR(
    o, max_lr=INITIAL, total_steps=STEPS + 1, three_phase=True, final_div_factor=100, cycle_momentum=False))
rates("warm_up", lambda o: lr.LinearLR(o, start_factor=0.05, end_factor=0.9, total_iters=13))
rates("inverse_square_root", lambda o: lr.LambdaLR(o, lambda t: min((t + 1) / 12, math.sqrt(12 / (t + 1)))))
rates("sequential", lambda o: lr.SequentialLR(
    o, [lr.LinearLR(o, start_factor=0.1, total_iters=10), lr.CosineAnnealingLR(o, T_max=30), lr.ConstantLR(o, factor=0.5, total_iters=4)],
    milestones=[10, 40]))
rates("chained", lambda o: lr.ChainedScheduler(
    [lr.LinearLR(o, start_factor=0.2, total_iters=8), lr.ExponentialLR(o, gamma=0.95), lr.StepLR(o, step_size=20, gamma=0.5)]))
rates("cyclic_momentum", lambda o: lr.CyclicLR(o, base_lr=INITIAL, max_lr=0.5, step_size_up=8, step_size_down=5), momentum=0.5)
rates("cyclic_halving_momentum", lambda o: lr.CyclicLR(
    o, base_lr=INITIAL, max_lr=0.5, step_size_up=6, mode="triangular2", base_momentum=0.7, max_momentum=0.97), momentum=0.5)
rates("cyclic_exponential_momentum", lambda o: lr.CyclicLR(
    o, base_lr=INITIAL, max_lr=0.5, step_size_up=6, mode="exp_range", gamma=0.97), momentum=0.5)
rates("one_cycle_momentum", lambda o: lr.OneCycleLR(o, max_lr=INITIAL, total_steps=STEPS + 1), momentum=0.5)
rates("one_cycle_linear_momentum", lambda o: lr.OneCycleLR(
    o, max_lr=INITIAL, total_steps=STEPS + 1, pct_start=0.37, anneal_strategy="linear", div_factor=10), momentum=0.5)
rates("one_cycle_three_phases_momentum", lambda o: lr.OneCycleLR(
    o, max_lr=INITIAL, total_steps=STEPS + 1, three_phase=True, base_momentum=0.8, max_momentum=0.99), momentum=0.5)
rates("one_cycle_beta", lambda o: lr.OneCycleLR(o, max_lr=INITIAL, total_steps=STEPS + 1), create=torch.optim.AdamW)

generator = torch.Generator().manual_seed(1)
metrics = [(1 / (1 + min(t, 20)) + 0.002 * torch.rand((), generator=generator).item()) for t in range(STEPS)]
store["metrics"] = torch.tensor(metrics, dtype=torch.float64)
rates("reduce_on_plateau", lambda o: lr.ReduceLROnPlateau(o, factor=0.5, patience=3, cooldown=2, min_lr=0.01), metrics)
rates("reduce_on_plateau_higher", lambda o: lr.ReduceLROnPlateau(
    o, mode="max", factor=0.3, patience=2, threshold=0.01, threshold_mode="abs"), [1 - m for m in metrics])
rates("reduce_on_plateau_higher_relative", lambda o: lr.ReduceLROnPlateau(
    o, mode="max", factor=0.3, patience=2, threshold=0.01), [1 - m for m in metrics])
save(store, os.path.join(here, "Fixtures", "schedules.safetensors"))
