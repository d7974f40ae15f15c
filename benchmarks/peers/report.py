"""The table of a comparison, as Markdown, and the samples behind it, as CSV."""

import csv
from dataclasses import dataclass
from datetime import datetime, timezone
from statistics import median

EXPLANATION = """\
Times are medians over the rounds, in which systems took turns. A ratio is the time of the first system divided by the other's:
below 1 the first is faster. In parentheses, the same of processor time, all threads together: where other programs use the
machine it says more than the clock. [docs/benchmarks.md](../../../docs/benchmarks.md) tells what the workloads are."""


@dataclass
class Table:
    """What was measured: systems (ours first), {workload: (bytes, operations)}, {(workload, system): [(ms, processor ms), ...]}."""

    systems: list
    amounts: dict
    samples: dict

    def middle(self, name, system, part):
        """The median of a part (0 clock, 1 processor) of the samples, or None."""
        taken = self.samples.get((name, system))
        return median(sample[part] for sample in taken) if taken else None

    def present(self):
        """The systems that have at least one of the workloads."""
        return [system for system in self.systems if any((name, system) in self.samples for name in self.amounts)]

    def spread(self, system):
        """How far half of a system's samples lie from their median, relative to it; the median over the workloads."""
        spreads = []
        for (_, who), taken in self.samples.items():
            if who == system:
                center = median(sample[0] for sample in taken)
                spreads.append(median(abs(sample[0] - center) for sample in taken) / center)
        return median(spreads)


def markdown(table, head, command, title):
    """The text of a results file."""
    ours, *peers = table.present()
    lines = [f"# {title}", "", f"`{command}`, {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC", "", *head]
    lines += [f"- Noise: half of the samples of {ours} lie within {100 * table.spread(ours):.0f} % of their median", "", EXPLANATION, ""]
    header = ["Work", f"{ours}, rate", *(f"{system}, ms" for system in (ours, *peers)), *(f"{ours} / {peer}" for peer in peers)]
    lines += [row(header), row(["---"] + ["---:"] * (len(header) - 1))]
    for name, amount in table.amounts.items():
        wall, cpu = ({system: table.middle(name, system, part) for system in (ours, *peers)} for part in (0, 1))
        lines.append(row([
            name, rate(amount, wall[ours]), *map(milliseconds, wall.values()),
            *(ratio(wall[ours], wall[peer], cpu[ours], cpu[peer]) for peer in peers)]))
    return "\n".join(lines) + "\n"


def write(stem, text, samples):
    """Writes `stem`.md and `stem`.csv; returns the path of the first."""
    write_samples(stem, samples)
    page = stem.with_name(stem.name + ".md")
    page.write_text(text, encoding="utf-8")
    return page


def write_samples(stem, samples):
    """Writes `stem`.csv."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    with open(stem.with_name(stem.name + ".csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["workload", "system", "round", "milliseconds", "processor_milliseconds"])
        for (name, system), taken in samples.items():
            for number, (wall, cpu) in enumerate(taken, 1):
                writer.writerow([name, system, number, wall, cpu])


def rate(amount, wall):
    moved, operations = amount
    if operations:
        return f"{operations / wall / 1e6:.1f} GFLOP/s"
    return f"{moved / wall / 1e6:.1f} GB/s" if moved else ""


def milliseconds(value):
    if value is None:
        return ""
    return f"{value:.4f}" if value < 0.1 else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def ratio(ours, peer, ours_cpu, peer_cpu):
    if peer is None:
        return ""
    return short(ours / peer) + (f" ({short(ours_cpu / peer_cpu)})" if peer_cpu else "")


def short(number):
    return f"{number:.3f}" if number < 0.1 else f"{number:.2f}"


def row(cells):
    return "| " + " | ".join(cells) + " |"
