#!/usr/bin/env python3
"""How long `gpunet train` on the digits takes as a process, and how much of it compiling kernels is.

    /usr/bin/python3 benchmarks/peers/start.py                       the built program
    /usr/bin/python3 benchmarks/peers/start.py old/gpunet gpunet     programs that take turns
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "artifacts" / "Embedded" / "bin" / "GpuNet.Cli" / "release" / "gpunet"


def run(program):
    """(seconds compiling, seconds from start to exit) of one process."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        text = subprocess.run([program, "train", "--verbose"], cwd=folder, check=True, capture_output=True, text=True).stdout
        whole = time.perf_counter() - begin
    return float(re.search(r"kernels compiled in ([\d.]+) s", text).group(1)), whole


def spread(values):
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("programs", nargs="*", type=Path, default=[BUILT])
    options.add_argument("--rounds", type=int, default=9)
    chosen = options.parse_args()

    programs = [program.resolve() for program in chosen.programs]
    rounds = [[run(program) for program in programs] for _ in range(chosen.rounds)]
    print("| program | compiling kernels, s | start to exit, s |\n| --- | ---: | ---: |")
    for program, samples in zip(chosen.programs, zip(*rounds)):
        compiling, whole = zip(*samples)
        print(f"| {program} | {spread(compiling)} | {spread(whole)} |")


if __name__ == "__main__":
    main()
