"""Follows every optimizer for 100 steps on a quadratic and on a small network, in double precision, and stores where it was:
by torch.optim where torch (1.13.1) has the optimizer, otherwise by the pseudo-code of its paper, written in NumPy.

python3 make_optimizer_trajectories.py"""
import math
import os
import sys

import numpy as np
import torch

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

STEPS, SEEN = 100, [1, 2, 3, 10, 30, 60, 100]
torch.manual_seed(5)
torch.set_default_dtype(torch.float64)


def singles(*shape, scale=1.0):
    """Random numbers that are exact as singles, so that both sides start from the same point."""
    return (torch.randn(*shape) * scale).float().double()


A = singles(3, 3)
CENTRE, START = singles(3, 2), singles(3, 2, scale=2.0)
INPUTS, TARGETS = singles(16, 4), singles(16, 2)
NETWORK = [singles(8, 4, scale=0.5), singles(8, scale=0.1), singles(2, 8, scale=0.4), singles(2, scale=0.1)]
store = {"a": A, "centre": CENTRE, "start": START, "inputs": INPUTS, "targets": TARGETS,
         "w1": NETWORK[0], "b1": NETWORK[1], "w2": NETWORK[2], "b2": NETWORK[3]}


def quadratic(parameters):
    return 0.5 * (A @ (parameters[0] - CENTRE)).square().sum()


def network(parameters):
    w1, b1, w2, b2 = parameters
    output = torch.tanh(INPUTS @ w1.T + b1) @ w2.T + b2
    return (output - TARGETS).square().mean()


def ridge(parameters):
    """The network with a penalty, whose curvature keeps rounding errors from growing over a hundred quasi-Newton iterations."""
    return network(parameters) + sum(p.square().sum() for p in parameters) * 2 ** -7


SIMPLE = (("quadratic", quadratic, [START]), ("network", network, NETWORK))


def follow(name, make, steps=STEPS, frozen=(), problems=SIMPLE):
    """make(parameters, loss) returns a function that takes one step and one that shows the point to be compared."""
    for problem, loss, start in problems:
        parameters = [p.clone().requires_grad_() for p in start]
        trained = [p for i, p in enumerate(parameters) if problem == "quadratic" or i not in frozen]

        def evaluate():
            for p in parameters:
                p.grad = None
            value = loss(parameters)
            value.backward()
            return value

        step, shown = make(trained, evaluate)
        losses, points = [], []
        for t in range(1, steps + 1):
            losses.append(step().item())
            if t in SEEN:
                points.append(torch.cat([p.reshape(-1) for p in (shown() if not frozen else parameters)]).detach().clone())
        store[f"{name}/{problem}/losses"] = torch.tensor(losses)
        store[f"{name}/{problem}/points"] = torch.stack(points)


def by_torch(name, create, steps=STEPS, problems=SIMPLE, schedule=None):
    def make(parameters, evaluate):
        optimizer = create(parameters)
        scheduler = schedule(optimizer) if schedule else None

        def step():
            if isinstance(optimizer, torch.optim.LBFGS):
                return optimizer.step(evaluate)
            value = evaluate()
            optimizer.step()
            if scheduler:
                scheduler.step()
            return value

        return step, lambda: parameters
    follow(name, make, steps, problems=problems)
    return name, create


def by_paper(name, algorithm, frozen=()):
    """algorithm(arrays) yields points where it wants the gradient, and is sent it; it ends a step by yielding."""
    def make(parameters, evaluate):
        points = [p.detach().numpy() for p in parameters]  # shares memory
        state = algorithm(points)
        shown = next(state)

        def step():
            value = evaluate()
            state.send([p.grad.numpy() for p in parameters])
            return value

        return step, lambda: [torch.from_numpy(np.array(p)) for p in (shown or points)]
    follow(name, make, frozen=frozen)


def lion(points, lr=0.002, beta1=0.9, beta2=0.99, decay=0.1):
    """Chen et al. 2023, algorithm 2."""
    m = [np.zeros_like(p) for p in points]
    gradients = yield None
    while True:
        for i, (p, g) in enumerate(zip(points, gradients)):
            c = beta1 * m[i] + (1 - beta1) * g
            p -= lr * (np.sign(c) + decay * p)
            m[i] = beta2 * m[i] + (1 - beta2) * g
        gradients = yield


def lars(points, lr=1.0, momentum=0.875, decay=2 ** -7, trust=2 ** -6):
    """You, Gitman, Ginsburg 2017, algorithm 1."""
    v = [np.zeros_like(p) for p in points]
    gradients = yield None
    while True:
        for i, (p, g) in enumerate(zip(points, gradients)):
            rate = trust * np.linalg.norm(p) / (np.linalg.norm(g) + decay * np.linalg.norm(p))
            v[i] = momentum * v[i] + lr * rate * (g + decay * p)
            p -= v[i]
        gradients = yield


def lamb(points, lr=0.01, beta1=0.9, beta2=0.999, epsilon=1e-6, decay=0.01):
    """You et al. 2020, algorithm 2, with the identity as phi."""
    m, v, t = [np.zeros_like(p) for p in points], [np.zeros_like(p) for p in points], 0
    gradients = yield None
    while True:
        t += 1
        for i, (p, g) in enumerate(zip(points, gradients)):
            m[i] = beta1 * m[i] + (1 - beta1) * g
            v[i] = beta2 * v[i] + (1 - beta2) * g * g
            r = m[i] / (1 - beta1 ** t) / (np.sqrt(v[i] / (1 - beta2 ** t)) + epsilon)
            u = r + decay * p
            p -= lr * np.linalg.norm(p) / np.linalg.norm(u) * u
        gradients = yield


def schedule_free_adamw(points, lr=0.02, beta1=0.9, beta2=0.999, epsilon=1e-8, decay=0.05, warm_up=10):
    """Defazio et al. 2024, algorithm 1, with x, y and z kept apart; gradients are taken at y, and x is shown."""
    x, z = [p.copy() for p in points], [p.copy() for p in points]
    v, total, t = [np.zeros_like(p) for p in points], 0.0, 0
    gradients = yield x
    while True:
        t += 1
        rate = lr * math.sqrt(1 - beta2 ** t) * min(1.0, t / warm_up)
        total += rate ** 2
        c = rate ** 2 / total
        for i, (y, g) in enumerate(zip(points, gradients)):
            v[i] = beta2 * v[i] + (1 - beta2) * g * g
            z[i] -= rate * (g / (np.sqrt(v[i]) + epsilon) + decay * y)
            x[i][...] = (1 - c) * x[i] + c * z[i]
            y[...] = (1 - beta1) * z[i] + beta1 * x[i]
        gradients = yield


def muon(points, lr=0.02, momentum=0.9375, decay=0.125, iterations=5):
    """Jordan et al. 2024, muon.py of the reference implementation, in double precision in the place of bfloat16; the constants
    as singles, since the iteration multiplies their rounding errors."""
    a, b, c = map(float, np.float32([3.4445, -4.7750, 2.0315]))
    buffers = [np.zeros_like(p) for p in points]
    gradients = yield None
    while True:
        for i, (p, g) in enumerate(zip(points, gradients)):
            buffers[i] = momentum * buffers[i] + (1 - momentum) * g
            update = momentum * buffers[i] + (1 - momentum) * g
            x = update.T if update.shape[0] > update.shape[1] else update
            x = x / (np.linalg.norm(x) + 1e-7)
            for _ in range(iterations):
                gram = x @ x.T
                x = a * x + (b * gram + c * gram @ gram) @ x
            x = x.T if update.shape[0] > update.shape[1] else x
            p *= 1 - lr * decay
            p -= lr * max(1, p.shape[0] / p.shape[1]) ** 0.5 * x
        gradients = yield


# Hyperparameters that a trajectory depends on more than on anything else are numbers that singles hold exactly.
optim = torch.optim
by_torch("sgd", lambda p: optim.SGD(p, lr=0.05, weight_decay=0.1))
sgd_momentum = by_torch("sgd_momentum", lambda p: optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.25, weight_decay=0.01))
sgd_nesterov = by_torch("sgd_nesterov", lambda p: optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01))
by_torch("adagrad", lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.01, weight_decay=0.01, initial_accumulator_value=0.1))
by_torch("adadelta", lambda p: optim.Adadelta(p, lr=1.0, weight_decay=0.01))
by_torch("rmsprop", lambda p: optim.RMSprop(p, lr=0.01, weight_decay=0.01))
rmsprop_momentum = by_torch("rmsprop_momentum", lambda p: optim.RMSprop(p, lr=0.003, momentum=0.8))
by_torch("rmsprop_centered", lambda p: optim.RMSprop(p, lr=0.003, momentum=0.75, centered=True, alpha=0.9375, eps=2 ** -10))
adam = by_torch("adam", lambda p: optim.Adam(p, lr=0.02, weight_decay=0.01))
adamw = by_torch("adamw", lambda p: optim.AdamW(p, lr=0.02, weight_decay=0.1))
amsgrad = by_torch("amsgrad", lambda p: optim.Adam(p, lr=0.02, betas=(0.8, 0.9), weight_decay=0.01, amsgrad=True))
adamax = by_torch("adamax", lambda p: optim.Adamax(p, lr=0.02, weight_decay=0.01))
# Of the two implementations of NAdam in torch 1.13.1, "foreach" is the documented one; the other, put right in 2.0, counts a mu twice.
nadam = by_torch("nadam", lambda p: optim.NAdam(
    p, lr=0.02, betas=(0.875, 0.999), weight_decay=0.01, momentum_decay=2 ** -8, foreach=True))
radam = by_torch("radam", lambda p: optim.RAdam(p, lr=0.02, weight_decay=0.01))
by_torch("rprop", lambda p: optim.Rprop(p, lr=0.01, etas=(0.5, 1.25), step_sizes=(2 ** -20, 50)))
by_torch("lbfgs", lambda p: optim.LBFGS(p, max_iter=4, history_size=6, line_search_fn="strong_wolfe"), steps=25,
         problems=(("quadratic", quadratic, [START]), ("ridge", ridge, NETWORK)))
by_paper("lion", lion)
by_paper("lars", lars)
by_paper("lamb", lamb)
by_paper("schedule_free_adamw", schedule_free_adamw)
by_paper("muon", muon, frozen=(1, 3))
# With the momentum, or beta1, falling from 63/64 to 3/4 and rising again, by 1/256 each step, beside the learning rate.
for name, create in (sgd_momentum, sgd_nesterov, rmsprop_momentum, adam, adamw, amsgrad, adamax, nadam, radam):
    by_torch("one_cycle_" + name, create, schedule=lambda o: optim.lr_scheduler.OneCycleLR(
        o, max_lr=o.param_groups[0]["lr"], total_steps=121, pct_start=61 / 121, anneal_strategy="linear",
        base_momentum=0.75, max_momentum=63 / 64))
by_torch("adamw_amsgrad", lambda p: optim.AdamW(p, lr=0.02, betas=(0.8, 0.9), weight_decay=0.1, amsgrad=True))
# Up a hill that is the valley turned over: what is taken off the hill's height is the loss of the others.
HILLS = tuple((problem, lambda p, loss=loss: -loss(p), start) for problem, loss, start in SIMPLE)
by_torch("sgd_maximize", lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, maximize=True), problems=HILLS)
by_torch("adamw_maximize", lambda p: optim.AdamW(p, lr=0.02, weight_decay=0.1, maximize=True), problems=HILLS)
by_torch("lbfgs_frozen", lambda p: optim.LBFGS(p[1:], max_iter=4, history_size=6, line_search_fn="strong_wolfe"), steps=10,
         problems=(("ridge", ridge, NETWORK),))
save(store, os.path.join(here, "Fixtures", "optimizer_trajectories.safetensors"))
for key in sorted(store):
    if key.endswith("losses"):
        print(key, *(f"{store[key][t - 1]:.3e}" for t in (1, 10, 25, 60, 100) if t <= len(store[key])))
