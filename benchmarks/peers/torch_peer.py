"""The workloads of GpuNet.Benchmarks in PyTorch, as a user who cares for speed writes them.

Results of single operations go to memory that is there already (`out=`): pages that the allocator has to ask the system for anew
cost several times the operation.

    torch_peer.py <sample's milliseconds> <threads> [cuda [compile [mode]]]

On a GPU float32 is float32 (no TF32), bfloat16 is autocast's, with parameters and Adam's state in float32, Adam is PyTorch's fused
one, and `compile` is torch.compile of model and loss, in a mode of its own if one is named.
"""

import contextlib
import sys

import torch
from torch import nn

from protocol import serve
from workloads import DIGITS_EPOCHS, LAYERS, SQUARES, digits, elementwise, layer_products

ON_GPU, COMPILES, MODE = "cuda" in sys.argv[3:], "compile" in sys.argv[3:], (sys.argv[5:] or [None])[0]
DEVICE = "cuda" if ON_GPU else "cpu"

FUNCTIONS = {
    "relu": lambda x, out: torch.clamp_min(x, 0, out=out),
    "exp": torch.exp,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "gelu": torch._C._nn.gelu,  # torch.nn.functional.gelu with out=
}


class RMSNorm(nn.Module):
    """As models wrote it before PyTorch had it."""

    def __init__(self, columns):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(columns))

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + torch.finfo(torch.float32).eps) * self.weight


NORMS = {
    "layer-norm": nn.LayerNorm,
    "rms-norm": getattr(nn, "RMSNorm", RMSNorm),
    "group-norm": lambda columns: nn.GroupNorm(32, columns),
    "batch-norm": lambda columns: nn.BatchNorm1d(columns, track_running_stats=False),
    "batch-norm-relu": lambda columns: nn.Sequential(nn.BatchNorm1d(columns, track_running_stats=False), nn.ReLU(inplace=True)),
}


def prepare(name):
    torch.manual_seed(1)
    # Not as a default for good: that would cost each of PyTorch's calls some time.
    with torch.device("cuda") if ON_GPU else contextlib.nullcontext():
        return prepare_on_device(name)


def prepare_on_device(name):
    if name.startswith("gpu/"):
        return prepare_gpu(name.removeprefix("gpu/")) if ON_GPU else None
    if COMPILES:
        return None
    kind, _, size = name.partition("/")
    if size == "1K":
        x = torch.randn(25, 40)
        return no_grad(on_matrix(kind, x, torch.randn_like(x), torch.randint(0, 40, (25, 40))))
    if (parts := elementwise(name)) is not None:
        function, x = FUNCTIONS[parts[0]], torch.randn(parts[1])
        y = torch.empty_like(x)
        return no_grad(lambda: function(x, out=y))
    if kind == "chain-apart":
        x = torch.randn(1 << 20)
        y = torch.empty_like(x)
        return no_grad(lambda: torch.abs(x, out=y).mul_(2).add_(1).sqrt_().neg_())
    if kind == "chain":
        chain, x = torch.jit.script(negative_root), torch.randn(1 << 20)
        return no_grad(lambda: chain(x))
    if kind in ("sum", "row-sums", "softmax"):
        x = torch.randn(16384, 1024)
        y = torch.empty_like(x)
        work = {"sum": lambda: x.sum(), "row-sums": lambda: x.sum(1), "softmax": lambda: torch.softmax(x, 1, out=y)}[kind]
        return no_grad(work)
    if kind.removesuffix("-gradients") in NORMS:
        rows, columns = map(int, size.split("x"))
        norm = NORMS[kind.removesuffix("-gradients")](columns)
        if kind.endswith("-gradients"):
            return norm_gradients(norm, rows, columns)
        x = torch.randn(rows, columns)
        return no_grad(lambda: norm(x))
    if (work := tensor_op(name)) is not None:
        return no_grad(work)
    if kind == "matmul":
        return product(size)
    if kind == "step":
        return step(size) if size in ("a", "b", "c") else None
    if name == "epoch/a":
        return epochs(torch.rand(60_000, 784), torch.arange(60_000) % 10, net_a(), 128, 1)
    if name == f"digits/{DIGITS_EPOCHS}-epochs":
        x, y = digits()
        return epochs(torch.tensor(x), torch.tensor(y), net_c(), 32, DIGITS_EPOCHS)
    return None


def prepare_gpu(name):
    """The workloads for large GPUs: library products, elementwise work, and steps, compiled where that was asked for."""
    kind, _, size = name.partition("/")
    if kind == "step":
        return step(size)
    if COMPILES:
        return None
    if kind in ("matmul", "matmul-bf16"):
        side, dtype = int(size), torch.bfloat16 if kind == "matmul-bf16" else torch.float32
        left, right = torch.randn(side, side, dtype=dtype), torch.randn(side, side, dtype=dtype)
        result = torch.empty_like(left)
        return no_grad(lambda: torch.mm(left, right, out=result))
    x = torch.randn(1 << 18, 1024)
    y = torch.empty_like(x)
    functions = FUNCTIONS | {"copy": lambda x, out: out.copy_(x), "softmax": lambda x, out: torch.softmax(x, 1, out=out)}
    return no_grad(lambda: functions[kind](x, out=y))


def norm_gradients(norm, rows, columns):
    x, dy = torch.randn(rows, columns, requires_grad=True), torch.randn(rows, columns)

    def run():
        x.grad = None
        norm.zero_grad(set_to_none=True)
        norm(x).backward(dy)
    return run


def tensor_op(name):
    """The workloads of TensorOpWorkloads; None for others. Indices are those of PyTorch, 64 bits wide."""
    kind, _, size = name.partition("/")
    if size in ("1M", "4096x1024"):
        x = torch.randn(1 << 20) if size == "1M" else torch.randn(4096, 1024)
        if (work := on_matrix(kind, x, torch.randn_like(x))) is not None:
            return work
    if name == "transpose/4096x4096":
        x, y = torch.randn(4096, 4096), torch.empty(4096, 4096)
        return lambda: y.copy_(x.T)
    if name == "permute/256x256x256":
        x, y = torch.randn(256, 256, 256), torch.empty(256, 256, 256)
        return lambda: y.copy_(x.permute(2, 0, 1))
    if name in ("gather/1M", "scatter-add/1M"):
        x, indices = torch.randn(1 << 20), torch.randint(0, 1 << 20, (1 << 20,))
        y = torch.empty_like(x)
        return (lambda: torch.gather(x, 0, indices, out=y)) if kind == "gather" else (lambda: x.scatter_add(0, indices, x))
    if name == "one-hot/1Mx10":
        labels = torch.randint(0, 10, (1 << 20,))
        return lambda: nn.functional.one_hot(labels, 10).float()
    if name == "embedding/16384x128":
        table, indices = torch.randn(16384, 128), torch.randint(0, 16384, (16384,))
        y = torch.empty(16384, 128)
        return lambda: torch.index_select(table, 0, indices, out=y)
    if name == "permutation/1M":
        return lambda: torch.randperm(1 << 20, device=DEVICE)
    if kind in ("uniform", "normal", "range") and size == "16M":
        y = torch.empty(1 << 24)
        return {"uniform": y.uniform_, "normal": y.normal_, "range": lambda: torch.arange(1 << 24, out=y)}[kind]
    return None


def on_matrix(kind, x, other, indices=None):
    """Operations along the last dimension, "-down" along the first, and of two matrices; None for others."""
    y, axis = torch.empty_like(x), x.dim() - 1
    works = {
        "cumulative-sum": lambda: torch.cumsum(x, axis, out=y), "arg-max": lambda: x.argmax(axis),
        "top-k": lambda: x.topk(10, axis), "sort": lambda: torch.sort(x, stable=True, dim=axis),
        "concatenate": lambda: torch.cat([x, x], axis), "max": lambda: x.amax(axis),
        "norm": lambda: torch.linalg.vector_norm(x, 2, axis), "variance": lambda: x.var(axis),
        "cumulative-sum-down": lambda: torch.cumsum(x, 0, out=y), "arg-max-down": lambda: x.argmax(0),
        "sort-down": lambda: torch.sort(x, stable=True, dim=0), "variance-down": lambda: x.var(0),
        "every-other": lambda: x[:, ::2].contiguous(),
        "add": lambda: torch.add(x, other, out=y), "add-row": lambda: torch.add(x, other[0], out=y),
        "add-column": lambda: torch.add(x, other[:, :1], out=y), "above": lambda: x > other,
        "where": lambda: torch.where(x > other, x, other),
    }
    if indices is not None:
        works |= {
            "exp": lambda: torch.exp(x, out=y), "sum": lambda: x.sum(), "norm": lambda: torch.linalg.vector_norm(x),
            "softmax": lambda: torch.softmax(x, 1, out=y), "transpose": lambda: x.T.contiguous(),
            "gather": lambda: torch.gather(x, 1, indices, out=y), "scatter-add": lambda: x.scatter_add(1, indices, x),
            "one-hot": lambda: nn.functional.one_hot(indices[0], 40).float(),
        }
    return works.get(kind)


def negative_root(x):
    """The chain of elementwise ops, to be compiled to one kernel where PyTorch can."""
    return -torch.sqrt(torch.abs(x) * 2 + 1)


def no_grad(work):
    def run():
        with torch.no_grad():
            work()
    return run


def product(size):
    if size in SQUARES:
        left, right = torch.randn(SQUARES[size], SQUARES[size]), torch.randn(SQUARES[size], SQUARES[size])
    else:
        layer, _, gradient = size.partition("/")
        x, w, dy = (torch.randn(shape) for shape in layer_products(LAYERS[layer]))
        left, right = {"": (x, w.T), "dx": (dy, w), "dw": (dy.T, x)}[gradient]
    result = left @ right
    return no_grad(lambda: torch.mm(left, right, out=result))


def net_a():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))


def net_b():
    layers = []
    for inputs in (784, 2048):
        layers += [nn.Linear(inputs, 2048), nn.BatchNorm1d(2048), nn.ReLU(), nn.Dropout(0.5)]
    return nn.Sequential(*layers, nn.Linear(2048, 10))


def net_c():
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def net_d():
    return nn.Sequential(nn.Linear(784, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 10))


def net_e():
    return nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))


NETS = {"a": (net_a, 128, 784), "b": (net_b, 512, 784), "c": (net_c, 32, 64), "d": (net_d, 8192, 784), "e": (net_e, 64, 64)}


def step(size):
    name, _, precision = size.partition("/")
    model, batch, inputs = NETS[name]
    model = model()
    dtype = torch.bfloat16 if precision == "bf16" else None
    if name == "b":
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-2, momentum=0.9)
    else:
        optimizer = adam(model)
    x, labels = torch.randn(batch, inputs), torch.arange(batch) % 10
    loss = nn.CrossEntropyLoss()

    forward = lambda: loss(model(x), labels)
    if COMPILES:
        forward = torch.compile(forward, mode=MODE)

    def run():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cuda", dtype) if dtype else contextlib.nullcontext():
            value = forward()
        value.backward()
        optimizer.step()
    return run


def adam(model):
    """One kernel for all parameters on a GPU; processors have none in older versions."""
    return torch.optim.Adam(model.parameters(), lr=1e-3, **({"fused": True} if ON_GPU else {}))


def epochs(x, labels, model, batch, count):
    """Passes with the data in memory and batches gathered by index: faster than a DataLoader. Loss and accuracy are counted."""
    optimizer, loss = adam(model), nn.CrossEntropyLoss()

    def run():
        for _ in range(count):
            total, correct = torch.zeros((), device=DEVICE), torch.zeros((), dtype=torch.int64, device=DEVICE)
            for rows in torch.randperm(len(x), device=DEVICE).split(batch):
                targets = labels[rows]
                optimizer.zero_grad(set_to_none=True)
                output = model(x[rows])
                value = loss(output, targets)
                value.backward()
                optimizer.step()
                with torch.no_grad():
                    total += value * len(rows)
                    correct += (output.argmax(1) == targets).sum()
            total.item(), correct.item()
    return run


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[2]))
    if ON_GPU:
        # float32 is float32, as in GpuNet: no rounding to TF32.
        torch.backends.cuda.matmul.allow_tf32 = False
        serve("-".join(["torch", *sys.argv[3:]]), prepare, float(sys.argv[1]) / 1e3, torch.cuda.synchronize)
    else:
        serve("torch", prepare, float(sys.argv[1]) / 1e3)
