#!/usr/bin/env python3
"""How much training slows down when another program keeps a core busy.

    /usr/bin/python3 benchmarks/peers/beside.py                   a table, written to benchmarks/results/<machine>/beside.md
    /usr/bin/python3 benchmarks/peers/beside.py step/a --dry

GpuNet with all cores, GpuNet with one thread, and PyTorch take turns, each alone and beside one process that does nothing but
count; that process is stopped (SIGSTOP) for the samples taken alone. A scheduler that shares fairly leaves a program with as many
threads as cores, beside one busy thread, at least the speed of one core less: the time of one thread alone is the bound on two cores.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time

import compare
import machine

WORK = ["step/a", "step/c", "matmul/512", "relu/16M"]
SETTLE = 0.05  # seconds for the scheduler to see who runs


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("workload", nargs="*", default=WORK)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--sample-ms", type=int, default=100)
    options.add_argument("--dry", action="store_true", help="print the table, write no file")
    chosen = options.parse_args()

    ours, threads = compare.build(), machine.threads()
    systems = [
        compare.System(f"cpu, {count} thread{'s' * (count > 1)}", [*ours, "--serve", "--device", "cpu", "--sample-ms", str(chosen.sample_ms)],
                       os.environ | {"GPUNET_THREADS": str(count)})
        for count in (threads, 1)
    ]
    if machine.version("torch") is not None:
        systems.append(compare.System(
            f"torch, {threads} threads", [sys.executable, "torch_peer.py", str(chosen.sample_ms), str(threads)],
            compare.peer_environment(threads)))

    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        rows = [row for name in chosen.workload for row in measure(name, systems, busy, chosen.rounds)]
    finally:
        busy.kill()
        for system in systems:
            system.close()
    text = "\n".join([*head(), *rows, ""])
    print(text)
    if not chosen.dry:
        path = compare.ROOT / "benchmarks" / "results" / machine.short_name() / "beside.md"
        path.write_text(text)
        print(f"Written to {path}.", file=sys.stderr)


def measure(name, systems, busy, rounds):
    """Rows of the table for one workload."""
    able = [system for system in systems if system.sample(name) is not None]
    samples = {(system.name, state): [] for system in able for state in ("alone", "beside")}
    for _ in range(rounds):
        for state, signal_sent in (("alone", signal.SIGSTOP), ("beside", signal.SIGCONT)):
            busy.send_signal(signal_sent)
            time.sleep(SETTLE)
            for system in able:
                samples[system.name, state].append(system.sample(name)[0])
    busy.send_signal(signal.SIGSTOP)
    medians = {key: statistics.median(values) for key, values in samples.items()}
    one = medians.get((systems[1].name, "alone"))
    for system in able:
        alone, beside = medians[system.name, "alone"], medians[system.name, "beside"]
        yield f"| {name} | {system.name} | {alone:.3g} | {beside:.3g} | {beside / alone:.2f} | {beside / one:.2f} |"


def head():
    command = " ".join(["/usr/bin/python3 benchmarks/peers/beside.py", *map(compare.quoted, sys.argv[1:])])
    return [
        "# Beside a busy process", "", f"`{command}`, {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {machine.short_name()}", "",
        "Times are medians over rounds in which systems and states took turns; beside: with one process that only counts.", "",
        "| Work | System | alone, ms | beside, ms | beside / alone | beside / one thread of ours alone |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]


if __name__ == "__main__":
    main()
