"""labd as it is measured."""

import json
import pathlib
import shutil
import time

from processes import Server, Unavailable
from tools import ask, load

SETTINGS = """\
office = "oglio-ovest"
origin = "labd.example/bench"
zone = "Europe/Rome"
data = "{directory}/data"
socket = "{directory}/s"
[roles]
owner = ["coordinator", "auditor", "admin"]
[limits]
connections = 600
accountConnections = 500
"""


class Labd(Server):
    """labd on a simulated log, which accepts a season of another year; nothing else differs from a real one."""

    title = "labd"
    is_server = True
    ways = ("labd",)
    fairness = "Decides each command, keeps its id for ever, extends a Merkle tree and signs a checkpoint with each commit."

    def __init__(self, bench, name, programs):
        super().__init__(name, bench.work / name)
        self.bench = bench
        self.programs = pathlib.Path(programs)
        self.address = str(self.directory / "s")
        if name != "labd":
            self.title = "labd before"

    def begin(self):
        """Starts with a log that has the plan and nothing else."""
        self.empty()
        self.start()
        with open(self.bench.season_of_one) as season:
            plan = season.readline()
        answer = ask(self.address, "/v1/commands", plan)
        if answer is None or answer[0] != 200:
            raise Unavailable(f"the plan was not adopted: {answer}")

    def start(self, until="/v1/caseload"):
        """Starts on what is there; returns the seconds until it answers a question."""
        settings = self.directory / "labd.toml"
        settings.write_text(SETTINGS.format(directory=self.directory))
        (self.directory / "data").mkdir(exist_ok=True)
        begin = time.monotonic()
        self.spawn([self.programs / "labd", "--config", settings, "--simulated"])

        def answers():
            answer = ask(self.address, until)
            # A log without a plan answers with 409.
            return answer is not None and answer[0] in (200, 409)

        self.wait_for(answers, seconds=120)
        return time.monotonic() - begin

    def wait_until_verified(self):
        """Waits until the whole log was read, which labd does beside its work after a start."""

        def is_verified():
            health = json.loads(ask(self.address, "/healthz")[1])
            return health["verified"] > health["position"]

        self.wait_for(is_verified, seconds=600, pause=0.05)

    def first_command(self, run):
        """Returns the seconds until a command is accepted."""
        begin = time.monotonic()
        body = json.dumps({
            "command": "person.register", "data": {"basis": "declared", "nationality": "MA", "person": f"p-{run}"}, "id": f"f-{run}"})
        while True:
            answer = ask(self.address, "/v1/commands", body)
            if answer is not None and answer[0] == 200:
                return time.monotonic() - begin
            if time.monotonic() - begin > 120:
                raise Unavailable(f"no command was accepted: {answer}")
            time.sleep(0.002)

    def single(self, pace, run, kind="mixed"):
        return load("single", "--peer", "labd", "--at", self.address, "--run", run, "--kind", kind, *pace)

    def many(self, way, commands):
        return load("import", "--peer", "labd", "--at", self.address, commands)

    def forget_snapshot(self):
        (self.directory / "data" / "snapshot").unlink(missing_ok=True)

    def copy_of(self, other):
        """Takes the files of another that is not running."""
        self.empty()
        shutil.rmtree(self.directory)
        shutil.copytree(other, self.directory, copy_function=shutil.copy2)
