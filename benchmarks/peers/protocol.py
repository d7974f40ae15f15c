"""How a system that is measured talks to compare.py.

A workload's name comes in as a line; a line "name system milliseconds processor_milliseconds" goes out, for one sample of
as many runs as fill the sample's time. "-" stands for the numbers of a workload that the system does not have.
`GpuNet.Benchmarks compare --serve` talks the same way.
"""

import gc
import sys
import time


def serve(system, prepare, sample_seconds, wait=lambda: None):
    """Answers until standard input ends. `prepare(name)` returns a function that does the work once, or None; `wait` waits
    until a device has done it."""
    current, run, runs = None, None, 0
    for line in sys.stdin:
        name = line.strip()
        if name != current:
            run = None
            gc.collect()
            run, current = waited(prepare(name), wait), name
            runs = warm_up(run, sample_seconds) if run else 0
        if run is None:
            print(name, system, "-", "-", flush=True)
            continue
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(runs):
            run()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{name} {system} {1e3 * wall / runs:.6g} {1e3 * cpu / runs:.6g}", flush=True)


def waited(run, wait):
    """The work with a wait behind it, as GpuNet's benchmarks wait after each run; None for none."""
    if run is None:
        return None

    def run_and_wait():
        run()
        wait()
    return run_and_wait


def warm_up(run, sample_seconds):
    """Runs for twice a sample's time after a first run; returns how many runs fill one sample."""
    run()
    start, count = time.perf_counter(), 0
    while True:
        run()
        count += 1
        elapsed = time.perf_counter() - start
        if elapsed >= 2 * sample_seconds:
            return max(1, int(sample_seconds * count / elapsed))
