"""A running attack: an honest operator works while accounts attack, and there are bounds for what the operator sees."""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass

from accounts import Accounts
from logs import INDEXED, Log
from observers import Honest, Memory
from office import Fault, Office
from trial import Size, judged, share


@dataclass
class Bounds:
    """Bounds for what the honest operator may see of an attack, in seconds: the 99th percentile of commands, and of views; the
    longest gap between two answers; the time from the end of the attack until twenty commands in a row are `fast` again. And
    bytes of memory."""

    command: float
    view: float
    gap: float
    whole: float
    fast: float
    memory: int = 1 << 30

    @classmethod
    def of_this_size(cls):
        """Returns the bounds of this form. The reduced form attacks a build without optimisation for two seconds, on a machine
        that may be busy, and detects only that somebody is locked out, not how long somebody waits."""
        return Size.of(cls(1.0, 1.5, 1.5, 1.5, 0.25), cls(0.05, 0.5, 3.0, 1.0, 0.05))

    def __str__(self):
        """Returns the bounds of time in words, for the table."""
        return (
            f"bounds: commands {self.command * 1000:.0f} ms, views {self.view * 1000:.0f} ms, gap {self.gap:g} s, "
            f"whole {self.whole:g} s")


@dataclass
class Attack:
    """An account's part: its groups of connections, in the form that attacker.py reads."""

    account: str
    groups: list


def busy(mode, what, count):
    """Connections that do the same. In the reduced form there are a third of them, as they take turns on the processors with
    a slower labd."""
    return {"mode": mode, "what": what, "count": Size.of(-(-count // 3), count)}


def of(count):
    """Returns the number of connections in this form, in words."""
    return f"{Size.of(-(-count // 3), count)} connections"


def prepared(office, log):
    """Starts an office on a copy of a log, for all accounts of the machine, and waits until labd has nothing to do."""
    subprocess.run(["cp", "-a", "--reflink=auto", log.data, office.data], check=True)
    programs = office.directory / "programs"
    programs.mkdir()
    # Other accounts can read them there, wherever this script is.
    for name in ("honest.py", "attacker.py", "office.py"):
        shutil.copy(pathlib.Path(__file__).with_name(name), programs)
    office.directory.chmod(0o755)
    office.start()
    # On a server the socket's group does this.
    os.chmod(office.socket, 0o666)
    if log.count > 100_000:
        wait_until_idle(office)


def wait_until_idle(office, seconds=30):
    """Waits until labd uses almost no processor time: after a start it verifies the log, and prepares answers."""
    stat = pathlib.Path(f"/proc/{office.process.pid}/stat")
    ticks = os.sysconf("SC_CLK_TCK")

    def used():
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / ticks

    end = time.monotonic() + seconds
    # labd prepares answers a second after the last request.
    time.sleep(1.2)
    before = used()
    while time.monotonic() < end:
        time.sleep(0.25)
        now = used()
        if now - before < 0.03:
            return
        before = now


def besieged(events, attacks, limits="", anew=False, pause=0.002, check=None, again=False):
    """Runs a trial: the honest operator works, is attacked, and continues to work; then the log is judged.

    Returns None, unjudged, if it only exceeded bounds of time and may be run again."""
    accounts = Accounts.of_the_machine()
    log = Log.of(events)
    bounds = Bounds.of_this_size()
    seconds = Size.of(2, 5)
    office = Office(limits=limits, roles=accounts.roles())
    started = []
    honest = memory = None
    try:
        prepared(office, log)
        for number, attack in enumerate(attacks):
            started.append(
                accounts.start(
                    attack.account, 19, str(office.directory / "programs" / "attacker.py"), office.socket,
                    json.dumps({
                        "groups": attack.groups, "events": log.count, "persons": log.persons,
                        "lines": Size.of(500, 4_000), "name": f"a{number}-{random.randrange(1 << 32):x}"})))
        for process in started:
            if process.stdout.readline() != "ready\n":
                raise Fault(f"an attacker did not start: {process.stderr.read()[-300:]}")
        memory = Memory(office.process)
        count = office.metric("labd_events")
        honest = Honest(office, accounts, anew, pause)
        office.wait_for("command of the honest operator", honest.is_at_work)
        # The values without an attack.
        quiet = time.monotonic()
        time.sleep(Size.of(0.5, 1))
        calm = [
            share(honest.waited(kind, quiet, time.monotonic()), part)
            for kind, part in (("command", 0.5), ("command", 0.99), ("view", 0.99))]
        begin = time.monotonic()
        for process in started:
            process.stdin.write(f"{seconds}\n")
            process.stdin.flush()
        reports = [report(process, seconds) for process in started]
        end = max(told["ended"] for told in reports)
        whole = honest.whole_again(end, bounds.fast, Size.of(15, 30))
        commands, views = (honest.waited(kind, begin, end) for kind in ("command", "view"))
        gap = honest.gap(begin)
        honest.end()
        memory.end()
        if not office.is_running():
            raise Fault(f"labd ended with {office.process.poll()}; {office.last_lines()}")
        slow, faults = faults_of(bounds, commands, views, gap, whole, memory.most, honest, reports)
        if slow and not faults and again:
            return None
        faults = slow + faults
        if check:
            faults += check(reports)
        note = (
            f"commands p50 {share(commands, 0.5) * 1000:.1f} p99 {share(commands, 0.99) * 1000:.1f} ms of "
            f"{len(commands)} (before: {calm[0] * 1000:.1f}, {calm[1] * 1000:.1f}), views p99 "
            f"{share(views, 0.99) * 1000:.0f} ms of {len(views)} (before: {calm[2] * 1000:.0f}), gap {gap:.2f} s, "
            f"memory {memory.most >> 20} MB (before: {memory.first >> 20}), whole again after "
            f"{'more than ' + str(Size.of(15, 30)) if whole is None else format(whole, '.2f')} s; {said(reports)}")
        outcome = judged_after(office, whole, count, reports, limits, accounts, note)
        if faults:
            outcome.faults.append(", ".join(faults))
        return outcome
    finally:
        for process in started:
            process.kill()
            process.wait()
        if honest and honest.process.poll() is None:
            honest.end()
        if memory:
            memory.end()
        office.end()


def report(process, seconds):
    """Returns an attacker's report."""
    try:
        line, errors = process.communicate(timeout=seconds + 20)
    except subprocess.TimeoutExpired:
        raise Fault("an attacker did not stop") from None
    if not line:
        raise Fault(f"an attacker broke off: {errors[-300:]}")
    return json.loads(line)


def said(reports):
    """Returns what the attackers did and how they were answered, in words."""
    total, answers, codes = {}, {}, {}
    for told in reports:
        for key, value in told.items():
            if key not in ("ended", "answers", "codes"):
                total[key] = total.get(key, 0) + value
        for kept, counts in ((answers, told["answers"]), (codes, told["codes"])):
            for key, value in counts.items():
                kept[key] = kept.get(key, 0) + value
    words = [f"{value} {key}" for key, value in total.items() if value]
    return "the attackers: " + ", ".join(
        words + [f"{value} answers {key}" for key, value in answers.items()]
        + [f"{value} {key}" for key, value in codes.items()])


def faults_of(bounds, commands, views, gap, whole, memory, honest, reports):
    """Returns which bounds of time were exceeded; which other bounds were, and what invalidates the trial."""
    slow, faults = [], []

    def bound(what, value, most, unit="s"):
        if value > most:
            (slow if unit == "s" else faults).append(f"{what} {value:.3g} {unit}, and {most:g} {unit} at most")

    bound("commands' p99", share(commands, 0.99), bounds.command)
    bound("views' p99", share(views, 0.99), bounds.view)
    bound("the gap", gap, bounds.gap)
    if whole is None:
        faults.append("not whole again")
    else:
        bound("whole again after", whole, bounds.whole)
    bound("memory", memory / (1 << 20), bounds.memory / (1 << 20), "MB")
    if honest.refusals:
        faults.append(f"the honest operator was refused: {honest.refusals}")
    for told in reports:
        # Otherwise the trial did not test what its row says.
        misunderstood = {status: count for status, count in told["answers"].items() if status not in ("200", "429", "503")}
        if misunderstood:
            faults.append(f"labd did not understand the attack: {misunderstood} {told['codes']}")
    return slow, faults


def judged_after(office, whole, count, reports, limits, accounts, note):
    """The outcome of a trial, by a labd without the trial's limits; one that is not whole again is killed before."""
    acknowledged = len(office.acknowledged) + sum(told.get("accepted", 0) for told in reports)
    if whole is None or limits:
        office.kill(signal.SIGKILL if whole is None else signal.SIGTERM)
        office.set(roles=accounts.roles())
        office.start()
    # Commands that were acknowledged to the attackers, which did not record them.
    missing = acknowledged + count - office.metric("labd_events")
    outcome = judged(office, Size.of(15, 30) if whole is None else whole, note, by_others=True)
    outcome.lost += max(0, int(missing))
    return outcome


def trials(how, attacks, **more):
    """Yields the trials of an attack, one for each size of the log."""
    bounds = Bounds.of_this_size()
    for events in Size.events or Size.of([4_800], [4_800, 8 * INDEXED - 4_000]):

        def trial(events=events):
            # The reduced form runs on machines that do other work, which may make one trial slow. Two in a row are labd's fault.
            first = besieged(events, attacks(Accounts.of_the_machine()), again=Size.quick, **more)
            return first or besieged(events, attacks(Accounts.of_the_machine()), **more)

        yield f"{events:,} events: {how}; {bounds}", trial
