"""What the figures were measured on."""

import os
import pathlib
import platform
import re
import subprocess


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0].strip()
    except (OSError, IndexError):
        return None


def described(bench):
    """Returns the machine and the versions of what was measured."""
    processor = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    postgres = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    versions = {
        "labd": f"labd {first_line([pathlib.Path(bench.programs['labd']) / 'labd', '--version'])}",
        "postgresql": first_line([postgres[-1], "--version"]) if postgres else None,
        "redis": (first_line(["redis-server", "--version"]) or "").partition(" sha=")[0],
        "nats": first_line([bench.python.with_name("nats-server"), "--version"]),
        "umadb": first_line([bench.python.with_name("umadb"), "--version"]),
        "sqlite": first_line(["dpkg-query", "-W", "-f", "SQLite ${Version}", "libsqlite3-0"]),
        "lmdb": first_line(["dpkg-query", "-W", "-f", "LMDB ${Version}", "liblmdb0"]),
        "eventsourcing": first_line([bench.python, "-c", "import importlib.metadata as m; print('eventsourcing', m.version('eventsourcing'))"]),
    }
    return {
        "processor": f"{os.cpu_count()} × {processor[1] if processor else platform.machine()}",
        "memory": f"{memory:.0f} GB",
        "kernel": platform.release(),
        "disk": first_line(["findmnt", "-n", "-o", "FSTYPE", "-T", str(bench.work.parent)]),
        "versions": {name: version for name, version in versions.items() if version},
    }
