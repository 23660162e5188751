"""Operations on a data directory are interrupted at each of their system calls, and each of these calls fails once."""

import collections
import json
import pathlib
import re
import shutil
import subprocess
import time

from office import Fault, Office
from prepared import Prepared, register, run, stopped, with_backups, without_backups
from trial import LeftOut, Outcome, Size, fault, judged

# The calls that change the disk. For a labd that serves, write(2) is left out: it wakes threads, and a labd whose threads sleep
# does not answer.
CALLS = [
    "openat", "mkdirat", "linkat", "renameat", "unlinkat", "fsync", "fdatasync", "pwrite64", "pwritev", "ftruncate",
    "fallocate"]
EFFECTS = ["signal=KILL", "error=EIO", "error=ENOSPC"]
CALL = re.compile(r"^(\d+) +(\w+)\((.*)", re.M)


class Step:
    """An operation on a data directory. Each kind defines how it is prepared, done, repeated and checked."""

    calls = CALLS

    def __init__(self, prepare=None):
        self.prepare = prepare

    def office(self):
        """Returns an office for one trial, on a copy of what was prepared."""
        office = Office(arguments=["--simulated"])
        self.kept = None
        if self.prepare:
            prepared, self.kept = Prepared.of(self.prepare.__name__, self.prepare)
            for part in ("data", "backups"):
                if (prepared / part).exists():
                    subprocess.run(["cp", "-a", prepared / part, office.directory / part], check=True)
            office.number = 1_000
            office.acknowledged, office.times = dict(self.kept["all"]), dict(self.kept["times"])
        return office

    def places(self):
        """Returns for each call the numbers at which it is made on the data directory, as counted by strace for each thread."""
        office = self.office()
        output = office.directory / "trace"
        try:
            self.do(office, ["-o", str(output), "-e", "trace=" + ",".join(self.calls)])
            if office.is_running():
                kill_traced(office)
            text = output.read_text(errors="replace")
        finally:
            office.end()
        counts = collections.Counter()
        places = collections.defaultdict(set)
        for thread, call, arguments in CALL.findall(text):
            counts[thread, call] += 1
            if str(office.directory) in arguments and "labd.toml" not in arguments and "/trace" not in arguments:
                places[call].add(counts[thread, call])
        if not places:
            raise LeftOut("strace may not trace here")
        return {call: sorted(numbers) for call, numbers in places.items()}

    def __call__(self):
        """Yields a trial for each place and each effect; in the reduced form one for each call."""
        for index, (call, numbers) in enumerate(sorted(self.places().items())):
            for effect in [EFFECTS[index % len(EFFECTS)]] if Size.quick else EFFECTS:
                for number in Size.of([numbers[len(numbers) // 2]], numbers):

                    def trial(call=call, effect=effect, number=number):
                        return self.trial(call, effect, number)

                    yield f"{effect.split('=')[1]} at {call}", trial

    def trial(self, call, effect, number):
        """Runs the operation with one call broken, repeats it, and checks that everything is there."""
        office = self.office()
        output = office.directory / "trace"
        try:
            self.do(office, ["-o", str(output), "-e", f"trace={call}", "-e", f"inject={call}:{effect}:when={number}"])
            if office.is_running():
                kill_traced(office)
            struck = any(word in output.read_text(errors="replace") for word in ("(INJECTED)", "killed by SIGKILL"))
            office.wrapper = []
            begin = time.monotonic()
            self.look(office)
            outcome = judged(office, time.monotonic() - begin)
            left = [
                str(path.relative_to(office.data)) for path in office.data.rglob("*")
                if path.name in ("log.restoring", "log.compacting", "keys.restoring", "office.key.new", "discarded.mdb")
                or path.suffix in (".partial", ".new")]
            if left:
                outcome.faults.append(f"{call} {number}: left behind: {left}")
            if not struck:
                outcome.note = "some were not made in that run"
            return outcome
        except Fault as error:
            return Outcome(verified=True, faults=[f"{call} {number}: {error}"])
        finally:
            if office.wrapper and office.is_running():
                kill_traced(office)
            office.end()

    def tools(self, office, options, *arguments, text=None):
        """Runs labd to its end under strace, whatever its exit code."""
        return subprocess.run(
            ["strace", "-f", "-y", "-qq", *options, office.programs / "labd", *arguments], capture_output=True, text=True,
            input=text, timeout=120)


def kill_traced(office):
    """Kills the labd that strace started; strace ends with it."""
    children = pathlib.Path(f"/proc/{office.process.pid}/task/{office.process.pid}/children").read_text().split()
    for child in children:
        subprocess.run(["kill", "-KILL", child], check=False, capture_output=True)
    office.process.wait(timeout=30)


def sealed(office, person):
    """Returns what labctl shows of a person's sealed fields."""
    shown = office.labctl("person", "show", person, "--sealed")
    return (shown.stdout + shown.stderr).decode()


def must_open(office, persons):
    """Throws unless the sealed fields of the persons can be read."""
    for person in persons:
        if f"Nome di {person}" not in sealed(office, person):
            raise Fault(f"what is sealed of {person} is not there: {sealed(office, person)[:200]}")


class FirstStart(Step):
    """The first start, which creates the keys and the log."""

    def do(self, office, options):
        office.wrapper = ["strace", "-f", "-y", "-qq", *options]
        office.start(wait=False)
        office.wait_for(
            "end or answer", lambda: not office.is_running() or office.ask("/healthz") is not None, 60)

    def look(self, office):
        office.start()
        if register(office, "p-a", "Nome di p-a") != 200:
            raise Fault(f"personal fields are refused after a first start: {office.refused}")
        must_open(office, ["p-a"])


class Compaction(Step):
    """labd compact."""

    calls = CALLS + ["write"]

    def do(self, office, options):
        self.tools(office, options, "compact", "--data", str(office.data))

    def look(self, office):
        office.start()
        must_open(office, ["p-a", "p-b", "p-c"])
        stopped(office)
        run(office, "labd", "compact", "--data", str(office.data))
        office.start()


class Restoring(Step):
    """labd restore of an older backup, which gives up what is newer."""

    calls = CALLS + ["write"]

    def arguments(self, office):
        backup = next(path for path in (office.directory / "backups").iterdir() if path.is_dir())
        return ["restore", "--from", str(backup), "--data", str(office.data), "--discard-newer"]

    def do(self, office, options):
        self.tools(office, options, *self.arguments(office))

    def look(self, office):
        # In the state that was left, it can be queried: it is one log or the other.
        office.start()
        count = int(office.metric("labd_events"))
        kept = len(self.kept["kept"]) + 1
        if count not in (len(self.kept["all"]) + 1, kept + 1):
            raise Fault(f"an interrupted restore left {count} events")
        health = json.loads(office.ask("/healthz")[1])
        if health["status"] != "ok":
            raise Fault(f"an interrupted restore left a log that accepts nothing: {health}")
        stopped(office)
        run(office, "labd", *self.arguments(office))
        office.acknowledged = dict(self.kept["kept"])
        office.times = {position: time for position, time in office.times.items() if position < kept}
        office.start()
        # Including the event that records the restore.
        if int(office.metric("labd_events")) != kept + 1:
            raise Fault(f"restored again, the log has {int(office.metric('labd_events'))} events, not {kept + 1}")
        must_open(office, ["p-a", "p-b", "p-c"])


class KeysRestoring(Step):
    """labd keys restore into a data directory that has lost them."""

    calls = CALLS + ["write"]

    def arguments(self, office):
        backup = next(path for path in (office.directory / "backups").iterdir() if path.suffix == ".labd-keys")
        return ["keys", "restore", "--from", str(backup), "--data", str(office.data)]

    def do(self, office, options):
        shutil.rmtree(office.data / "keys")
        self.tools(office, options, *self.arguments(office), text=self.kept["key"])

    def look(self, office):
        # In the state that was left, labd either starts with the keys or says what to do, and creates no others.
        office.start(wait=False)
        office.wait_for("end or answer", lambda: not office.is_running() or office.ask("/healthz") is not None)
        if office.is_running():
            stopped(office)
        elif not office.said("labctl keys restore"):
            raise Fault(f"labd did not say what to do; {office.last_lines()}")
        again = subprocess.run(
            [office.programs / "labd", *self.arguments(office)], capture_output=True, text=True, input=self.kept["key"])
        if again.returncode != 0:
            raise Fault(f"run again, it failed: {again.stderr[-300:]}")
        office.start()
        must_open(office, ["p-a", "p-b", "p-c"])


class OfLive(Step):
    """An operation of a running labd."""

    def do(self, office, options):
        office.start()
        tracer = subprocess.Popen(
            ["strace", "-f", "-y", *options, "-p", str(office.process.pid)], stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True)
        try:
            if "attached" not in tracer.stderr.readline():
                raise LeftOut("strace may not trace here")
            self.ask(office)
            office.kill()
        finally:
            # strace ends with the process that it traces.
            tracer.communicate(timeout=30)


class Rotation(OfLive):
    """labctl keys rotate."""

    def ask(self, office):
        office.labctl("keys", "rotate")

    def look(self, office):
        office.start()
        must_open(office, ["p-a", "p-b", "p-c"])
        if register(office, "p-d", "Nome di p-d") != 200:
            raise Fault(f"nothing can be sealed: {office.refused}")
        if office.labctl("keys", "rotate").returncode != 0:
            raise Fault("the keys cannot be rotated again")
        must_open(office, ["p-a", "p-b", "p-c", "p-d"])


class Erasure(OfLive):
    """An erasure of a person with two ids."""

    erasing = {"id": "erase", "command": "person.erase", "data": {"person": "p-a", "authorisation": "det. 9"}}

    def ask(self, office):
        office.send(self.erasing)

    def look(self, office):
        office.start()
        shown = json.loads(office.labctl("person", "show", "p-a", "--json").stdout)
        if shown.get("erased"):
            for person in ("p-a", "p-b"):
                if "erased: " not in sealed(office, person):
                    raise Fault(f"{person} is erased and can be read: {sealed(office, person)[:200]}")
        else:
            must_open(office, ["p-a", "p-b"])
        must_open(office, ["p-c"])
        # When it is sent again, it is done once.
        if office.send(self.erasing) != 200:
            raise Fault(f"the erasure cannot be sent again: {office.refused}")
        causes, _ = office.places(0)
        if causes.get("erase") != 1:
            raise Fault(f"the erasure stands {causes.get('erase', 0)} times in the log")
        # The sealed fields of these commands are no longer known, so they cannot be sent again.
        for command in ("r-p-a", "r-p-b", "l"):
            office.acknowledged.pop(command, None)


for name, step in {
        "first-start": FirstStart(), "compaction": Compaction(without_backups), "restore": Restoring(with_backups),
        "keys-restore": KeysRestoring(with_backups), "rotation": Rotation(without_backups),
        "erasure": Erasure(without_backups)}.items():
    fault(name)(step)
