#!/usr/bin/env python3
"""Runs the same work in GpuNet and in its peers, taking turns, and writes one table with ratios.

    /usr/bin/python3 benchmarks/peers/compare.py                   everything, some minutes
    /usr/bin/python3 benchmarks/peers/compare.py --only matmul/    workloads whose names start so
    /usr/bin/python3 benchmarks/peers/compare.py --simd 256        ours beside ours with narrower vectors

Each system is a process of its own that stays up; in each round every system takes one sample of the workload (A B C A B C ...),
and the table shows medians over the rounds. Results go to benchmarks/results/<machine>/.
"""

import argparse
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import machine
import report

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROJECT = ROOT / "benchmarks" / "GpuNet.Benchmarks"
PACKAGES = {"torch": "torch", "numpy": "numpy", "sklearn": "scikit-learn"}

# Without these, page faults double PyTorch's small steps; they change nothing for .NET, which has an allocator of its own.
MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000000",
    "MALLOC_TOP_PAD_": "268435456",
}


# Threads of OpenMP look for more work for some milliseconds after their last: whoever comes next would share the cores with them.
SETTLING_SECONDS = 0.02


class System:
    """A process that answers a workload's name with one sample of it. One that ends, or is silent for `patience` seconds, has no
    samples of that workload, and a new process for the next."""

    def __init__(self, name, command, environment, patience):
        self.name, self.patience = name, patience
        self.start = lambda: subprocess.Popen(
            command, env=environment, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.process = self.start()
        self.failed = {}

    def sample(self, workload):
        """(milliseconds, processor milliseconds), or None where the system does not have the workload."""
        if workload in self.failed:
            return None
        time.sleep(SETTLING_SECONDS)
        answer = self.ask(workload)
        if len(answer) == 4:
            return None if answer[2] == "-" else (float(answer[2]), float(answer[3]))
        self.process.kill()
        self.process.wait()
        self.failed[workload] = f"said nothing for {self.patience} seconds" if answer else "ended"
        print(f"{self.name} {self.failed[workload]} at the workload {workload}, which it does not have therefore.", file=sys.stderr)
        self.process = self.start()
        return None

    def ask(self, workload):
        """The words of the answer: none if the process ends, one if it is silent for too long."""
        try:
            self.process.stdin.write(f"{workload}\n".encode())
        except BrokenPipeError:
            return []
        line, end = b"", time.monotonic() + self.patience
        while not line.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]:
                return ["silence"]
            part = os.read(self.process.stdout.fileno(), 4096)
            if not part:
                return []
            line += part
        return line.decode().split()

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def peer_environment(threads):
    """PyTorch and NumPy at their best: OpenBLAS free to choose its core type, the widest vectors, all threads."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    environment |= MALLOC | {"OMP_NUM_THREADS": str(threads)}
    if "avx512f" in machine.cpu_facts().get("flags", ""):
        environment["ATEN_CPU_CAPABILITY"] = "avx512"
    return environment


def build(program=None):
    """The command that runs the benchmarks; they are built where no built program is given."""
    if program:
        return [program, "compare"]
    subprocess.run(["dotnet", "build", str(PROJECT), "-c", "Release", "-v", "quiet", "--nologo"], check=True, stdout=sys.stderr)
    program = ROOT / "artifacts" / "Embedded" / "bin" / "GpuNet.Benchmarks" / "release" / "GpuNet.Benchmarks.dll"
    return ["dotnet", str(program), "compare"]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--device", action="append", help="a device of ours, such as cpu (the default); may be repeated")
    options.add_argument("--only", action="append", default=[], help="the start of workloads' names; may be repeated")
    options.add_argument("--skip", action="append", default=[], help="the start of names to leave out; may be repeated")
    options.add_argument("--simd", action="append", default=[], choices=["256", "128", "1"],
                         help="measure our cpu again, with vectors of at most so many bits, instead of the peers; may be repeated")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--sample-ms", type=int, default=100, help="how long one sample takes at least")
    options.add_argument("--threads", type=int, default=machine.threads(), help="of every system; all cores if left out")
    options.add_argument("--patience", type=int, default=600, help="seconds after which a system that is silent does not have a workload")
    options.add_argument("--limit", type=int, help="cuts our workloads to such extents, to try the script out")
    options.add_argument("--note", default="", help="a sentence for the file: what else the machine was doing")
    options.add_argument("--program", help="the benchmarks' program, for machines without .NET; built if left out")
    options.add_argument("--torch", choices=["cpu", "cuda"], default="cpu", help="where PyTorch computes")
    options.add_argument("--compile", action="append", choices=["default", "reduce-overhead", "max-autotune"],
                         help="a mode of torch.compile, with --torch cuda; may be repeated")
    options.add_argument("--results", default=machine.short_name(), help="the folder of results, named after the machine")
    options.add_argument("--dry", action="store_true", help="print the table, write no files")
    chosen = options.parse_args()

    ours, threads = build(chosen.program), chosen.threads
    amounts = workloads(ours)
    names = [name for name in amounts if name.startswith(tuple(chosen.only or [""])) and not name.startswith(tuple(chosen.skip))]
    if not names:
        sys.exit(f"No workload starts with {' or '.join(chosen.only)}; there are {', '.join(amounts)}.")

    systems = []
    # With other widths, what is compared is ours with ours; a GPU's peer is PyTorch there.
    packages = {} if chosen.simd else PACKAGES if chosen.torch == "cpu" else {"torch": PACKAGES["torch"]}
    ways_of_ours = [(device, device, {}) for device in chosen.device or ["cpu"]]
    ways_of_ours += [(f"cpu-{bits}-bit", "cpu", {"GPUNET_SIMD": bits}) for bits in chosen.simd]
    ways_of_ours += [] if chosen.simd or chosen.torch == "cuda" else [("tensor-primitives", "tensor-primitives", {})]
    for name, device, settings in ways_of_ours:
        command = [*ours, "--serve", "--device", device, "--sample-ms", str(chosen.sample_ms)]
        command += ["--limit", str(chosen.limit)] if chosen.limit else []
        systems.append(System(name, command, os.environ | {"GPUNET_THREADS": str(threads)} | settings, chosen.patience))
    compiled = [["cuda", "compile", *([mode] if mode != "default" else [])] for mode in chosen.compile or ["default"]]
    for peer, package in packages.items():
        if machine.version(package) is None:
            print(f"{package} is left out: it is not installed for {sys.executable}. README.md says how.", file=sys.stderr)
            continue
        # torch.compile is a system of its own, for training steps on a GPU.
        ways = [["cuda"], *compiled] if (peer, chosen.torch) == ("torch", "cuda") else [[]]
        for way in ways:
            command = [sys.executable, f"{peer}_peer.py", str(chosen.sample_ms), str(threads), *way]
            systems.append(System("-".join([package, *way]), command, peer_environment(threads), chosen.patience))

    stem = ROOT / "benchmarks" / "results" / chosen.results / f"{'simd' if chosen.simd else 'peers'}-{threads}-thread{'s' * (threads > 1)}"
    # Whoever ends us has the samples that were taken.
    samples = measure(systems, names, chosen.rounds, None if chosen.dry else lambda taken: report.write_samples(stem, taken))
    for system in systems:
        system.close()
    dotnet = ".NET of the program" if chosen.program else ".NET SDK " + subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip()
    head = machine.description(dotnet, list(packages.values()))
    command = " ".join(["/usr/bin/python3 benchmarks/peers/compare.py", *map(quoted, sys.argv[1:])])
    head.append(f"- Run: {threads} thread{'s' * (threads > 1)} each, {chosen.rounds} rounds")
    head += [f"- {chosen.note}"] if chosen.note else []
    # What the first of our devices leaves out has nothing to compare.
    measured = {name: amounts[name] for name in names if (name, systems[0].name) in samples}
    if not measured:
        sys.exit(f"{systems[0].name} has none of these workloads.")
    table = report.Table([system.name for system in systems], measured, samples)
    text = report.markdown(table, head, command, "GpuNet with narrower vectors" if chosen.simd else "GpuNet and its peers")
    print(text)
    if not chosen.dry:
        print(f"Written to {report.write(stem, text, samples)}.", file=sys.stderr)


def workloads(ours):
    """{name: (bytes, operations)} of all there are."""
    lines = subprocess.run([*ours, "--list"], check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: (float(moved), float(operations)) for name, moved, operations in map(str.split, lines)}


def quoted(argument):
    return f'"{argument}"' if " " in argument else argument


def measure(systems, names, rounds, keep=None):
    """{(workload, system): [(milliseconds, processor milliseconds), ...]}; the first turn of each warms up and is not counted.
    `keep` is given what there is after each workload."""
    samples = {}
    for number, name in enumerate(names, 1):
        able = [system for system in systems if system.sample(name) is not None]
        for _ in range(rounds):
            for system in able:
                if (sample := system.sample(name)) is not None:
                    samples.setdefault((name, system.name), []).append(sample)
        print(f"{number}/{len(names)} {name}", file=sys.stderr, flush=True)
        if keep:
            keep(samples)
    return samples


if __name__ == "__main__":
    main()
