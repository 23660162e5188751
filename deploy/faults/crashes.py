"""labd crashes or is stopped in the middle of the work."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

from logs import Log
from office import Fault, Office
from prepared import stopped
from tracing import Injector, calls
from trial import LeftOut, Size, fault, restarted


@fault("kill-9")
def killed_at_every_call():
    """labd is killed as its writer enters a system call, the 1st, 2nd, ... time after it began to record."""
    yield from killed("labd-writer", Office.send)


@fault("kill-9-beside")
def killed_beside():
    """The same in the thread that commits many commands while the writer decides the next ones."""
    yield from killed("labd-commit", Office.send_many)


def killed(thread, send):
    for call in calls(thread, send):
        for turn in range(1, Size.of(3, 21)):

            def trial(call=call, turn=turn):
                office = Office()
                try:
                    office.start()
                    for _ in range(5):
                        send(office)
                    injector = Injector(office, f"{call}:signal=KILL:when={turn}", call, thread)
                    with office.senders(send=lambda: send(office)):
                        end = time.monotonic() + 8
                        while office.is_running() and time.monotonic() < end:
                            time.sleep(0.002)
                    struck = not office.is_running()
                    if not struck:
                        office.kill()
                    elif office.process.returncode != -signal.SIGKILL:
                        raise Fault(f"labd ended by itself ({office.process.returncode}); {office.last_lines()}")
                    injector.end()
                    return restarted(office, "" if struck else f"never {turn} calls in 8 s: killed then")
                finally:
                    office.end()

            yield f"at {call}", trial


@fault("memory")
def memory():
    """The kernel kills labd because memory is short while it works."""

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
            # An import of many commands next to single ones: what labd keeps of it does not fit into memory.
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

    for _ in range(Size.of(1, 5)):
        yield "its control group has 4 MB more than it had when idle; 60,000 commands", trial


@fault("stale-lock")
def stale_lock():
    """labd and a running backup were killed, and left their locks."""

    def trial():
        office = Office()
        try:
            office.start()
            office.send()
            # A backup is slowed down and killed while it writes its copy: its slot in the reader table stays in use.
            tracer = subprocess.Popen(
                ["strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:delay_enter=500000",
                 office.programs / "labd", "backup", office.directory, "--data", office.data],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            office.wait_for("copy that is begun", lambda: list(office.directory.glob("labd-*.partial/data.mdb")))
            time.sleep(0.1)
            children = pathlib.Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children").read_text().split()
            os.kill(int(children[0]), signal.SIGKILL)
            tracer.wait(timeout=20)
            with office.senders():
                time.sleep(0.3)
                held = office.metric("labd_oldest_reader_commits")
                office.kill()
            if held < 10:
                raise Fault(f"the killed reader holds nothing ({held} commits): this trial shows nothing")
            # The id of a living process that is not labd.
            (office.data / "labd.lock").write_text(f"{os.getpid()}\n")
            office.start()
            if office.metric("labd_oldest_reader_commits") > 5:
                raise Fault("the killed reader still holds its place")
            office.kill()
            return restarted(office)
        finally:
            office.end()

    for _ in range(Size.of(1, 5)):
        yield "labd.lock and lock.mdb of a killed labd and a killed backup", trial


@fault("sigterm")
def terminated():
    """SIGTERM arrives twice in the middle of the work."""

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
            if status != 0:
                raise Fault(f"labd did not stop, but ended with {status}; {office.last_lines()}")
            return restarted(office)
        finally:
            office.end()

    for _ in range(Size.of(2, 20)):
        yield "SIGTERM twice in the middle of batches", trial


# How many events there are at least, so that labd keeps a snapshot: more than `Snapshots.leastSpacing`.
ENOUGH_FOR_A_SNAPSHOT = 5_000


def with_snapshot():
    """Returns the log of a season, with a snapshot beside it."""
    log = Log.of(ENOUGH_FOR_A_SNAPSHOT)
    if not (log.data / "snapshot").exists():
        office = Office(log.directory)
        try:
            office.start()
            office.wait_for("snapshot", (log.data / "snapshot").exists, 60)
            stopped(office)
        finally:
            if office.is_running():
                office.kill()
            office.log.close()
    return log


@fault("replay")
def stopped_after_replay():
    """labd starts from a snapshot, replays its log beside the work, and is stopped."""

    def trial():
        log = with_snapshot()
        office = Office()
        try:
            shutil.copytree(log.data, office.data)
            # The log's own commands have the numbers before.
            office.number = log.count
            office.start()
            with office.senders():
                office.wait_for("replay", lambda: office.said("the log was replayed") or not office.is_running(), 60)
                office.wait_for("acknowledgement", lambda: len(office.acknowledged) > 30 or not office.is_running())
            stopped(office)
            return restarted(office)
        finally:
            office.end()

    for _ in range(Size.of(3, 20)):
        yield f"a snapshot of {ENOUGH_FOR_A_SNAPSHOT:,} events, the replay, SIGTERM", trial
