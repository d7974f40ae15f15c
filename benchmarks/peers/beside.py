#!/usr/bin/env python3
"""What training costs and takes where it does not have the machine for itself.

    /usr/bin/python3 benchmarks/peers/beside.py                   tables, written to benchmarks/results/<machine>/beside.md
    /usr/bin/python3 benchmarks/peers/beside.py step/a --dry

First, beside another program: GpuNet with all cores, GpuNet with one thread, and PyTorch take turns, each alone and beside one process
that does nothing but count; that process is stopped (SIGSTOP) for the samples taken alone. On two cores, a scheduler may give the
program that counts a core of its own, and all of our threads the other one: then more threads than one can gain nothing. What they must
not do is lose: with all cores we should take no longer than with one thread in the same state.

Then, beside threads of its own program: the same work from several threads of the host at once, and from one thread in turn; with
GPUNET_THREADS=1, each of several threads has a core, and our workers are in nobody's way. And last, what processes take of a core
when they have nothing to do.
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
HOSTS = ["hosts/step/a", "hosts/layers"]
SETTLE = 0.2  # seconds for the scheduler to see who runs, and to forget who ran
IDLE = 2  # seconds


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
        busy.send_signal(signal.SIGSTOP)
        rows += hosts(systems[:2], chosen.rounds)
        rows += idle(systems)
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
    one = medians[systems[1].name, "beside"]
    for system in able:
        alone, beside = medians[system.name, "alone"], medians[system.name, "beside"]
        yield f"| {name} | {system.name} | {alone:.3g} | {beside:.3g} | {beside / alone:.2f} | {beside / one:.2f} |"


def hosts(systems, rounds):
    """The table of threads of the host."""
    yield from ("", "## Beside threads of its own program", "", "| Work | System | at once, ms | in turn, ms | at once / in turn |",
                "| --- | --- | ---: | ---: | ---: |")
    for name in HOSTS:
        ways = [(system, way) for way in (name, f"{name}/in-turn") for system in systems]
        samples = {key: [] for key in ways}
        for _ in range(rounds):
            for system, way in ways:
                system.sample(way)  # prepares: a system keeps one workload at a time
                samples[system, way].append(system.sample(way)[0])
        for system in systems:
            at_once, in_turn = (statistics.median(samples[system, way]) for way in (name, f"{name}/in-turn"))
            yield f"| {name} | {system.name} | {at_once:.3g} | {in_turn:.3g} | {at_once / in_turn:.2f} |"


def idle(systems):
    """A line on each process: how long it had a core while it had nothing to do."""
    yield from ("", "## Idle", "", f"Processor time in the {IDLE} seconds after a sample of step/a:", "")
    for system in systems:
        system.sample("step/a")
        before = processor_seconds(system.process.pid)
        time.sleep(IDLE)
        yield f"- {system.name}: {1000 * (processor_seconds(system.process.pid) - before):.0f} ms"


def processor_seconds(process):
    """User and system time, fields 14 and 15 of /proc/<process>/stat (proc(5))."""
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def head():
    command = " ".join(["/usr/bin/python3 benchmarks/peers/beside.py", *map(compare.quoted, sys.argv[1:])])
    return [
        "# Beside others", "", f"`{command}`, {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {machine.short_name()}", "",
        "## Beside a busy process", "", "Times are medians over rounds in which systems and states took turns; beside: with one process that only counts.", "",
        "| Work | System | alone, ms | beside, ms | beside / alone | beside / one thread of ours beside |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]


if __name__ == "__main__":
    main()
