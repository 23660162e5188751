"""Faults, done to labd one after another; prints a table and ends with 1 if anything was lost, doubled or not verified.

Each fault is a function that yields trials: (how it was made, a function that runs one trial and returns an Outcome).
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

from office import Connection, Fault, Office

FAULTS = {}
QUICK = False


def fault(name):
    def register(function):
        FAULTS[name] = function
        return function

    return register


class LeftOut(Exception):
    """The machine does not allow this fault."""


@dataclass
class Outcome:
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    verified: bool = True
    again: float = 0.0
    note: str = ""


@dataclass
class Row:
    fault: str
    how: str
    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    verified: int = 0
    again: list = field(default_factory=list)
    notes: set = field(default_factory=set)
    faults: list = field(default_factory=list)

    def add(self, outcome):
        self.runs += 1
        self.acknowledged += outcome.acknowledged
        self.lost += outcome.lost
        self.doubled += outcome.doubled
        self.verified += outcome.verified
        self.again.append(outcome.again)
        if outcome.note:
            self.notes.add(outcome.note)

    def holds(self):
        return not self.faults and not self.lost and not self.doubled and self.verified == self.runs

    def cells(self):
        again = f"{max(self.again):.2f} s" if self.again else "-"
        remark = "; ".join(sorted(self.notes) + [f"FAULT: {text}" for text in self.faults[:3]])
        return [
            self.fault, self.how, str(self.runs), str(self.acknowledged), str(self.lost), str(self.doubled),
            f"{self.verified}/{self.runs}", again, remark,
        ]


HEADERS = ["fault", "how it was made", "runs", "acknowledged", "lost", "doubled", "verified", "serves again", "remark"]


def judged(office, again=0.0, note=""):
    """The outcome of a trial whose office runs."""
    acknowledged = len(office.acknowledged)
    lost, doubled, verified = office.judge()
    return Outcome(acknowledged, lost, doubled, verified, again, note)


def restarted(office, note=""):
    """The outcome of a trial whose labd is gone: it is started again, and served from then on."""
    begin = time.monotonic()
    office.start(wait=False)
    office.wait_for("an accepted command", lambda: office.is_running() and office.send() == 200, 60)
    return judged(office, time.monotonic() - begin, note)


class Injector:
    """strace on labd's writer: what it does to a system call of that one thread."""

    def __init__(self, office, injection, traced):
        self.output = tempfile.NamedTemporaryFile(prefix="labd-strace-", delete=False)
        thread = office.writer_thread()
        self.process = subprocess.Popen(
            ["strace", "-q", "-p", str(thread), "-o", self.output.name, "-e", f"trace={traced}",
             "-e", f"inject={injection}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        status = pathlib.Path(f"/proc/{office.process.pid}/task/{thread}/status")
        for _ in range(2000):
            try:
                if "TracerPid:\t0\n" not in status.read_text():
                    return
            except FileNotFoundError:
                # Struck already.
                return
            if self.process.poll() is not None:
                raise LeftOut("strace may not trace: " + self.process.stderr.read().decode().strip()[:80])
            time.sleep(0.002)
        raise Fault("strace did not attach")

    def struck(self):
        return b"(INJECTED)" in pathlib.Path(self.output.name).read_bytes()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        self.process.stderr.close()
        os.unlink(self.output.name)


def writers_calls():
    """Every system call that the writer makes while it records commands, by a trace of it."""
    office = Office()
    try:
        office.start()
        office.send()
        with tempfile.NamedTemporaryFile() as output:
            tracer = subprocess.Popen(
                ["strace", "-q", "-p", str(office.writer_thread()), "-o", output.name], stderr=subprocess.DEVNULL)
            time.sleep(0.3)
            for _ in range(60):
                office.send()
            tracer.send_signal(signal.SIGINT)
            tracer.wait(timeout=20)
            names = re.findall(rb"^(\w+)\(", pathlib.Path(output.name).read_bytes(), re.M)
        if not names:
            raise LeftOut("strace may not trace here")
        return sorted({name.decode() for name in names} - {"restart_syscall", "exit", "exit_group"})
    finally:
        office.end()


@fault("kill-9")
def killed_at_every_call():
    """labd is killed as its writer enters a system call, the 1st, 2nd, ... time after it began to record."""
    for call in writers_calls():
        for turn in range(1, 3 if QUICK else 21):

            def trial(call=call, turn=turn):
                office = Office()
                try:
                    office.start()
                    for _ in range(5):
                        office.send()
                    injector = Injector(office, f"{call}:signal=KILL:when={turn}", call)
                    with office.senders():
                        end = time.monotonic() + 8
                        while office.is_running() and time.monotonic() < end:
                            time.sleep(0.002)
                    struck = not office.is_running()
                    if not struck:
                        office.kill()
                    injector.end()
                    return restarted(office, "" if struck else f"never {turn} calls in 8 s: killed then")
                finally:
                    office.end()

            yield f"at {call}", trial


@fault("disk-errors")
def failing_writes():
    """A write or a sync of the writer fails, the 1st to the 50th; labd goes on by itself."""
    calls = [call for call in writers_calls() if call in ("pwrite64", "pwritev", "write", "writev", "fdatasync", "fsync", "msync")]
    for call in calls:
        for error in ("EIO", "ENOSPC"):
            for turn in [1, 7] if QUICK else range(1, 51):

                def trial(call=call, error=error, turn=turn):
                    office = Office()
                    try:
                        office.start()
                        for _ in range(3):
                            office.send()
                        injector = Injector(office, f"{call}:error={error}:when={turn}", call)
                        struck = False
                        end = time.monotonic() + 20
                        while not struck and time.monotonic() < end:
                            office.send()
                            struck = injector.struck()
                        injector.end()
                        if not struck:
                            raise Fault(f"{call} was not called {turn} times: {office.refused}")
                        again = office.wait_until_served()
                        return judged(office, again)
                    finally:
                        office.end()

                yield f"{error} at {call}", trial


@fault("disk-stays-broken")
def broken_for_good():
    """Every sync fails from the 3rd on: nothing is acknowledged that is not on the disk, questions are answered."""
    for error in ("EIO", "ENOSPC"):

        def trial(error=error):
            office = Office()
            try:
                office.start()
                for _ in range(3):
                    office.send()
                injector = Injector(office, f"fdatasync:error={error}:when=3+", "fdatasync")
                refused = 0
                for _ in range(40):
                    refused += office.send() != 200
                if refused < 30:
                    raise Fault(f"only {refused} of 40 were refused while no sync held")
                if office.ask("/v1/views/caseload") is None:
                    raise Fault("no answer to a question")
                injector.end()
                return judged(office, office.wait_until_served())
            finally:
                office.end()

        yield f"{error} at fdatasync, from the 3rd on", trial


def mounted(kind, megabytes):
    """A small disk of a trial's own, and what unmounts it."""
    directory = tempfile.mkdtemp(prefix="labd-disk-")
    if kind == "tmpfs":
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", directory]
    else:
        image = directory + ".img"
        with open(image, "wb") as file:
            file.truncate(megabytes << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", "-F", image], check=True)
        command = ["mount", "-o", "loop,errors=remount-ro", image, directory]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        shutil.rmtree(directory, ignore_errors=True)
        raise LeftOut("mounting needs root")
    return directory


def unmount(directory):
    subprocess.run(["umount", directory], capture_output=True)
    shutil.rmtree(directory, ignore_errors=True)
    if os.path.exists(directory + ".img"):
        os.unlink(directory + ".img")


@fault("full-disk")
def full_disk():
    """The disk fills up under the work, and later has room again; nobody touches labd."""
    for kind in ("tmpfs", "ext4"):
        for _ in range(1 if QUICK else 5):

            def trial(kind=kind):
                directory = mounted(kind, 24)
                office = Office(directory)
                try:
                    office.start()
                    ballast = pathlib.Path(directory) / "ballast"
                    with office.senders():
                        time.sleep(0.3)
                        with open(ballast, "wb") as file:
                            try:
                                while True:
                                    file.write(bytes(1 << 16))
                                    file.flush()
                            except OSError:
                                pass
                        office.wait_for("refusal for want of room", lambda: office.refused.get("no-space", 0) > 5)
                        if office.ask("/v1/views/caseload") is None:
                            raise Fault("no answer to a question on a full disk")
                    ballast.unlink()
                    again = office.wait_until_served()
                    return judged(office, again)
                finally:
                    office.end()
                    unmount(directory)

            yield f"{kind} of 24 MB filled under the work, then emptied", trial


@fault("read-only")
def remounted_read_only():
    """The kernel takes writing away from a disk with errors; after a check it is back, and labd is started again."""

    def trial():
        directory = mounted("ext4", 48)
        office = Office(directory)
        device = subprocess.run(
            ["findmnt", "-no", "SOURCE", directory], capture_output=True, text=True).stdout.strip()
        trigger = pathlib.Path("/sys/fs/ext4") / os.path.basename(device) / "trigger_fs_error"
        try:
            # The trial's own file; what labd writes is labd's to make durable.
            subprocess.run(["sync", "-f", str(office.settings)], check=True)
            office.start()
            for _ in range(20):
                office.send()
            try:
                trigger.write_text("made by a trial\n")
            except OSError as error:
                raise LeftOut(f"the kernel's test of errors cannot be used: {error}")
            office.wait_for("refusal", lambda: office.send() not in (200, None))
            if office.ask("/v1/views/caseload") is None:
                raise Fault("no answer to a question on a disk that cannot be written")
            office.kill(signal.SIGTERM)
            office.log.close()
            subprocess.run(["umount", directory], check=True)
            subprocess.run(["fsck.ext4", "-p", "-f", directory + ".img"], capture_output=True)
            subprocess.run(["mount", "-o", "loop", directory + ".img", directory], check=True)
            office.log = open(office.directory / "labd.log", "ab")
            return restarted(office, "refused meanwhile: " + ", ".join(sorted(office.refused)))
        finally:
            office.end()
            unmount(directory)

    for _ in range(1 if QUICK else 3):
        yield "ext4 whose kernel found an error (errors=remount-ro)", trial


def damaging(how, damage, expected):
    """A trial in which the file is damaged while labd is down: it must be noticed, and a backup brings all back."""

    def trial():
        office = Office()
        backup = office.directory / "backup"
        try:
            office.start()
            older = office.directory / "older.mdb"
            for _ in range(100):
                office.send()
            office.kill(signal.SIGTERM)
            shutil.copy(office.data / "log" / "data.mdb", older)
            office.start()
            for _ in range(200):
                office.send()
            backup.mkdir()
            run = subprocess.run(
                [office.programs / "labctl", "backup", str(backup), "--data", str(office.data)], capture_output=True)
            if run.returncode != 0:
                raise Fault(f"no backup: {run.stderr.decode()[-200:]}")
            office.kill(signal.SIGTERM)
            damage(office.data / "log" / "data.mdb", older)
            office.start(wait=False)
            end = time.monotonic() + 20
            status = None
            while office.is_running() and time.monotonic() < end and status is None:
                status = office.send(timeout=5)
            if status == 200:
                raise Fault(f"a command was taken into a damaged log ({how})")
            noticed = "refused every command" if office.is_running() else f"did not start ({office.process.poll()})"
            if office.verify():
                if office.is_running():
                    office.kill(signal.SIGTERM)
                if office.verify() and expected:
                    raise Fault("verify finds nothing")
            if office.is_running():
                office.kill(signal.SIGTERM)
            run = subprocess.run(
                [office.programs / "labctl", "restore", str(next(backup.iterdir())), "--data", str(office.data),
                 "--discard-newer"],
                capture_output=True, text=True)
            if run.returncode != 0:
                raise Fault(f"not restored: {run.stdout[-200:]} {run.stderr[-300:]}")
            return restarted(office, noticed)
        finally:
            office.end()

    return trial


@fault("damaged-file")
def damaged_file():
    """data.mdb is cut short, zeroed in places, replaced by an older one."""

    def cut(share):
        def damage(file, _):
            os.truncate(file, int(os.path.getsize(file) * share) // 4096 * 4096)

        return damage

    def zero(first):
        def damage(file, _):
            pages = os.path.getsize(file) // 4096
            with open(file, "r+b") as handle:
                for page in range(2 + first, pages, 7):
                    handle.seek(page * 4096)
                    handle.write(bytes(4096))

        return damage

    def replace(file, older):
        shutil.copy(older, file)

    for share in [0.5] if QUICK else [0.9, 0.5, 0.1, 0.0]:
        yield "data.mdb cut short", damaging(f"cut to {share}", cut(share), True)
    for first in [0] if QUICK else range(7):
        yield "every 7th page of data.mdb zeroed", damaging(f"zeroed from {first}", zero(first), True)
    yield "data.mdb replaced by an older one", damaging("replaced", replace, False)


FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


@fault("clock")
def clock_back():
    """The machine's clock goes back a day while labd works, and a day forward again."""
    if not os.path.exists(FAKETIME):
        raise LeftOut("libfaketime is not installed")

    def trial():
        directory = tempfile.mkdtemp(prefix="labd-fault-")
        hands = pathlib.Path(directory) / "clock"
        hands.write_text("+0\n")
        # By way of env(1): started directly with the library, a Swift program loses its arguments.
        office = Office(
            directory, wrapper=["env"], environment={
                "LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(hands), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        try:
            office.start()
            with office.senders():
                for moved in ("-1d", "+0", "+1d", "+0", "-1d"):
                    before = len(office.acknowledged)
                    hands.write_text(moved + "\n")
                    office.wait_for("acknowledgement", lambda: len(office.acknowledged) > before + 20)
            times = [json.loads(line)["time"] for line in office.lines()]
            if times[-1] < "20" or len({time[:10] for time in times}) < 2:
                raise Fault("the clock did not move for labd: this trial shows nothing")
            return judged(office, 0.0, "no time in the log goes back")
        finally:
            office.end()

    for _ in range(1 if QUICK else 5):
        yield "back a day and forth again, by libfaketime", trial


@fault("descriptors")
def descriptors():
    """labd has no descriptor left for another connection."""

    def trial():
        office = Office(limits="accountConnections = 4000\nconnections = 4000", wrapper=["prlimit", "--nofile=64:64"])
        held = []
        try:
            office.start()
            with office.senders(2):
                time.sleep(0.2)
                for _ in range(200):
                    connection = socket.socket(socket.AF_UNIX)
                    connection.settimeout(1)
                    try:
                        connection.connect(office.socket)
                        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: l\r\n")
                    except OSError:
                        pass
                    held.append(connection)
                time.sleep(1)
                if not office.is_running():
                    raise Fault("labd ended for want of descriptors")
                for connection in held:
                    connection.close()
                again = office.wait_until_served()
            return judged(office, again)
        finally:
            for connection in held:
                connection.close()
            office.end()

    for _ in range(1 if QUICK else 5):
        yield "64 descriptors, 200 connections that stay", trial


@fault("memory")
def memory():
    """The kernel kills labd for want of memory while it works."""

    def trial():
        group = pathlib.Path(f"/sys/fs/cgroup/memory/labd-trial-{os.getpid()}")
        unified = pathlib.Path(f"/sys/fs/cgroup/labd-trial-{os.getpid()}")
        if pathlib.Path("/sys/fs/cgroup/cgroup.controllers").exists():
            group, limit = unified, "memory.max"
        else:
            limit = "memory.limit_in_bytes"
        office = Office()
        try:
            try:
                group.mkdir()
                (group / limit).write_text(str(400 << 20))
            except OSError as error:
                raise LeftOut(f"no control group of memory: {error}")
            office.start()
            (group / "cgroup.procs").write_text(str(office.process.pid))
            resident = int(
                re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{office.process.pid}/status").read_text())[1])
            (group / limit).write_text(str((resident << 10) + (4 << 20)))
            # An import of many beside single commands: what labd keeps of it does not fit.
            many = office.directory / "many.ndjson"
            many.write_text("".join(json.dumps(office.command()) + "\n" for _ in range(60_000)))
            importing = subprocess.Popen(
                [office.programs / "labctl", "--socket", office.socket, "import", str(many)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            with office.senders(2):
                end = time.monotonic() + 20
                while office.is_running() and importing.poll() is None and time.monotonic() < end:
                    time.sleep(0.01)
            importing.kill()
            importing.wait()
            if office.is_running():
                office.kill()
                return restarted(office, "went on within the limit; killed then")
            return restarted(office, f"ended by signal {-office.process.poll()}")
        finally:
            office.end()
            for _ in range(100):
                try:
                    group.rmdir()
                    break
                except OSError:
                    time.sleep(0.02)

    for _ in range(1 if QUICK else 5):
        yield "its control group has 4 MB more than it had when idle; 60,000 commands", trial


def filled(office, count):
    """Puts many events into the log, so that an answer is larger than any buffer."""
    file = office.directory / "many.ndjson"
    with open(file, "w") as lines:
        for _ in range(count):
            lines.write(json.dumps(office.command()) + "\n")
    run = subprocess.run(
        [office.programs / "labctl", "--socket", office.socket, "import", str(file)], capture_output=True)
    if run.returncode != 0:
        raise Fault(f"the import failed: {run.stderr.decode()[-200:]}")


def measured(office, count=400):
    """The 99th percentile of an honest client's times, in seconds."""
    connection = Connection(office.socket)
    times = []
    for _ in range(count):
        command = office.command()
        begin = time.monotonic()
        status = office.keep(command, *office.post(connection, command))
        times.append(time.monotonic() - begin)
        if status != 200:
            raise Fault(f"an honest client was answered {status}")
    connection.close()
    return sorted(times)[int(len(times) * 0.99)]


@fault("frozen-reader")
def frozen_reader():
    """A reader is stopped in the middle of a large answer, and stays so."""

    def trial():
        office = Office(limits="writeSeconds = 3")
        reader = None
        try:
            office.start()
            filled(office, 20_000)
            reader = subprocess.Popen(
                ["curl", "-sN", "--limit-rate", "100k", "--unix-socket", office.socket, "http://l/v1/events"],
                stdout=subprocess.DEVNULL)
            time.sleep(0.5)
            reader.send_signal(signal.SIGSTOP)
            slowest = measured(office)
            time.sleep(4)
            return judged(office, 0.0, f"honest p99 {slowest * 1000:.0f} ms beside it")
        finally:
            if reader:
                reader.kill()
                reader.wait()
            office.end()

    for _ in range(1 if QUICK else 3):
        yield "SIGSTOP to a reader of all events", trial


def crowd(office, count, first):
    """Connections that send `first` and stay."""
    held = []
    for _ in range(count):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(5)
        try:
            connection.connect(office.socket)
            connection.sendall(first)
        except OSError:
            pass
        held.append(connection)
    return held


@fault("half-open")
def half_open():
    """A thousand clients send half a request's head, and wait."""

    def trial():
        office = Office(limits="accountConnections = 128\nconnections = 256\nheadSeconds = 2")
        held = []
        try:
            office.start()
            honest = Connection(office.socket)
            office.keep(*[(command := office.command()), *office.post(honest, command)])
            held = crowd(office, 1000, b"GET /healthz HTTP/1.1\r\nHost: l\r\nX-")
            times = []
            for _ in range(400):
                command = office.command()
                begin = time.monotonic()
                if office.keep(command, *office.post(honest, command)) != 200:
                    raise Fault("an honest client was refused")
                times.append(time.monotonic() - begin)
            honest.close()
            for connection in held:
                connection.close()
            again = office.wait_until_served()
            return judged(office, again, f"honest p99 {sorted(times)[395] * 1000:.0f} ms beside them")
        finally:
            for connection in held:
                connection.close()
            office.end()

    for _ in range(1 if QUICK else 3):
        yield "1,000 connections with half a head", trial


@fault("slow-sender")
def slow_sender():
    """Clients send a byte a second."""

    def trial():
        office = Office(limits="headSeconds = 2\nbodySeconds = 2")
        stopped = threading.Event()
        closed = []

        def drip(text):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(20)
            connection.connect(office.socket)
            begin = time.monotonic()
            try:
                for byte in text:
                    connection.sendall(bytes([byte]))
                    if stopped.wait(1):
                        break
                connection.recv(1000)
            except OSError:
                pass
            closed.append(time.monotonic() - begin)
            connection.close()

        threads = []
        try:
            office.start()
            head = b"POST /v1/commands HTTP/1.1\r\nHost: l\r\nContent-Length: 200\r\n\r\n"
            for text in (head, b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 40):
                for _ in range(10):
                    threads.append(threading.Thread(target=drip, args=(text,)))
                    threads[-1].start()
            slowest = measured(office)
            end = time.monotonic() + 12
            while len(closed) < len(threads) and time.monotonic() < end:
                time.sleep(0.1)
            if len(closed) < len(threads):
                raise Fault(f"{len(threads) - len(closed)} of {len(threads)} were not closed")
            return judged(office, 0.0, f"closed after {max(closed):.0f} s; honest p99 {slowest * 1000:.0f} ms")
        finally:
            stopped.set()
            for thread in threads:
                thread.join(20)
            office.end()

    for _ in range(1 if QUICK else 3):
        yield "20 clients, a byte a second", trial


@fault("flood")
def flood():
    """A thousand connections send garbage, again and again."""

    def trial():
        office = Office()
        # The attackers share this process's one interpreter; they must not be what slows the honest client down.
        attackers = []
        try:
            office.start()
            honest = Connection(office.socket)
            office.keep(*[(command := office.command()), *office.post(honest, command)])
            script = pathlib.Path(__file__).with_name("flood.py")
            attackers = [
                subprocess.Popen([sys.executable, script, office.socket, "500"], stdout=subprocess.PIPE) for _ in range(2)]
            for attacker in attackers:
                attacker.stdout.readline()
            times = []
            end = time.monotonic() + (3 if QUICK else 15)
            while time.monotonic() < end:
                command = office.command()
                begin = time.monotonic()
                if office.keep(command, *office.post(honest, command)) != 200:
                    raise Fault("an honest client was refused")
                times.append(time.monotonic() - begin)
                time.sleep(0.005)
            honest.close()
            total = 0
            for attacker in attackers:
                attacker.send_signal(signal.SIGTERM)
                total += int(attacker.stdout.readline() or 0)
                attacker.wait()
            if total < 1000:
                raise Fault(f"only {total} connections of garbage: no flood")
            ninetyNine = sorted(times)[int(len(times) * 0.99)] * 1000
            again = office.wait_until_served()
            return judged(office, again, f"honest p99 {ninetyNine:.1f} ms of {len(times)} beside {total} connections")
        finally:
            for attacker in attackers:
                if attacker.poll() is None:
                    attacker.kill()
                attacker.stdout.close()
            office.end()

    for _ in range(1 if QUICK else 3):
        yield "1,000 connections of garbage, made anew as they are closed", trial


@fault("stale-lock")
def stale_lock():
    """labd and a reader beside it were killed, and left their locks."""

    def trial():
        office = Office()
        try:
            office.start()
            with office.senders():
                time.sleep(0.2)
                office.kill()
            lock = office.data / "labd.lock"
            # Of a process that lives, and is not labd.
            lock.write_text(f"{os.getpid()}\n")
            reader = subprocess.Popen(
                [office.programs / "labd", "backup", "--help"], stdout=subprocess.DEVNULL)
            reader.wait()
            return restarted(office)
        finally:
            office.end()

    for _ in range(1 if QUICK else 5):
        yield "labd.lock and lock.mdb of a killed labd, naming another process", trial


@fault("sigterm")
def terminated():
    """SIGTERM comes twice in the middle of the work."""

    def trial():
        office = Office()
        try:
            office.start()
            with office.senders():
                office.wait_for("acknowledgement", lambda: len(office.acknowledged) > 30)
                office.process.send_signal(signal.SIGTERM)
                time.sleep(0.002)
                if office.is_running():
                    office.process.send_signal(signal.SIGTERM)
                status = office.process.wait(timeout=60)
            return restarted(office, f"ended with {status}")
        finally:
            office.end()

    for _ in range(2 if QUICK else 20):
        yield "SIGTERM twice in the middle of batches", trial


# Running


def run(names):
    rows = []
    for name in names:
        row = None
        try:
            for how, trial in FAULTS[name]():
                if row is None or row.how != how:
                    row = Row(name, how)
                    rows.append(row)
                    print(f"   {name}: {how}", file=sys.stderr)
                try:
                    row.add(trial())
                except (Fault, OSError, subprocess.SubprocessError, KeyError, ValueError) as error:
                    row.runs += 1
                    row.faults.append(f"run {row.runs}: {type(error).__name__} {error}"[:600])
        except LeftOut as reason:
            if row is None or row.runs:
                row = Row(name, FAULTS[name].__doc__.strip().split(":")[0])
                rows.append(row)
            row.notes.add(f"left out: {reason}")
    return rows


def show(rows):
    table = [HEADERS] + [row.cells() for row in rows]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADERS) - 1)]
    for line in table:
        cells = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells + [line[-1]]).rstrip())


def main():
    global QUICK
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("faults", nargs="*", metavar="FAULT", choices=[[], *FAULTS])
    arguments = parser.parse_args()
    QUICK = arguments.quick
    Office.programs = pathlib.Path(arguments.programs)
    begin = time.monotonic()
    rows = run(arguments.faults or list(FAULTS))
    print()
    show(rows)
    failed = [row for row in rows if not row.holds()]
    print(
        f"\n{sum(row.runs for row in rows)} runs, {sum(row.acknowledged for row in rows)} commands acknowledged,"
        f" {sum(row.lost for row in rows)} lost, {sum(row.doubled for row in rows)} doubled,"
        f" {len(failed)} of {len(rows)} faults not withstood, {time.monotonic() - begin:.0f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
