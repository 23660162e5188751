"""Measures labd next to other stores, in several rounds, and writes a table, JSON and a picture."""

import argparse
import contextlib
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import machine
import page
import report
from groups import GROUPS, durability
from labd import Labd
from peers import PEERS
from picture import picture
from processes import Unavailable
from rows import Figures
from tools import Connection, load


class Bench:
    here = pathlib.Path(__file__).parent

    def __init__(self, arguments):
        self.quick = arguments.quick
        parent = pathlib.Path(arguments.work).resolve()
        parent.mkdir(parents=True, exist_ok=True)
        self.work = pathlib.Path(tempfile.mkdtemp(dir=parent, prefix=""))
        # PostgreSQL's account passes through.
        self.work.chmod(0o711)
        self.python = pathlib.Path(arguments.python)
        self.season_of_one = self.here.parent / "demo" / "season.ndjson"
        self.copies = arguments.copies or (2 if self.quick else 210)
        self.seconds = arguments.seconds or (0.3 if self.quick else 5)
        self.clients = [1, 16] if self.quick else [1, 16, 64, 256]
        self.stall_events = arguments.stall_events or (2000 if self.quick else 300_000)
        #: How long a peer may take for many at once. Those that take longer record a part of them.
        self.most_seconds = 2 if self.quick else 60
        self.figures = Figures()
        self.syncs = {}
        self.failed = []
        self.round = 0
        self.recorded = set()
        self.programs = {"labd": arguments.programs, **({"before": arguments.before} if arguments.before else {})}
        self.everything = [Labd(self, name, programs) for name, programs in self.programs.items()]
        self.everything += [peer(self) for peer in PEERS if peer.name in arguments.peers]
        self.season = self.work / "season.ndjson"
        self.lines = self.work / "lines.ndjson"

    @property
    def peers(self):
        return [peer for peer in self.all() if not isinstance(peer, Labd)]

    def labds(self):
        return [peer for peer in self.all() if isinstance(peer, Labd)]

    def all(self):
        """Returns what is measured, beginning with another one in each round."""
        usable = [peer for peer in self.everything if peer.name not in self.figures.absent]
        turn = self.round % max(1, len(usable))
        return usable[turn:] + usable[:turn]

    def say(self, text):
        print(f"   {text}", file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def attempt(self, peer, *rows, column=None):
        """Stops the peer in the end, and keeps why it could not be measured."""
        begin = time.monotonic()
        try:
            yield
            self.say(f"round {self.round}: {peer.title}, {rows[0]}, {time.monotonic() - begin:.0f} s")
        except (Unavailable, OSError, subprocess.SubprocessError, KeyError, ValueError) as error:
            text = str(error) or type(error).__name__
            self.say(f"{peer.title}, {rows[0]}: {text}")
            if isinstance(peer, Labd) or not (text.startswith("no ") or rows[0] == "syncs"):
                self.failed.append(f"{peer.title}, {rows[0]}: {text}")
            if rows[0] == "syncs":
                self.figures.absent[column or peer.name] = text
        finally:
            peer.stop()

    def prepare(self):
        made = subprocess.run(
            load.command("season", "--copies", self.copies, self.season_of_one, self.season), check=True, capture_output=True, text=True)
        # labd's own first event is not in the file.
        self.events = int(made.stdout) + 1

    def export(self, labd):
        """Writes the stored lines, once: they are the same in each round but for times."""
        if self.lines.exists():
            return
        connection = Connection(labd.address)
        connection.request("GET", "/v1/events?from=0")
        with open(self.lines, "wb") as file:
            shutil.copyfileobj(connection.getresponse(), file, 1 << 20)
        connection.close()

    def need_recorded(self, labd):
        """Lets a labd have recorded the season."""
        if labd.name not in self.recorded:
            labd.empty()
            labd.start()
            labd.many("labd", self.season)
            self.export(labd)
            labd.stop()
            self.recorded.add(labd.name)

    def run(self, groups, rounds):
        durability(self)
        self.prepare()
        for self.round in range(1, rounds + 1):
            self.figures.begin()
            self.recorded.clear()
            for group in groups:
                GROUPS[group](self)


def options():
    parser = argparse.ArgumentParser(prog="bench.sh", description=__doc__)
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--load", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--python", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--before", metavar="DIR", help="a directory with another labd and labctl, measured by turns with this one")
    parser.add_argument("--quick", action="store_true", help="a minute, with figures that mean nothing: whether all can be measured")
    parser.add_argument("--rounds", type=int, help="how often everything is measured (3)")
    parser.add_argument("--rows", nargs="+", choices=list(GROUPS), default=list(GROUPS), help="the groups of rows")
    parser.add_argument(
        "--peers", nargs="*", choices=[peer.name for peer in PEERS], default=[peer.name for peer in PEERS], help="what else is measured")
    parser.add_argument("--seconds", type=float, help="how long each rate is measured (5)")
    parser.add_argument("--copies", type=int, help="the offices of the long log, each with some 4,800 events (210)")
    parser.add_argument("--stall-events", type=int, help="over how many events the longest wait is taken (300,000)")
    parser.add_argument("--work", default=".build/bench/work", help="where the stores are, on the disk to be measured")
    parser.add_argument("--output", default=".build/bench", help="where figures.json and figures.svg are written")
    parser.add_argument("--page", action="store_true", help="also writes the figures into the documentation")
    return parser.parse_args()


def main():
    arguments = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    load.program = arguments.load
    bench = Bench(arguments)
    begin = time.monotonic()
    try:
        bench.run(arguments.rows, arguments.rounds or (1 if bench.quick else 3))
    finally:
        for peer in bench.everything:
            peer.stop()
        shutil.rmtree(bench.work, ignore_errors=True)
    measured = report.collected(bench, machine.described(bench), time.monotonic() - begin)
    output = pathlib.Path(arguments.output)
    output.mkdir(parents=True, exist_ok=True)
    (output / "figures.json").write_text(json.dumps(measured, indent=1) + "\n")
    (output / "figures.svg").write_text(picture(measured))
    print(report.table(measured))
    print(f"\n{output}/figures.json and figures.svg, {measured['seconds']:.0f} s")
    if arguments.page:
        page.write_page(measured)
    for failure in bench.failed:
        print(f"FAILED: {failure}")
    sys.exit(1 if bench.failed else 0)


if __name__ == "__main__":
    main()
