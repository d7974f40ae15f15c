"""Writes Fixtures/integers.json: operations of integers by PyTorch 1.13, with its result types.

Run: python3 tests/GpuNet.Runtime.Tests/Operations/make_integers.py. Tensors are flat lists, row by row, of shape [4, 6].
"""
import json
import pathlib

import torch

torch.manual_seed(3)
EDGES = {"Int32": [2 ** 31 - 1, -2 ** 31, 0, -1, 1, 7, -7], "Int64": [2 ** 63 - 1, -2 ** 63, 0, -1, 1, 2 ** 40, -2 ** 53 - 1],
         "UInt8": [255, 0, 1, 128, 7], "Bool": [1, 0]}
TYPES = {"Int32": torch.int32, "Int64": torch.int64, "UInt8": torch.uint8, "Bool": torch.bool}
NAMES = {**{t: n for n, t in TYPES.items()}, torch.float32: "Float32"}


def numbers(name, nonzero=False):
    high = 2 if name == "Bool" else 256 if name == "UInt8" else 40
    x = torch.randint(0 if name in ("Bool", "UInt8") else -40, high, (24,), dtype=torch.int64)
    if nonzero:  # the smallest number by -1 has no quotient, and PyTorch dies of it
        x = torch.where((x == 0) | (x == -1), torch.ones_like(x) * 3, x)
    else:
        for i, edge in enumerate(EDGES[name]):
            x[3 * i] = edge
    return x.to(TYPES[name]).reshape(4, 6)


PLACES = (torch.arange(24).reshape(4, 6) * 7 + 1) % 5
OPERATIONS = {
    "divide": lambda a, b: a / b,
    "divide_by_number": lambda a, b: a / 3,
    "number_divided": lambda a, b: 7 / b,
    "floor_divide": lambda a, b: torch.div(a, b, rounding_mode="floor"),
    "remainder": torch.remainder,
    "fmod": torch.fmod,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "max": lambda a, b: a.max(),
    "max_axis": lambda a, b: a.max(1).values,
    "amax": lambda a, b: a.amax((0, 1)),
    "min_axis": lambda a, b: a.min(0).values,
    "argmax": lambda a, b: a.argmax(1),
    "argmin": lambda a, b: a.argmin(0),
    "sort": lambda a, b: torch.sort(a, stable=True, dim=1).values,
    "argsort": lambda a, b: torch.sort(a, stable=True, dim=1, descending=True).indices,
    "topk": lambda a, b: a.topk(3, 1).values,
    "cumulative_sum": lambda a, b: a.cumsum(1),
    "cumulative_sum_columns": lambda a, b: a.cumsum(0),
    "sum": lambda a, b: a.sum(1),
    "negative": lambda a, b: -a,
    "abs": lambda a, b: a.abs(),
    "sign": lambda a, b: a.sign(),
    "square": lambda a, b: a.square(),
    "clamp": lambda a, b: a.clamp(2, 9),
    "product": lambda a, b: a.prod(),
    "product_axis": lambda a, b: a.prod(1),
    "scatter_add": lambda a, b: a.scatter_add(1, PLACES, b),
    "index_add": lambda a, b: a.index_add(0, PLACES[0, :4] % 4, b),
}
# What PyTorch has no kernel for.
MISSING = {"Bool": {"floor_divide", "remainder", "fmod", "argmax", "argmin", "topk", "negative", "maximum", "minimum", "abs", "sign", "square",
                    "clamp", "scatter_add", "index_add"}}
cases = []
for name in TYPES:
    a, b = numbers(name), numbers(name, nonzero=name != "Bool")
    for operation, function in OPERATIONS.items():
        if operation in MISSING.get(name, ()):
            continue
        y = function(a, b)
        if name == "Bool" and y.dtype == torch.float32:
            y = y.nan_to_num(nan=-1, posinf=-2)
        cases.append({"type": name, "operation": operation, "a": a.long().flatten().tolist(), "b": b.long().flatten().tolist(),
                      "result": NAMES[y.dtype], "y": y.flatten().tolist()})
path = pathlib.Path(__file__).parent / "Fixtures" / "integers.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(cases, separators=(",", ":")).replace("},{", "},\n{").replace("true", "1").replace("false", "0") + "\n")
