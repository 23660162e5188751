"""One bit in a file of labd is flipped."""

import http.client
import random
import subprocess
import time

from office import Fault, Office
from prepared import Prepared, run, stopped
from trial import Size, fault, judged, restarted

# The number of events in the log.
COUNT = 300
NOTES = ("length", "verified", "generation", "running")


def with_backup(office):
    """Prepares a log of some hundred events and a backup of all of them, with labd stopped."""
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
    """Returns an office on a copy of what was prepared."""
    prepared, kept = Prepared.of("flipped-bit", with_backup)
    office = Office(arguments=["--simulated"])
    for part in ("data", "backups"):
        subprocess.run(["cp", "-a", prepared / part, office.directory / part], check=True)
    office.acknowledged, office.times = dict(kept["all"]), dict(kept["times"])
    office.number = kept["number"]
    return office


def flip(path, bit):
    """Flips one bit in place, as a disk does."""
    with open(path, "r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def in_note(name, share):
    """Flips a bit in a note: labd must accept commands nevertheless."""
    office = office_of_its_own()
    try:
        path = office.data / name
        if name in ("running", "generation"):
            # One exists while labd runs, the other after a restore.
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
    """Flips a bit in a data file: either it is not read, or it is found, or labd ends and names the file."""
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
            # The whole log is read.
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
            raise Fault(f"seed {seed}: labd ended with {code} and did not say why; {office.last_lines()}")
        if status == 200 and name.startswith("log") and office.verify():
            return restarted(office, note)
        # What was sent now is lost with the file.
        _, kept = Prepared.of("flipped-bit", with_backup)
        if name.startswith("log"):
            backup = next((office.directory / "backups").iterdir())
            run(office, "labd", "restore", "--from", str(backup), "--data", str(office.data), "--discard-newer")
        else:
            prepared, _ = Prepared.of("flipped-bit", with_backup)
            subprocess.run(["cp", "-a", prepared / "data" / name, path], check=True)
        office.acknowledged, office.times, office.unknown = dict(kept["all"]), dict(kept["times"]), []
        office.number += 1_000
        office.start()
        if office.send() != 200:
            raise Fault(f"seed {seed}: after a restore nothing is accepted: {office.refused}")
        return judged(office, 0.0, note)
    except (OSError, http.client.HTTPException) as error:
        time.sleep(1)
        raise Fault(
            f"seed {seed}: {type(error).__name__}, labd ended with {office.process.poll()}; {office.last_lines()}") from error
    finally:
        office.end()


@fault("flipped-bit")
def flipped_bit():
    """A bit is flipped while labd is down: harmless in a note, detected in a data file, and a backup restores everything."""
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
