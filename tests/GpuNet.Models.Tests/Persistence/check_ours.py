"""Reads a network and its inputs and outputs that GpuNet saved, and computes the outputs again. Needs nothing but Python; where torch is
installed, the network is loaded into torch as well: python3 check_ours.py model.safetensors io.safetensors"""
import json
import math
import struct
import sys

SHAPES = {"0.weight": [3, 4], "0.bias": [3], "1.weight": [3], "1.bias": [3], "1.running_mean": [3], "1.running_var": [3],
          "1.num_batches_tracked": [], "4.weight": [2, 3], "4.bias": [2]}


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    length, = struct.unpack("<Q", content[:8])
    header, data = json.loads(content[8:8 + length]), content[8 + length:]
    header.pop("__metadata__", None)
    tensors, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        code, size = {"F32": ("f", 4), "I64": ("q", 8)}[entry["dtype"]]
        begin, stop = entry["data_offsets"]
        assert begin == end and stop - begin == size * math.prod(entry["shape"]), f"{name} does not follow the tensor before it"
        assert (8 + length + begin) % size == 0, f"{name} is not aligned"
        tensors[name] = (entry["shape"], struct.unpack(f"<{(stop - begin) // size}{code}", data[begin:stop]))
        end = stop
    assert end == len(data), "bytes follow the last tensor"
    return tensors


def rows(tensor):
    shape, values = tensor
    return [values[i:i + shape[1]] for i in range(0, len(values), shape[1])]


def linear(x, state, name):
    return [sum(a * b for a, b in zip(x, row)) + bias for row, bias in zip(rows(state[f"{name}.weight"]), state[f"{name}.bias"][1])]


def forward(x, state):
    hidden = linear(x, state, "0")
    scale, shift, mean, variance = (state[f"1.{name}"][1] for name in ("weight", "bias", "running_mean", "running_var"))
    hidden = [(h - m) / math.sqrt(v + 1e-5) * g + b for h, m, v, g, b in zip(hidden, mean, variance, scale, shift)]
    return linear([max(h, 0.0) for h in hidden], state, "4")


state, io = read(sys.argv[1]), read(sys.argv[2])
assert {name: shape for name, (shape, _) in state.items()} == SHAPES, "names or shapes are not torch's"
assert state["1.num_batches_tracked"][1] == (1,)
expected = rows(io["outputs"])
for x, y in zip(rows(io["inputs"]), expected):
    assert all(math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-6) for a, b in zip(forward(x, state), y)), "outputs differ"

try:
    import torch
    from torch import nn
except ImportError:
    print("same")
else:
    from safetensors_format import load
    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3, 2))
    model.load_state_dict(load(sys.argv[1]), strict=True)
    model.eval()
    io = load(sys.argv[2])
    torch.testing.assert_close(model(io["inputs"]), io["outputs"], rtol=1e-5, atol=1e-6)
    print("same, in torch too")
