"""Logs that are long enough for attacks, built once and kept while the faults run."""

import atexit
import json
import pathlib
import random
import re
import shutil
import signal
import sys
import tempfile

from office import Fault, Office

ROOT = pathlib.Path(__file__).parents[2]

# Every so many events labd puts the ids and streams of the last ones in order; until then, what asks for one of these reads
# through them. There are most of them just before.
INDEXED = 131_072

# The ids in a season.
OF_THE_SEASON = re.compile(r'"([a-z]+-\d+)"')

# The logs that were built, by their number of events.
LOGS = {}


class Log:
    """The data directory of a stopped labd. A tenth of its events, or at least one season, is an office's seasons; the rest are
    registrations, up to a number of events."""

    def __init__(self, count):
        self.persons = []
        self.directory = tempfile.mkdtemp(prefix="labd-attacked-")
        atexit.register(shutil.rmtree, self.directory, ignore_errors=True)
        # Small batches, so that labd fills its index tables at the right moment, see `INDEXED`.
        office = Office(self.directory, limits="batchCommands = 1")
        print(f"   building a log of {count:,} events", file=sys.stderr)
        try:
            office.start()
            self.record_seasons(office, max(1, count // 10 // 4_800))
            office.fill(count - int(office.metric("labd_events")))
            numbers = random.sample(range(1, office.number + 1), min(1_000, office.number))
            self.persons += [f"p-{number}" for number in numbers]
            self.count = int(office.metric("labd_events"))
            if office.kill(signal.SIGTERM) != 0:
                raise Fault(f"labd did not stop cleanly; {office.last_lines()}")
        finally:
            if office.is_running():
                office.kill()
            office.log.close()
        self.data = office.data

    def record_seasons(self, office, count):
        """Records the season of the demonstration at the present time, without its own times, which a real log does not accept.

        Each further season has other ids, and lacks the plan and the commands that name positions.
        """
        file = office.directory / "seasons.ndjson"
        lines = (ROOT / "deploy" / "demo" / "season.ndjson").read_text().splitlines()
        with open(file, "w") as seasons:
            for number in range(count):
                for line in lines:
                    command = json.loads(line if number == 0 else OF_THE_SEASON.sub(rf'"\1.{number}"', line))
                    del command["at"]
                    if command["command"] == "project.adopt-plan":
                        command["data"]["plan"]["office"] = "prova"
                    if command["command"] == "person.register":
                        self.persons.append(command["data"]["person"])
                    if number == 0 or not command["command"].startswith(("project.", "record.")):
                        seasons.write(json.dumps(command) + "\n")
        run = office.labctl("import", file)
        if office.metric("labd_events") < 4_000 * count:
            raise Fault(f"the seasons were not recorded: {run.stdout.decode()[-300:]} {run.stderr.decode()[-300:]}")

    @classmethod
    def of(cls, count):
        """Returns the log of about that many events, which is built once."""
        if count not in LOGS:
            LOGS[count] = cls(count)
        return LOGS[count]
