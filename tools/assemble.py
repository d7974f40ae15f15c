#!/usr/bin/env python3
"""Compiles kernels' sources by NVIDIA's own compilers, on all cores, and tells what came of them.

    tools/assemble.py <folder>... [--architecture 90] [--seconds 300] [--report FILE]

The folders hold what GPUNET_DUMP wrote: CUDA C (.cu), which NVRTC (or nvcc) makes PTX of, and PTX of the engine's own (.ptx). ptxas
assembles both. Kernels of each name come first, so that a run that has to end early has seen every kind. The report tells what the
assembler warned of, what was refused, and of each kernel spills, stack frame and registers, the worst first. It ends with 1 if anything was refused.
"""

import argparse
import ctypes
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

OPTIONS = ["--std=c++17", "--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false"]  # the engine's own
PATIENCE = 120  # seconds for one kernel


@dataclass
class Outcome:
    """What came of a source: numbers of the assembler, or an error; -1 where the assembler does not say."""

    source: str
    kernel: str = ""
    error: str = ""
    warnings: tuple = ()
    registers: int = -1
    stack: int = -1
    spills: int = -1
    shared: int = -1
    seconds: float = 0

    @property
    def badness(self):
        return self.spills, self.stack, self.registers


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--architecture", default="90", help="such as 90; kernels with instructions of 9.0 alone take 90a")
    options.add_argument("--seconds", type=float, default=300, help="after which no more sources are begun")
    options.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options.add_argument("--most", type=int, help="take so many sources, to try the script out")
    options.add_argument("--report", type=Path, help="a file for the whole report; its head is printed in any case")
    chosen = options.parse_args()
    sources = in_turn([path for folder in chosen.folders for path in sorted(folder.rglob("*")) if path.suffix in (".cu", ".ptx")])[:chosen.most]
    tools = find_tools()
    print(f"{len(sources)} sources; " + "; ".join(f"{name}: {place or 'not found'}" for name, place in tools.items()), flush=True)
    if not sources or not (tools["ptxas"] or tools["nvrtc"] or tools["nvcc"]):
        print("There is nothing to compile, or nothing to compile it with.")
        return 1

    outcomes = []
    end = time.monotonic() + chosen.seconds
    try:
        run(sources, chosen, tools, end, outcomes)
    except BrokenProcessPool:
        print("NVRTC crashed: what is left is compiled by nvcc, in processes of its own.", flush=True)
        done = {outcome.source for outcome in outcomes}
        run([source for source in sources if str(source) not in done], chosen, tools | {"nvrtc": None}, end, outcomes)
    table, summary = numbers(outcomes), report(outcomes, len(sources))
    print("\n".join([*table[:30], "", *summary]))
    if chosen.report:
        chosen.report.write_text("\n".join([*summary, "", *table]) + "\n", encoding="utf-8")
    return 1 if any(outcome.error for outcome in outcomes) or not outcomes else 0


def run(sources, chosen, tools, end, outcomes):
    """Compiles all at once, and adds to the outcomes."""
    with ProcessPoolExecutor(chosen.jobs) as pool:
        pending = [pool.submit(assemble, str(source), chosen.architecture, tools, end) for source in sources]
        for number, future in enumerate(as_completed(pending), 1):
            if (outcome := future.result()) is not None:
                outcomes.append(outcome)
                if outcome.error:
                    print(f"{Path(outcome.source).name}: {first_line(outcome.error)}", flush=True)
            if number % 500 == 0:
                print(f"{number} of {len(sources)}", flush=True)


def in_turn(paths):
    """One of each kernel and language, then a second of each, and so on; first those with the fewest forms."""
    kinds = defaultdict(list)
    for path in paths:
        with open(path, encoding="utf-8") as source:
            kinds[kernel_of(source.readline()).partition(" ")[0], path.suffix].append(path)
    order = sorted(kinds, key=lambda kind: (len(kinds[kind]), kind))
    return [path for turn in zip_longest(*(kinds[kind] for kind in order)) for path in turn if path is not None]


def kernel_of(line):
    """The kernel and what it is closed with, which a source's first line tells."""
    return line.strip().removeprefix("// ")


def find_tools():
    toolkits = [os.environ.get("CUDA_PATH"), os.environ.get("CUDA_HOME"), *sorted(glob.glob("/usr/local/cuda*"), reverse=True)]
    toolkits = [Path(toolkit) for toolkit in toolkits if toolkit]
    programs = {name: shutil.which(name) or next((str(one / "bin" / name) for one in toolkits if (one / "bin" / name).exists()), None)
                for name in ("ptxas", "nvcc")}
    sites = [Path(site) for site in sys.path if site.endswith("-packages")]
    libraries = [os.environ.get("GPUNET_NVRTC")]
    libraries += [str(path) for one in toolkits for path in sorted((one / "lib64").glob("libnvrtc.so.*"), reverse=True)]
    libraries += [str(path) for site in sites for path in sorted(site.glob("nvidia/*/lib/libnvrtc.so.*"), reverse=True)]
    libraries += ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"]
    return programs | {"nvrtc": next((library for library in libraries if library and loads(library)), None)}


def loads(library):
    try:
        # NVRTC asks for these by their name alone.
        for built_ins in Path(library).parent.glob("libnvrtc-builtins.so.*"):
            ctypes.CDLL(str(built_ins))
        return ctypes.CDLL(library)
    except OSError:
        return None


def assemble(source, architecture, tools, end):
    """The outcome; None if the time is up."""
    start = time.monotonic()
    if start > end:
        return None
    outcome = Outcome(source)
    text = Path(source).read_text(encoding="utf-8")
    outcome.kernel = kernel_of(text.partition("\n")[0])
    target = architecture + ("a" if "wgmma" in text else "")
    with tempfile.TemporaryDirectory() as folder:
        try:
            ptx = source
            if source.endswith(".cu"):
                ptx = f"{folder}/kernel.ptx"
                to_ptx(text, source, target, tools, ptx)
            if tools["ptxas"]:
                said = call(tools["ptxas"], "-v", f"-arch=sm_{target}", ptx, "-o", f"{folder}/kernel.cubin")
                read_numbers(said, outcome)
        except Refused as refusal:
            outcome.error = str(refusal)
    outcome.seconds = time.monotonic() - start
    return outcome


class Refused(Exception):
    pass


def to_ptx(text, source, target, tools, ptx):
    if tools["nvrtc"]:
        Path(ptx).write_bytes(by_nvrtc(tools["nvrtc"], text, [*OPTIONS, f"--gpu-architecture=compute_{target}"]))
    elif tools["nvcc"]:
        call(tools["nvcc"], "-ptx", *OPTIONS, f"-gencode=arch=compute_{target},code=compute_{target}", source, "-o", ptx)
    else:
        raise Refused("there is neither NVRTC nor nvcc")


def call(*command):
    """What a program says on both streams."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Refused(f"{Path(command[0]).name} took more than {PATIENCE} s") from None
    if done.returncode != 0:
        raise Refused(f"{Path(command[0]).name}: {done.stderr or done.stdout or f'exit code {done.returncode}'}")
    return done.stdout + done.stderr


def by_nvrtc(library, text, options):
    """PTX of CUDA C (https://docs.nvidia.com/cuda/nvrtc/)."""
    nvrtc = loads(library)
    program = ctypes.c_void_p()
    if nvrtc.nvrtcCreateProgram(ctypes.byref(program), text.encode(), b"kernel.cu", 0, None, None) != 0:
        raise Refused("nvrtcCreateProgram failed")
    encoded = (ctypes.c_char_p * len(options))(*(option.encode() for option in options))

    def read(size, get):
        length = ctypes.c_size_t()
        size(program, ctypes.byref(length))
        buffer = ctypes.create_string_buffer(max(1, length.value))
        get(program, buffer)
        return buffer.raw[:length.value].rstrip(b"\0")

    try:
        status = nvrtc.nvrtcCompileProgram(program, len(options), encoded)
        if status != 0:
            log = read(nvrtc.nvrtcGetProgramLogSize, nvrtc.nvrtcGetProgramLog).decode(errors="replace")
            raise Refused(f"NVRTC: {log or f'error {status}'}")
        return read(nvrtc.nvrtcGetPTXSize, nvrtc.nvrtcGetPTX)
    finally:
        nvrtc.nvrtcDestroyProgram(ctypes.byref(program))


def read_numbers(said, outcome):
    """Of what `ptxas -v` says."""
    def number(pattern):
        return sum(int(found) for found in re.findall(pattern, said)) if re.search(pattern, said) else -1

    outcome.registers = number(r"Used (\d+) registers")
    outcome.stack = number(r"(\d+) bytes stack frame")
    outcome.spills = number(r"(\d+) bytes spill (?:stores|loads)")
    outcome.shared = max(0, number(r"(\d+) bytes smem"))
    outcome.warnings = tuple(line for line in said.splitlines() if re.search(r"warning|Potential|Advisory", line))


def first_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[0] if lines else "")[:300]


def numbers(outcomes):
    """A table of what the assembler says, the worst first."""
    sound = sorted((one for one in outcomes if not one.error), key=lambda one: one.badness, reverse=True)
    return [f"{'spills':>8} {'stack':>8} {'registers':>9} {'shared':>8} {'seconds':>7}  source"] + [
        f"{one.spills:8} {one.stack:8} {one.registers:9} {one.shared:8} {one.seconds:7.1f}  {Path(one.source).name} {one.kernel}" for one in sound]


def report(outcomes, count):
    """What was warned of and refused, one of each kind; the gist last."""
    failed, sound = [one for one in outcomes if one.error], [one for one in outcomes if not one.error]
    by_warning, by_error = defaultdict(list), defaultdict(list)
    for one in sound:
        for warning in one.warnings:
            by_warning[re.sub(r"'[^']*'|\d+", "#", warning)].append((one, warning))
    for one in failed:
        by_error[re.sub(r"0x[0-9a-f]+|\d+", "#", first_line(one.error))].append(one)
    lines = []
    for ones in sorted(by_warning.values(), key=len):
        lines += [f"{len(ones)} warned of like {Path(ones[0][0].source).name} ({ones[0][0].kernel}): {ones[0][1]}", ""]
    for ones in sorted(by_error.values(), key=len):
        lines += [f"{len(ones)} refused like {Path(ones[0].source).name} ({ones[0].kernel}):", *ones[0].error.strip().splitlines()[:20], ""]
    seconds = sorted(one.seconds for one in outcomes) or [0]
    return lines + [
        f"{len(outcomes)} of {count} sources compiled, {len(failed)} refused; {sum(one.spills > 0 for one in sound)} spill, "
        f"{sum(one.stack > 0 for one in sound)} have a stack frame, {sum(bool(one.warnings) for one in sound)} have warnings; "
        f"{seconds[len(seconds) // 2]:.2f} s each, {seconds[-1]:.1f} s the longest",
    ]


if __name__ == "__main__":
    sys.exit(main())
