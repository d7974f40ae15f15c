"""Writes torch_ops.npz: values, gradients and second derivatives of elementwise ops by PyTorch in float64.

Run it in this folder with PyTorch 1.13, NumPy and SciPy. Ops that torch lacks are written as torch expressions, whose
gradients are still torch's; the few that differ on purpose say why. Keys: "unary" holds the inputs, "binary" pairs of
them as two rows; "relu" or "elu(0.5)" holds rows of value, gradient, second derivative, and the gradient from an infinite
one; "atan2" those of value, both gradients, the second derivatives by aa, ab and bb, and both gradients from an infinite one.
Every input is a float, so that single precision sees the same numbers.
"""
import numpy as np
import torch
import torch.nn.functional as F

F64 = torch.float64
EDGES = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 1e-40, -1e-40, 1.17549435e-38, -1.17549435e-38, 1e-30, -1e-30,
         1e-20, -1e-20, 1e-10, -1e-10, 1e-4, -1e-4, 0.25, -0.25, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2, 2.5, -2.5, 3, -3, 6, -6,
         16, -16, 20, -20, 20.5, -20.5, 50, -50, 88.7, -88.7, 89, -89, 104, -104, 1e3, -1e3, 1e6, -1e6, 8388609, -8388609,
         1e10, -1e10, 1e20, -1e20, 3.4028235e38, -3.4028235e38]


def inputs():
    random = np.random.RandomState(1)
    return np.concatenate([
        EDGES, random.uniform(-8, 8, 70), random.uniform(-1, 1, 40), random.uniform(0, 3, 30),
        np.exp(random.uniform(-14, 8, 40)) * random.choice([-1, 1], 40)]).astype(np.float32).astype(np.float64)


def pairs():
    random = np.random.RandomState(2)
    edges = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, 0.5, -0.5, 1, -1, 2, -3, 7.5, 1e6, -1e20])
    a, b = np.meshgrid(edges, edges)
    a = np.concatenate([a.ravel(), random.uniform(-8, 8, 150)])
    b = np.concatenate([b.ravel(), random.uniform(-8, 8, 150)])
    return np.stack([a, b]).astype(np.float32).astype(np.float64)


def squareplus(x, b=4):
    below = torch.where(x < 0, x, -1)  # where the quotient is not taken, its gradient has to be finite, too
    return torch.where(x < 0, b / 2 / (torch.sqrt(below * below + b) - below), (x + torch.sqrt(x * x + b)) / 2)


CENT = float(np.float32(0.01))
UNARY = {
    # Activations.
    "identity": lambda x: x * 1, "sigmoid": torch.sigmoid, "log_sigmoid": F.logsigmoid, "tanh": torch.tanh,
    # hardsigmoid's backward in torch 1.13 takes 1/6 from a float; this is its definition.
    "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
    "hard_tanh": F.hardtanh, "hard_tanh(-0.5,2)": lambda x: F.hardtanh(x, -0.5, 2), "tanhshrink": F.tanhshrink,
    "softsign": F.softsign, "relu": F.relu, "relu6": F.relu6,
    "leaky_relu": lambda x: F.leaky_relu(x, float(np.float32(0.01))), "leaky_relu(0.25)": lambda x: F.leaky_relu(x, 0.25),
    "rrelu": lambda x: F.rrelu(x, 0.125, float(np.float32(1 / 3)), training=False),
    "elu": F.elu, "elu(0.5)": lambda x: F.elu(x, 0.5), "celu": F.celu, "celu(2)": lambda x: F.celu(x, 2.0),
    "selu": F.selu, "gelu": F.gelu, "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x), "silu": F.silu, "hard_swish": F.hardswish, "mish": F.mish,
    "softplus": F.softplus, "softplus(2,5)": lambda x: F.softplus(x, 2, 5), "softshrink": F.softshrink,
    "softshrink(2)": lambda x: F.softshrink(x, 2), "hardshrink": F.hardshrink, "hardshrink(2)": lambda x: F.hardshrink(x, 2),
    "threshold": lambda x: F.threshold(x, 0, 0), "threshold(0.25,20)": lambda x: F.threshold(x, 0.25, 20),
    "squareplus": squareplus, "squareplus(1)": lambda x: squareplus(x, 1),
    # Arithmetic.
    "abs": torch.abs, "divide_by": lambda x: x / 3, "divide_constant": lambda x: 2 / x, "add_constant": lambda x: x + 1, "scale": lambda x: x * 2, "neg": torch.neg,
    "reciprocal": torch.reciprocal, "square": torch.square, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt, "exp": torch.exp,
    "exp2": torch.exp2, "expm1": torch.expm1, "log": torch.log, "log2": torch.log2, "log10": torch.log10,
    "log1p": torch.log1p, "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "asin": torch.asin, "acos": torch.acos,
    "atan": torch.atan, "sinh": torch.sinh, "cosh": torch.cosh, "asinh": torch.asinh, "acosh": torch.acosh,
    "atanh": torch.atanh, "erf": torch.erf, "erfc": torch.erfc, "sign": torch.sign, "floor": torch.floor, "ceil": torch.ceil,
    "round": torch.round, "trunc": torch.trunc, "clamp": lambda x: x.clamp(-1, 1), "clamp(0,6)": lambda x: x.clamp(0, 6),
    "pow_constant": lambda x: x.pow(2), "pow_constant(0)": lambda x: x.pow(0), "pow_constant(3)": lambda x: x.pow(3),
    "pow_constant(0.5)": lambda x: x.pow(0.5), "pow_constant(-1)": lambda x: x.pow(-1),
    # Penalties, whose strengths are floats.
    "l1_penalty": lambda x: CENT * x.abs(), "l2_penalty": lambda x: CENT / 2 * x * x, "l2_penalty(0.5)": lambda x: 0.25 * x * x,
    "elastic_net_penalty": lambda x: CENT * x.abs() + CENT / 2 * x * x,
    # torch.norm: the gradient is 0 where the norm is.
    "root_penalty": lambda x: CENT * torch.where(x == 0, x * 0, torch.where(x == 0, 1, x).sqrt()),
}


BINARY = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "maximum": torch.maximum, "minimum": torch.minimum,
    "pow": torch.pow, "atan2": torch.atan2, "fmod": torch.fmod, "remainder": torch.remainder,
    "eq": torch.eq, "ne": torch.ne, "lt": torch.lt, "le": torch.le, "gt": torch.gt, "ge": torch.ge,
    "select": lambda a, b: torch.where(a != 0, b, torch.tensor(-0.0, dtype=F64)),
    "select_otherwise": lambda a, b: torch.where(a == 0, b, torch.tensor(-0.0, dtype=F64)),
    # One weight for each element; F.prelu takes them along a dimension.
    "prelu": lambda a, b: F.prelu(a[None], b),
    "glu": lambda a, b: F.glu(torch.cat([a, b])), "swiglu": lambda a, b: F.silu(a) * b,
}


def derivatives(y, arguments, again=False, seed=1.0):
    """The gradients of y by each argument, of the same seed for each element; zeros where y does not depend on it."""
    if not y.requires_grad:
        return [torch.zeros_like(a) for a in arguments]
    found = torch.autograd.grad(y, arguments, torch.full_like(y, seed), create_graph=again, retain_graph=True, allow_unused=True)
    # Adding makes ordinary memory of the tensors without any that stand for zeros (the gradient of sgn).
    return [torch.zeros_like(a) if g is None else g + torch.zeros(len(a), dtype=F64) for a, g in zip(arguments, found)]


def unary_rows(function, x):
    x = torch.tensor(x, dtype=F64, requires_grad=True)
    y = function(x)
    gradient, = derivatives(y, [x], again=True)
    second, = derivatives(gradient, [x])
    return np.stack([t.detach().numpy() for t in (y, gradient, second, *derivatives(y, [x], seed=np.inf))])


def binary_rows(function, ab):
    a, b = (torch.tensor(v, dtype=F64, requires_grad=True) for v in ab)
    y = function(a, b)
    by_a, by_b = derivatives(y, [a, b], again=True)
    second = [*derivatives(by_a, [a, b], again=True), derivatives(by_b, [b])[0]]
    y = y.reshape(a.shape)
    return np.stack([t.detach().numpy() for t in (y, by_a, by_b, *second, *derivatives(y, [a, b], seed=np.inf))])


x, ab = inputs(), pairs()
tables = {"unary": x[None], "binary": ab}
tables.update((name, unary_rows(f, x)) for name, f in UNARY.items())
tables.update((name, binary_rows(f, ab)) for name, f in BINARY.items())
print(torch.__version__, len(x), "inputs,", ab.shape[1], "pairs,", len(tables) - 2, "ops")
np.savez_compressed("torch_ops.npz", **tables)
