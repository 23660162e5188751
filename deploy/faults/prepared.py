"""Data directories on which trials begin: each is prepared once, and each trial gets a copy."""

import atexit
import pathlib
import shutil
import signal
import subprocess
import tempfile

from office import Fault, Office


class Prepared:
    """Data directories that are prepared once; each trial gets a copy."""

    made = {}

    @classmethod
    def of(cls, name, make):
        """Returns the directory that `make` filled, with `data` and whatever else is needed in it."""
        if name not in cls.made:
            prepared = pathlib.Path(tempfile.mkdtemp(prefix="labd-prepared-"))
            atexit.register(shutil.rmtree, prepared, ignore_errors=True)
            office = Office(prepared, arguments=["--simulated"])
            try:
                kept = make(office)
            finally:
                if office.is_running():
                    office.kill()
                office.log.close()
            cls.made[name] = (prepared, kept)
        return cls.made[name]


def register(office, person, name):
    """Registers a person with a sealed field."""
    data = {"person": person, "nationality": "MA", "basis": "declared", "name": name}
    return office.send({"id": f"r-{person}", "command": "person.register", "data": data})


def with_persons(office):
    """Prepares an office with three persons, of whom the first two are linked, and whose retention has long ended."""
    office.start()
    lines = [
        {
            "id": f"r-{person}", "command": "person.register", "at": "2019-06-03T10:00:00.000000Z",
            "data": {"person": person, "nationality": "MA", "basis": "declared", "name": f"Nome di {person}"}}
        for person in ("p-a", "p-b", "p-c")]
    lines.append({
        "id": "l", "command": "person.link", "at": "2019-06-04T10:00:00.000000Z",
        "data": {"person": "p-a", "same": "p-b", "reason": "documento"}})
    lines.append({
        "id": "f", "command": "project.record-final-payment", "at": "2021-12-01T10:00:00.000000Z",
        "data": {"on": "2021-10-01", "financialYearEnd": "2021-12-31", "retentionYears": 4}})
    for line in lines:
        if office.send(line) != 200:
            raise Fault(f"{line['id']} was refused: {office.refused}")
    for _ in range(30):
        office.send()


def stopped(office):
    """Stops an office as a service manager does."""
    if office.kill(signal.SIGTERM) != 0:
        raise Fault(f"labd did not stop cleanly; {office.last_lines()}")


def with_backups(office):
    """Prepares the same as `with_persons`, with a backup of the log and of the keys and something recorded later; stopped."""
    with_persons(office)
    (office.directory / "backups").mkdir()
    run(office, "labctl", "--socket", office.socket, "keys", "backup", str(office.directory / "backups"))
    stopped(office)
    run(office, "labd", "backup", str(office.directory / "backups"), "--data", str(office.data))
    printed = run(office, "labd", "keys", "print", "--data", str(office.data)).stdout
    kept = dict(office.acknowledged)
    office.start()
    for _ in range(20):
        office.send()
    stopped(office)
    key = next(line.split(":")[1] for line in printed.splitlines() if line.startswith("office's key"))
    return {"kept": kept, "all": dict(office.acknowledged), "times": dict(office.times), "key": key.strip() + "\n"}


def without_backups(office):
    """Prepares the same as `with_persons`, stopped."""
    with_persons(office)
    stopped(office)
    return {"all": dict(office.acknowledged), "times": dict(office.times)}


def run(office, program, *arguments):
    """Runs a program to its end, and throws unless it succeeds."""
    ran = subprocess.run([office.programs / program, *arguments], capture_output=True, text=True, timeout=60)
    if ran.returncode != 0:
        raise Fault(f"{program} {arguments[0]}: {ran.stdout[-200:]} {ran.stderr[-300:]}")
    return ran
