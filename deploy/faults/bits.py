"""One bit of a file of labd's is another than was written."""

import http.client
import random
import subprocess
import time

from office import Fault, Office
from steps import Prepared, run, stopped
from trial import Size, fault, judged, restarted

# How many events the log has.
COUNT = 300
NOTES = ("length", "verified", "generation", "running")


def with_backup(office):
    """A log of some hundred events and a backup of all of them; stopped."""
    office.start()
    office.fill(COUNT)
    for _ in range(20):
        office.send()
    run(office, "labctl", "--socket", office.socket, "doctor")
    stopped(office)
    (office.directory / "backups").mkdir()
    run(office, "labd", "backup", str(office.directory / "backups"), "--data", str(office.data))
    return {"all": dict(office.acknowledged), "times": dict(office.times), "number": office.number}


def office_of_its_own():
    """An office on a copy of what was prepared."""
    room, kept = Prepared.of("flipped-bit", with_backup)
    office = Office(arguments=["--simulated"])
    for part in ("data", "backups"):
        subprocess.run(["cp", "-a", room / part, office.directory / part], check=True)
    office.acknowledged, office.times = dict(kept["all"]), dict(kept["times"])
    office.number = kept["number"]
    return office


def flip(path, bit):
    """Flips one bit in its place, as a disk does."""
    with open(path, "r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def in_note(name, share):
    """A bit of a note: labd takes commands all the same."""
    office = office_of_its_own()
    try:
        path = office.data / name
        if name in ("running", "generation"):
            # The one is there while labd runs, the other after a restore.
            office.start()
            if name == "running":
                office.kill()
            else:
                stopped(office)
                backup = next((office.directory / "backups").iterdir())
                office.start()
                office.send()
                stopped(office)
                office.acknowledged.popitem()
                run(office, "labd", "restore", "--from", str(backup), "--data", str(office.data), "--discard-newer")
                office.times = {}
        size = path.stat().st_size * 8
        flip(path, min(size - 1, int(size * share)))
        return restarted(office)
    finally:
        office.end()


def in_data(name, seed):
    """A bit of a data file: it is not read, or found, or labd ends with a word on which file it was."""
    office = office_of_its_own()
    try:
        path = office.data / name
        flip(path, random.Random(seed).randrange(2 * 4096 * 8, path.stat().st_size * 8))
        office.start(wait=False)
        office.wait_for("end or answer", lambda: not office.is_running() or office.ask("/healthz") is not None)
        end = time.monotonic() + 20
        status = None
        while office.is_running() and time.monotonic() < end and status is None:
            status = office.send(timeout=5)
        if office.is_running():
            # All of it is read.
            office.ask("/v1/events?from=0")
            office.ask("/v1/indicators")
            time.sleep(0.3)
        if office.is_running():
            code = office.kill(15)
            note = "took commands" if status == 200 else "refused commands"
        else:
            code = office.process.returncode
            note = f"ended by signal {-code}, and said which file" if code < 0 else "did not start"
        if code != 0 and not office.said("data.mdb") and not office.said("position"):
            raise Fault(f"seed {seed}: labd ended with {code} and does not say why; {office.last_lines()}")
        if status == 200 and name.startswith("log") and office.verify():
            return restarted(office, note)
        # What was sent now is given up with the file.
        _, kept = Prepared.of("flipped-bit", with_backup)
        if name.startswith("log"):
            backup = next((office.directory / "backups").iterdir())
            run(office, "labd", "restore", "--from", str(backup), "--data", str(office.data), "--discard-newer")
        else:
            room, _ = Prepared.of("flipped-bit", with_backup)
            subprocess.run(["cp", "-a", room / "data" / name, path], check=True)
        office.acknowledged, office.times, office.unknown = dict(kept["all"]), dict(kept["times"]), []
        office.number += 1_000
        office.start()
        if office.send() != 200:
            raise Fault(f"seed {seed}: after a restore nothing is taken: {office.refused}")
        return judged(office, 0.0, note)
    except (OSError, http.client.HTTPException) as error:
        time.sleep(1)
        raise Fault(
            f"seed {seed}: {type(error).__name__}, and labd ended with {office.process.poll()}; {office.last_lines()}") from error
    finally:
        office.end()


@fault("flipped-bit")
def flipped_bit():
    """A bit is flipped while labd is down: in a note it harms nothing, in a data file it is noticed, and a backup brings all back."""
    for name in NOTES:
        for part in range(Size.of(3, 40)):

            def trial(name=name, part=part):
                return in_note(name, part / Size.of(3, 40))

            yield f"in {name}", trial
    for name in ("log/data.mdb", "keys/data.mdb"):
        for seed in range(Size.of(6, 200)):

            def trial(name=name, seed=seed):
                return in_data(name, seed)

            yield f"in {name}", trial
