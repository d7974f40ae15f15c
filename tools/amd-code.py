#!/usr/bin/env python3
"""Compiles OpenCL C to machine code of AMD's GPUs by clang, and tells what it takes: a table, one line a kernel and processor.

    tools/amd-code.py <folder> [--processors gfx90a,gfx1100] [--only REGEX]

The folder holds what GPUNET_DUMP=<folder> wrote, best by the tests of OpenClSourceTests: every kernel of the library, closed in one way,
as GPUs get it. The driver's built-in functions are those of tests/GpuNet.TestKit/OpenCl/amd_builtins.h. No GPU is needed.
"""

import argparse
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BUILTINS = Path(__file__).parent.parent / "tests/GpuNet.TestKit/OpenCl/amd_builtins.h"


def assemble(source, processor):
    command = ["clang-19", "-x", "cl", "-cl-std=CL1.2", "-target", "amdgcn-amd-amdhsa", f"-mcpu={processor}", "-nogpulib", "-cl-no-stdinc",
               "-include", str(BUILTINS), "-cl-fp32-correctly-rounded-divide-sqrt", "-O3", "-Wall", "-S", "-o", "-", str(source)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0 or run.stderr:
        sys.exit(f"{source} for {processor}:\n{run.stderr}")
    return run.stdout


def number(what, code):
    found = re.search(rf"; {what}: (\d+)", code)
    return int(found[1]) if found else 0


def busiest_loop(code):
    """The instructions between a label and a jump back to it with the most arithmetic for its length."""
    labels, instructions = {}, []
    for line in code.split("\n"):
        if label := re.match(r"(\.LBB\w+):", line):
            labels[label[1]] = len(instructions)
        elif instruction := re.match(r"\t([a-z]\w+)(?: (\S+))?", line):
            instructions.append(instruction.groups())
    loops = [instructions[labels[to]:place + 1] for place, (name, to) in enumerate(instructions)
             if name.startswith(("s_cbranch", "s_branch")) and labels.get(to, place + 1) <= place]
    counts = [Counter(re.sub(r"_e(32|64)$", "", name).removeprefix("v_") for name, _ in loop) for loop in loops]
    return max(counts, key=lambda count: sum(n for name, n in count.items() if "fma" in name) / count.total(), default=Counter())


def row(source, processor):
    code = assemble(source, processor)
    loop = busiest_loop(code)
    fused = {name: n for name, n in loop.items() if re.fullmatch(r"(pk_|dual_)?fmac?_f32", name)}
    shared = sum(n for name, n in loop.items() if name.startswith("ds_"))
    text = f"{loop.total()}: " + ", ".join(f"{n} `{name}`" for name, n in fused.items()) + f", {shared} `ds`" if fused else ""
    wide = len(re.findall(r"\tglobal_(?:load|store)_(?:dwordx4|b128)", code))
    narrow = len(re.findall(r"\tglobal_(?:load|store)_", code)) - wide
    title = re.sub(r"(GpuNet\.Kernels\.|System\.|`\d+)", "", source.read_text().split("\n")[0].removeprefix("// "))
    return (f"| {title.replace(' ', ' | ', 1) if ' ' in title else title + ' |'} | {processor} | {number('NumVgprs', code)} | {number('NumSgprs', code)} "
            f"| {number('ScratchSize', code)} | {number('LDSByteSize', code)} | {number('Occupancy', code)} | {wide} + {narrow} | {text} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--processors", default="gfx90a,gfx1100")
    parser.add_argument("--only", default=".", help="kernels whose first line has this in it")
    options = parser.parse_args()
    sources = [path for path in options.folder.glob("*.cl") if re.search(options.only, path.read_text().split("\n")[0])]
    print("| Kernel | Closed with | For | VGPRs | SGPRs | Scratch | Shared | Waves | Wide + narrow accesses | Inner loop |\n|---|---|---|---:|---:|---:|---:|---:|---:|---|")
    with ThreadPoolExecutor() as threads:
        print("\n".join(sorted(threads.map(lambda task: row(*task), [(source, name) for source in sources for name in options.processors.split(",")]))))


main()
