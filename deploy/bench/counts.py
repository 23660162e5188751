"""Counts the instructions and allocations of labd's hot paths with valgrind, and fails if one takes more than its bound.

Instructions hardly depend on the machine or on what else it does, so that a path that became longer is noticed where times tell
nothing. Each count is of labd as a whole, from the socket to the disk, divided by the commands or questions."""

import argparse
import json
import math
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from labd import Labd
from tools import load, pace

BOUNDS = pathlib.Path(__file__).with_name("bounds.json")
#: How much more than what was measured is allowed.
MARGIN = 1.15


@dataclass(frozen=True, order=True)
class Count:
    instructions: float
    allocations: float

    def __sub__(self, other):
        return Count(self.instructions - other.instructions, self.allocations - other.allocations)

    def __truediv__(self, number):
        return Count(self.instructions / number, self.allocations / number)


ALLOCATING = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}


def allocations(profile):
    """Returns how often the C library's allocator is called in a profile of callgrind."""
    names, called, total = {}, None, 0
    for line in profile.splitlines():
        if line.startswith(("fn=", "cfn=")):
            id, _, name = line.partition("=")[2].partition(" ")
            if name:
                names[id] = name
            if line.startswith("cfn="):
                called = names[id]
        elif line.startswith("calls=") and called in ALLOCATING:
            total += int(line[6:].split()[0])
    return total


class Counted(Labd):
    """labd under valgrind."""

    def spawn(self, command, **more):
        self.dumps = self.directory / "counts"
        for earlier in self.directory.glob("counts.*"):
            earlier.unlink()
        environment = {
            "PATH": "/usr/bin:/bin", "LD_PRELOAD": str(self.bench.preloaded), "SWIFT_DETERMINISTIC_HASHING": "1",
            "SWIFT_BACKTRACE": "enable=no"}
        super().spawn(
            ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={self.dumps}", *command], env=environment, **more)

    def begun(self):
        """Starts, and returns the instructions until the log was replayed and verified."""
        self.start()
        self.wait_until_verified()
        return self.dump()

    def during(self, work):
        """Returns the instructions, and the allocations, while `work` is done."""
        self.dump()
        work()
        return self.dump()

    def dump(self):
        """Returns the instructions, and the allocations, since the last time."""
        before = self.parts()
        subprocess.run(["callgrind_control", "--dump", str(self.process.pid)], check=True, capture_output=True)
        self.wait_for(lambda: self.parts() > before, pause=0.05)
        found = None
        while found is None:
            text = pathlib.Path(f"{self.dumps}.{self.parts()}").read_text()
            found = re.search(r"^totals: (\d+)", text, re.M)
        return Count(int(found[1]), allocations(text))

    def parts(self):
        numbers = [path.suffix.removeprefix(".") for path in self.directory.glob("counts.*")]
        return max([int(number) for number in numbers if number.isdigit()], default=0)


def counted(labd, season, events, size, times, is_quick):
    """Returns what each path takes, for each command, question or event."""
    found = {}

    def measure(name, number, work, times=times):
        # The least of some: now and then labd does something beside, such as keeping its snapshot.
        found[name] = min(labd.during(lambda: work(turn)) for turn in range(times)) / number

    def send(number, run):
        labd.single(pace(1, 600, 0, count=number), run)

    def asks(number, *paths):
        load("ask", "--at", labd.address, *pace(1, 600, 0, count=number), *paths)

    def of_days(turn):
        # Each on another day, so that no answer is one that is kept.
        asks(10, *[f"/v1/compliance?on=2019-{7 + turn:02d}-{day:02d}" for day in range(1, 11)])

    if is_quick:
        labd.begin()
        send(20, "first")
        measure("a command alone", size, lambda turn: send(size, f"alone-{turn}"))
        return found
    labd.empty()
    begun = labd.begun()
    measure("a command of many", events, lambda _: labd.many("labd", season), times=1)
    # What is made once, such as caches, is not counted.
    send(20, "first")
    measure("a command alone", size, lambda turn: send(size, f"alone-{turn}"))
    for name, path in [("an answer that is kept", "/v1/caseload"), ("one case", "/v1/case?id=c-000041")]:
        asks(5, path)
        measure(name, size, lambda _: asks(size, path))
    asks(2, "/v1/compliance?on=2019-06-08")
    measure("compliance of another day", 10, of_days)
    labd.stop()
    labd.forget_snapshot()
    found["an event at a start"] = (labd.begun() - begun) / (events + 20 + times * size)
    return found


class Place:
    """Where the counts are made."""

    def __init__(self, work, season, preloaded):
        self.work = work
        self.preloaded = preloaded.resolve()
        self.season_of_one = season


def main():
    parser = argparse.ArgumentParser(prog="bench.sh --counts", description=__doc__)
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--load", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--configuration", required=True, choices=["debug", "release"], help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="one path, of the debug build, as in CI")
    parser.add_argument("--work", default=".build/bench/counts")
    parser.add_argument("--write", action="store_true", help="makes what is counted the new bounds")
    arguments = parser.parse_args()
    if not shutil.which("valgrind"):
        print("no valgrind: the instructions are not counted")
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    load.program = arguments.load
    work = pathlib.Path(arguments.work).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    lines = (pathlib.Path(__file__).parent.parent / "demo" / "season.ndjson").read_text().splitlines(keepends=True)
    season = work / "season.ndjson"
    season.write_text("".join(lines))
    # Valgrind 3.19 cannot read Swift's debugging information.
    subprocess.run(["strip", "--strip-debug", "-o", work / "labd", pathlib.Path(arguments.programs) / "labd"], check=True)
    labd = Counted(Place(work, season, pathlib.Path(arguments.load).with_name("libUnderValgrind.so")), "counted", work)
    begin = time.monotonic()
    try:
        found = counted(labd, season, len(lines), 30 if arguments.quick else 200, 3, arguments.quick)
    finally:
        labd.stop()
        shutil.rmtree(work, ignore_errors=True)
    bounds = json.loads(BOUNDS.read_text()) if BOUNDS.exists() else {}
    if arguments.write:
        bounds[arguments.configuration] = {
            name: {
                "instructions": math.ceil(count.instructions * MARGIN / 1000) * 1000, "allocations": math.ceil(count.allocations * MARGIN)}
            for name, count in found.items()}
        BOUNDS.write_text(json.dumps(bounds, indent=2) + "\n")
    over = []
    print(f"{'':<28}{'instructions':>14}{'at most':>14}{'allocations':>14}{'at most':>10}")
    for name, count in found.items():
        bound = bounds.get(arguments.configuration, {}).get(name, {"instructions": 0, "allocations": 0})
        print(
            f"{name:<28}{count.instructions:>14,.0f}{bound['instructions']:>14,}{count.allocations:>14,.1f}{bound['allocations']:>10,}")
        if count.instructions > bound["instructions"] or count.allocations > bound["allocations"]:
            over.append(name)
    print(f"{time.monotonic() - begin:.0f} s, {arguments.configuration} build")
    if over:
        sys.exit(f"FAILED: more than the bound: {', '.join(over)}. If that is meant: bash deploy/bench.sh --counts --write")


if __name__ == "__main__":
    main()
