"""What machine this is, without names that are nobody's business."""

import os
import platform
import re
import subprocess
from importlib import metadata

# AMD's processors name their generation by family and model (AMD's processor programming references).
ZEN = [(26, range(0, 256), 5), (25, range(16, 32), 4), (25, range(96, 128), 4), (25, range(160, 176), 4), (25, range(0, 256), 3),
       (23, range(48, 256), 2), (23, range(0, 48), 1)]


def cpu_facts():
    """The fields of the first processor of /proc/cpuinfo; empty where there is none."""
    if not os.path.exists("/proc/cpuinfo"):
        return {}
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        lines = file.read().split("\n\n")[0].splitlines()
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def threads():
    """The number of processors this process may use."""
    return len(os.sched_getaffinity(0))


def short_name():
    """Such as amd-zen5-2c: the folder of results."""
    facts = cpu_facts()
    return f"{generation(facts) or slug(facts.get('model name', platform.machine()))}-{threads()}c"


def description(dotnet, peers):
    """Lines of Markdown about processor, memory, system and versions. `peers` are names of Python packages, if any."""
    facts = cpu_facts()
    flags = facts.get("flags", "").split()
    widest = next((name for name in ("avx512f", "avx2", "avx") if name in flags), "none of AVX")
    with open("/proc/meminfo", encoding="utf-8") as file:
        memory = int(re.search(r"MemTotal:\s*(\d+)", file.read()).group(1)) >> 20
    versions = [f"Python {platform.python_version()}"] + [f"{name} {version(name) or '(not installed)'}" for name in peers]
    head = [
        f"- Processor: {facts.get('model name', platform.machine())} ({generation(facts) or 'unnamed'}; family {facts.get('cpu family', '?')}, "
        f"model {facts.get('model', '?')}), {threads()} cores, vectors: {widest}; {memory + 1} GB of memory",
        f"- System: {system_name()}, {dotnet}",
    ]
    return head + ([f"- Peers: {', '.join(versions)}, BLAS: {blas()}"] if peers else [])


def generation(facts):
    if facts.get("vendor_id") != "AuthenticAMD":
        return None
    family, model = int(facts["cpu family"]), int(facts["model"])
    return next((f"amd-zen{zen}" for f, models, zen in ZEN if f == family and model in models), None)


def slug(text):
    text = re.sub(r"\(R\)|\(TM\)|CPU|@.*|Processor", "", text)
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def system_name():
    release = platform.freedesktop_os_release() if hasattr(platform, "freedesktop_os_release") else {}
    return release.get("PRETTY_NAME", platform.system())


def version(package):
    """The version of a Python package; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def blas():
    """The library that the system's BLAS is, with its package's version on Debian."""
    path = os.path.realpath("/usr/lib/x86_64-linux-gnu/libblas.so.3")
    if not os.path.exists(path):
        return "unknown"
    kind = os.path.basename(os.path.dirname(path))
    asked = subprocess.run(["dpkg-query", "-W", f"libopenblas0-{kind.removeprefix('openblas-')}"], capture_output=True, text=True)
    return " ".join(asked.stdout.split()) or kind
