"""Writes Fixtures/jacobian_products.json: products with Jacobians and Hessians by torch.autograd.functional in float64.

Run: python3 tests/GpuNet.Runtime.Tests/Autograd/make_jacobian_products.py (PyTorch 1.13). A case is a function of x [4, 6];
"jvp" is J v for v = weights, "hvp" H v of the sum of the results weighted by weights. The constants are weights, too: weights(n, k) begins at k.
JacobianProductTests writes the same functions with our operations.
"""
import json
import pathlib

import torch
import torch.nn.functional as F
from torch.autograd import functional

torch.set_default_dtype(torch.float64)


def weights(*shape, first=0):
    n = torch.Size(shape).numel()
    return torch.tensor([0.5 + (k + first) * 0.6180339887498949 % 1.0 for k in range(n)]).reshape(shape)


x, v = torch.sin(3 * weights(4, 6, first=7) * 5), weights(4, 6)
w, w2, b = weights(6, 3, first=3) - 1, weights(3, 5, first=11) - 1, weights(3, first=40) - 1
gamma, beta = weights(6, first=20), weights(6, first=30) - 1
labels = torch.tensor([2, 0, 4, 1])


def perceptron(x, w=w):
    hidden = F.batch_norm(x @ w + b, None, None, weights(3, first=2), weights(3, first=5), training=True).tanh()
    return hidden @ w2


CASES = {
    "matmul_left": lambda x: x @ w,
    "matmul_right": lambda x: weights(5, 4, first=9) @ x,
    "matmul_of_itself": lambda x: x @ x.T,
    "batched_matmul": lambda x: x.reshape(2, 2, 6) @ x.reshape(2, 6, 2),
    "linear": lambda x: F.gelu(F.linear(x, w.T, b)),
    "softmax": lambda x: torch.softmax(x, 1),
    "softmax_columns": lambda x: torch.softmax(x, 0),
    "log_softmax": lambda x: torch.log_softmax(x, 1),
    "attention": lambda x: torch.softmax(x @ x.T / 6 ** 0.5, 1) @ x,
    "batch_norm": lambda x: F.batch_norm(x, None, None, gamma, beta, training=True),
    "batch_norm_evaluation": lambda x: F.batch_norm(x, beta, gamma, gamma, beta, training=False),
    "layer_norm": lambda x: F.layer_norm(x, [6], gamma, beta),
    "group_norm": lambda x: F.group_norm(x, 2, gamma, beta),
    "cross_entropy": lambda x: F.cross_entropy(x, labels),
    "mean_squared_error": lambda x: F.mse_loss(x, v),
    "bce_with_logits": lambda x: F.binary_cross_entropy_with_logits(x, v / 2),
    "glu": lambda x: F.glu(x, 1),
    "perceptron": perceptron,
    "perceptron_weights": lambda x: perceptron(v, x.reshape(6, 4)[:, :3]),
    "perceptron_loss": lambda x: F.cross_entropy(perceptron(x), labels),
    "statistics": lambda x: torch.stack([x.var(1), x.std(1), x.norm(dim=1), x.logsumexp(1), x.prod(1)]),
    "order": lambda x: (x.sort(1)[0] * x.cumsum(1)).gather(1, torch.tensor([[5, 0], [1, 1], [2, 4], [3, 3]])),
    "where": lambda x: torch.where(x > 0, x.exp(), x * x).clamp(-0.5, 2) + x.maximum(x * x),
}

values = {}
for name, function in CASES.items():
    y, jvp = functional.jvp(function, x, v)
    _, hvp = functional.hvp(lambda x: (function(x) * weights(*y.shape)).sum(), x, v)
    values[name] = {"value": y.reshape(-1).tolist(), "jvp": jvp.reshape(-1).tolist(), "hvp": hvp.reshape(-1).tolist()}
path = pathlib.Path(__file__).parent / "Fixtures" / "jacobian_products.json"
path.write_text(json.dumps(values) + "\n")
print(torch.__version__, len(values), "cases,", path.stat().st_size, "bytes")
