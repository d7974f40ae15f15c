"""Trains small networks with PyTorch in double precision and stores where they start, the loss of every step and where they end
(made with 1.13.1): python3 make_trajectories.py"""
import os
import sys

import torch
from torch import nn
from torch.nn import functional

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "Persistence"))
from safetensors_format import save  # noqa: E402

STEPS, ROWS, FEATURES = 30, 16, 8


def weights(model):
    return [p for p in model.parameters() if p.dim() == 2]


def run(name, model, make_optimizer, loss_of, make_targets, penalty=lambda model: 0.0):
    torch.manual_seed(len(name))
    for parameter in model.parameters():  # values that are exact as singles, so that both start from the same point
        parameter.data = parameter.data.float()
    initial = {key: value.clone() for key, value in model.state_dict().items()}
    inputs = torch.randn(STEPS, ROWS, FEATURES).float()
    targets = make_targets(inputs)
    model.double()
    optimizer = make_optimizer(model)
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(model(inputs[step].double()), targets[step]) + penalty(model)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    folder = os.path.join(here, "Fixtures")
    save(initial, os.path.join(folder, f"{name}_initial.safetensors"))
    save(model.state_dict(), os.path.join(folder, f"{name}_final.safetensors"))
    save({"inputs": inputs, "targets": targets, "losses": torch.tensor(losses, dtype=torch.float64)},
         os.path.join(folder, f"{name}.safetensors"))


def classes(inputs):
    return inputs[:, :, :3].argmax(2)


def numbers(inputs):
    return (inputs[:, :, :1] * inputs[:, :, 1:2] + inputs[:, :, 2:3]).float()


torch.manual_seed(0)
run("sgd_momentum_relu",
    nn.Sequential(nn.Linear(FEATURES, 16), nn.ReLU(), nn.Linear(16, 3)),
    lambda model: torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9),
    functional.cross_entropy, classes)
# No bias before batch normalization: its gradient is 0 up to rounding, which Adam would blow up to full steps.
run("adam_batch_norm_tanh",
    nn.Sequential(nn.Linear(FEATURES, 16, bias=False), nn.BatchNorm1d(16), nn.Tanh(), nn.Linear(16, 3)),
    lambda model: torch.optim.Adam(model.parameters(), lr=0.01),
    functional.cross_entropy, classes)
run("sgd_penalties_leaky_relu",
    nn.Sequential(nn.Linear(FEATURES, 16), nn.LeakyReLU(0.01), nn.Linear(16, 1)),
    lambda model: torch.optim.SGD(model.parameters(), lr=0.05),
    lambda output, target: functional.mse_loss(output, target.double()), numbers,
    lambda model: sum(0.01 * w.abs().sum() + 0.02 / 2 * (w * w).sum() for w in weights(model)))
run("adam_logistic_sigmoid",
    nn.Sequential(nn.Linear(FEATURES, 16), nn.Sigmoid(), nn.Linear(16, 1)),
    lambda model: torch.optim.Adam(model.parameters(), lr=0.02, betas=(0.8, 0.99), eps=1e-6),
    lambda output, target: functional.binary_cross_entropy_with_logits(output, target.double()),
    lambda inputs: (inputs.sum(2, keepdim=True) > 0).float())
