"""The workloads of GpuNet.Benchmarks that NumPy has: its matrix product is that of the BLAS behind it."""

import sys

import numpy as np

from protocol import serve
from workloads import LAYERS, SQUARES, elementwise, layer_products

FUNCTIONS = {"relu": lambda x, y: np.maximum(x, 0, out=y), "exp": np.exp, "tanh": np.tanh}


def prepare(name):
    random = np.random.default_rng(1)
    kind, _, size = name.partition("/")

    def normal(*shape):
        return random.standard_normal(shape, dtype=np.float32)

    if (parts := elementwise(name)) is not None:
        function = FUNCTIONS.get(parts[0])
        x, y = normal(parts[1]), np.empty(parts[1], np.float32)
        return function and (lambda: function(x, y))
    if name in ("sum/16M", "row-sums/16384x1024"):
        x = normal(16384, 1024)
        return (lambda: x.sum()) if kind == "sum" else (lambda: x.sum(1))
    if kind == "matmul":
        if size in SQUARES:
            left, right = normal(SQUARES[size], SQUARES[size]), normal(SQUARES[size], SQUARES[size])
        else:
            layer, _, gradient = size.partition("/")
            x, w, dy = (normal(*shape) for shape in layer_products(LAYERS[layer]))
            left, right = {"": (x, w.T), "dx": (dy, w), "dw": (dy.T, x)}[gradient]
        result = left @ right
        return lambda: np.matmul(left, right, out=result)
    return None


if __name__ == "__main__":
    serve("numpy", prepare, float(sys.argv[1]) / 1e3)
