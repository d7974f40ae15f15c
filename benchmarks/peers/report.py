"""The table of a comparison, as Markdown, and the samples behind it, as CSV."""

import csv
from datetime import datetime, timezone
from statistics import median

EXPLANATION = """\
Milliseconds are medians over the rounds; systems took turns within each. A ratio is the time of the first system divided by
the other's, median by median: below 1 the first is faster. The last columns are the same ratios of processor time, all threads
together: where other programs use the machine they say more than those of the clock. docs/benchmarks.md tells what the
workloads are."""


def markdown(names, systems, samples, head, command, rounds, note):
    """The text of a results file."""
    present = [system for system in systems if any((name, system) in samples for name in names)]
    ours, peers = present[0], present[1:]
    spread = [relative_spread(taken) for (_, system), taken in samples.items() if system == ours]
    lines = ["# GpuNet and its peers", "", f"`{command}`, {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, {rounds} rounds.", ""]
    lines += head
    lines += [f"- Noise: half of the samples of {ours} lie within {100 * median(spread):.0f} % of their median (median over the workloads)"]
    lines += [f"- {note}"] if note else []
    lines += ["", EXPLANATION, ""]
    header = ["Work"] + [f"{system}, ms" for system in present]
    header += [f"{ours} / {peer}" for peer in peers] + [f"{ours} / {peer}, processor" for peer in peers]
    lines += [row(header), row(["---"] + ["---:"] * (len(header) - 1))]
    for name in names:
        wall = {system: middle(samples, name, system, 0) for system in present}
        cpu = {system: middle(samples, name, system, 1) for system in present}
        cells = [name] + [milliseconds(wall[system]) for system in present]
        cells += [ratio(wall[ours], wall[peer]) for peer in peers] + [ratio(cpu[ours], cpu[peer]) for peer in peers]
        lines.append(row(cells))
    return "\n".join(lines) + "\n"


def write(folder, text, samples):
    """Writes comparison.md and comparison.csv; returns the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "comparison.md").write_text(text, encoding="utf-8")
    with open(folder / "comparison.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["workload", "system", "round", "milliseconds", "processor_milliseconds"])
        for (name, system), taken in samples.items():
            for number, (wall, cpu) in enumerate(taken, 1):
                writer.writerow([name, system, number, wall, cpu])
    return folder / "comparison.md"


def middle(samples, name, system, part):
    """The median of a part (0 clock, 1 processor) of the samples, or None."""
    taken = samples.get((name, system))
    return median(sample[part] for sample in taken) if taken else None


def relative_spread(taken):
    center = median(sample[0] for sample in taken)
    return median(abs(sample[0] - center) for sample in taken) / center


def milliseconds(value):
    if value is None:
        return ""
    return f"{value:.4f}" if value < 0.1 else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def ratio(ours, peer):
    return f"{ours / peer:.2f}" if ours is not None and peer else ""


def row(cells):
    return "| " + " | ".join(cells) + " |"
