"""The disk fails, fills up, turns read-only, or returns other bytes than were written."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import nullcontext

from office import Fault, Office
from tracing import Injector, calls
from trial import LeftOut, Size, fault, judged, restarted


@fault("disk-errors")
def failing_writes():
    """A write or a sync of the writer fails, the 1st to the 50th; labd continues by itself."""
    yield from failing("labd-writer", Office.send)


@fault("disk-errors-beside")
def failing_beside():
    """The same in the thread that commits many commands: nothing is kept of what the writer decided on top of them."""
    yield from failing("labd-commit", Office.send_many)


def failing(thread, send):
    writing = ("pwrite64", "pwritev", "write", "writev", "fdatasync", "fsync", "msync")
    seen = [call for call in calls(thread, send) if call in writing]
    if not seen:
        raise Fault(f"{thread} was not seen to write")
    for call in seen:
        for error in ("EIO", "ENOSPC"):
            for turn in Size.of([1, 2, 3, 7], range(1, 51)):

                def trial(call=call, error=error, turn=turn):
                    office = Office()
                    try:
                        office.start()
                        for _ in range(3):
                            send(office)
                        injector = Injector(office, f"{call}:error={error}:when={turn}", call, thread)
                        struck = False
                        end = time.monotonic() + 20
                        # On top of what the thread commits, the writer is to have something to decide.
                        beside = office.senders(send=lambda: send(office)) if thread == "labd-commit" else nullcontext()
                        with beside:
                            while not struck and time.monotonic() < end:
                                send(office)
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
                if not office.answers():
                    raise Fault("no answer to a question")
                injector.end()
                return judged(office, office.wait_until_served())
            finally:
                office.end()

        yield f"{error} at fdatasync, from the 3rd on", trial


def mounted(kind, megabytes):
    """Mounts a small disk for one trial, and unmounts it at the end."""
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
    """The disk fills up during the work, and later has free space again; nobody touches labd."""
    for kind in ("tmpfs", "ext4"):
        for _ in range(Size.of(1, 5)):

            def trial(kind=kind):
                directory = mounted(kind, 24)
                office = Office(directory)
                try:
                    office.start()
                    ballast = pathlib.Path(directory) / "ballast"
                    with office.senders():
                        time.sleep(0.3)
                        # Without a buffer, whose rest would be written when the file is closed.
                        with open(ballast, "wb", buffering=0) as file:
                            try:
                                while True:
                                    file.write(bytes(1 << 16))
                            except OSError:
                                pass
                        office.wait_for("refusal for lack of space", lambda: office.refused.get("no-space", 0) > 5)
                        if not office.answers():
                            raise Fault("no answer to a question on a full disk")
                    ballast.unlink()
                    # This must happen before anybody sends a command.
                    office.wait_for("health", lambda: (office.ask("/healthz") or [0])[0] == 200)
                    again = office.wait_until_served()
                    return judged(office, again)
                finally:
                    office.end()
                    unmount(directory)

            yield f"{kind} of 24 MB filled under the work, then emptied", trial


@fault("power-cut")
def power_cut():
    """The power fails in the middle of the work: what the kernel had not written to disk is lost."""
    for turn in range(Size.of(2, 20)):

        def trial(turn=turn):
            directory = mounted("ext4", 48)
            image, cut = directory + ".img", directory + ".cut"
            office = Office(directory)
            try:
                # Syncs only the trial's own file: labd must make durable what it writes.
                subprocess.run(["sync", "-f", str(office.settings)], check=True)
                office.start()
                with office.senders():
                    office.wait_for("acknowledgement", lambda: len(office.acknowledged) > 20 + 7 * turn)
                    unsynced = office.directory / "unsynced"
                    unsynced.write_text("not on the disk")
                    # The disk at one moment, without what only the kernel has in memory.
                    office.stop_threads()
                    shutil.copy(image, cut)
                    office.kill()
                office.log.close()
                subprocess.run(["umount", directory], check=True)
                os.replace(cut, image)
                subprocess.run(["mount", "-o", "loop", image, directory], check=True)
                if unsynced.exists() and unsynced.read_text():
                    raise Fault("what was not synced is on the disk: this trial shows nothing")
                office.log = open(office.directory / "labd.log", "ab")
                return restarted(office)
            finally:
                office.end()
                unmount(directory)
                if os.path.exists(cut):
                    os.unlink(cut)

        yield "the image of a mounted ext4, copied in the middle of batches", trial


@fault("read-only")
def remounted_read_only():
    """The kernel remounts a disk with errors read-only; after a check it is writable again, and labd is restarted."""

    def trial():
        directory = mounted("ext4", 48)
        office = Office(directory)
        device = subprocess.run(
            ["findmnt", "-no", "SOURCE", directory], capture_output=True, text=True).stdout.strip()
        trigger = pathlib.Path("/sys/fs/ext4") / os.path.basename(device) / "trigger_fs_error"
        try:
            # Syncs only the trial's own file: labd must make durable what it writes.
            subprocess.run(["sync", "-f", str(office.settings)], check=True)
            office.start()
            for _ in range(20):
                office.send()
            try:
                trigger.write_text("made by a trial\n")
            except OSError as error:
                raise LeftOut(f"the kernel's test of errors cannot be used: {error}")
            office.wait_for("refusal", lambda: office.send() not in (200, None))
            if not office.answers():
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

    for _ in range(Size.of(1, 3)):
        yield "ext4 whose kernel found an error (errors=remount-ro)", trial


def damaging(how, damage, expected):
    """Returns a trial in which the file is damaged while labd is down: this must be detected, and a backup must help."""

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
            if office.is_running() and status is None:
                raise Fault(f"labd runs and does not answer ({how})")
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
    """data.mdb is cut short, zeroed in places, or replaced by an older one."""

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

    for share in Size.of([0.5], [0.9, 0.5, 0.1, 0.0]):
        yield "data.mdb cut short", damaging(f"cut to {share}", cut(share), True)
    for first in Size.of([0], range(7)):
        yield "every 7th page of data.mdb zeroed", damaging(f"zeroed from {first}", zero(first), True)
    yield "data.mdb replaced by an older one", damaging("replaced", replace, False)
