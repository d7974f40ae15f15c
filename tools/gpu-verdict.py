#!/usr/bin/env python3
"""What the results of tools/gpu-check.sh say about each goal for large GPUs: tools/gpu-verdict.py <results>. Also written to verdict.md there.

A goal holds by default, or only with GPUNET_TUNE=on (tiles chosen by measurement), or only by cuBLAS: each has its column.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

COPY = "gpu/copy/256M"
WAYS = ("default", "tuned", "cublas")


def main():
    results = Path(sys.argv[1])
    times = read_times(results)
    lines = ["| Goal | at least | default | GPUNET_TUNE=on | GPUNET_GEMM=cublas | holds |", "|---|---:|---:|---:|---:|---|"]
    lines += [*checks(results), *speeds(times), *long_run(results)]
    lines += ["", *remarks(results, times)]
    text = "\n".join(lines)
    (results / "verdict.md").write_text(text + "\n", encoding="utf-8")
    print(text)


def read_times(results):
    """{(workload, system): milliseconds}: ours are default, tuned and cublas, PyTorch's by their names."""
    samples, times = defaultdict(list), {}
    for file in [*results.glob("goals/peers-*.csv"), *results.glob("compiled/peers-*.csv")]:
        with open(file, encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                ours = not row["system"].startswith("torch")
                if not (ours and file.parent.name == "compiled"):
                    samples[row["workload"], "default" if ours else row["system"]].append(float(row["milliseconds"]))
    times.update({key: median(taken) for key, taken in samples.items()})
    for way in WAYS[1:]:
        for words in map(str.split, text_of(results / f"{way}.txt").splitlines()):
            if len(words) == 4 and words[0].startswith("gpu/") and words[2] != "-":
                times[words[0], way] = float(words[2])
    return times


def text_of(file):
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def row(goal, least, values, suffix=""):
    """A goal whose values, by default, tuned and by cuBLAS, have to be at least so much."""
    cells = ["" if value is None else f"{value:.2f}{suffix}" for value in values]
    names = ("yes", "with GPUNET_TUNE=on", "by cuBLAS only")
    holds = next((name for name, value in zip(names, values) if value is not None and value >= least), "**no**")
    return f"| {goal} | {least:.2f}{suffix} | {' | '.join(cells)} | {holds if any(value is not None for value in values) else 'not measured'} |"


def fact(goal, aim, value, holds):
    return f"| {goal} | {aim} | {value or ''} | | | {'not measured' if value is None else 'yes' if holds else '**no**'} |"


def checks(results):
    last = (text_of(results / "tests.txt").splitlines() or [""])[-1]
    yield fact("device tests pass", "all", last if "passed" in last else None, re.search(r" 0 failed,.* 0 of ", last) is not None)
    same = text_of(results / "same-bits.txt")
    yield fact("a training on the device and on the processor has the same bits", "yes",
               (same.splitlines() or [""])[-1] if same else None, "The weights have the same bits." in same)


def speeds(times):
    """Ratios of times: how fast we are as part of what we are compared with."""
    def against(workload, systems):
        peers = [times[workload, system] for system in systems if (workload, system) in times]
        return [min(peers) / times[workload, way] if peers and (workload, way) in times else None for way in WAYS]

    compiled = {system for _, system in times if system.startswith("torch-cuda-compile")}
    yield row("product of floats, 4096: of cuBLAS (PyTorch, no TF32)", 0.85, against("gpu/matmul/4096", ["torch-cuda"]))
    yield row("product of bfloat16, 8192: of cuBLAS (PyTorch)", 0.65, against("gpu/matmul-bf16/8192", ["torch-cuda"]))
    # The faster of both copies.
    copies = [times[COPY, system] for system in ("default", "torch-cuda") if (COPY, system) in times]
    for kind in ("relu", "exp", "gelu", "softmax"):
        ours = times.get((f"gpu/{kind}/256M", "default"))
        yield row(f"{kind} of 256M floats: of a copy's bandwidth", 0.90, [min(copies) / ours if copies and ours else None, None, None])
    for name, precision in (("gpu/step/d", "float32"), ("gpu/step/d/bf16", "bfloat16")):
        yield row(f"784-4096-4096-10 in {precision}: of PyTorch's samples/s, eager", 1.00, against(name, ["torch-cuda"]))
        yield row(f"784-4096-4096-10 in {precision}: of torch.compile's", 0.90, against(name, compiled))
    yield row("64-128-10: of PyTorch's steps/s, eager", 4.00, against("gpu/step/e", ["torch-cuda"]))


def long_run(results):
    found = re.findall(r"^(\S+) \S+ steps (\d+) host_us (\S+) managed_bytes (\d+) device_bytes (-?\d+) graph (\w+)", text_of(results / "long-run.txt"), re.M)
    for workload, steps, _, _, growth, graph in found or [("", "10,000", "", "", "", "")]:
        yield fact(f"growth of device memory over {steps} steps {workload}", "0 bytes", f"{growth} bytes" if growth else None, growth and int(growth) <= 0)
    replayed = [one for one in found if one[0] != "step/c/code"] or [("", "", "", "", "", "")]
    for workload, _, host, managed, _, graph in replayed:
        value = f"{host} us, {managed} managed bytes, {'a graph' if graph == 'yes' else 'no graph'}" if host else None
        yield fact(f"host time of a replayed step {workload}", "below 10 us", value, host and float(host) < 10)


def remarks(results, times):
    """The gist of the other steps, and rates."""
    for name in ("first", "assemble", "trial", "ptx", "memcheck", "racecheck"):
        lines = [line for line in text_of(results / f"{name}.txt").splitlines() if line.strip()]
        told = [line for line in lines if re.search(r"sources compiled|ERROR SUMMARY|RACECHECK SUMMARY|wgmma|same bits|Total:", line)]
        if lines:
            yield f"- {name}: {'; '.join(line.strip() for line in (told or lines)[-3:])}"
    for (workload, system), milliseconds in sorted(times.items()):
        side = re.fullmatch(r"gpu/matmul(?:-bf16)?/(\d+)", workload)
        rate = f", {2 * int(side[1]) ** 3 / milliseconds / 1e9:.1f} TFLOP/s" if side else ""
        rate = f", {8 * 2 ** 28 / milliseconds / 1e9:.2f} TB/s" if workload.endswith("/256M") else rate
        yield f"- {workload} {system}: {milliseconds:.4g} ms{rate}"


if __name__ == "__main__":
    main()
