"""An office for one trial: labd on a data directory, and senders that remember what was acknowledged."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time

SETTINGS = """\
office = "prova"
origin = "labd.example/prova"
zone = "Europe/Rome"
data = "{data}"
socket = "{socket}"
[roles]
owner = ["coordinator", "auditor", "admin"]
{roles}
[limits]
{limits}
"""


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path, timeout=20):
        super().__init__("labd", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        # If the queue is full, this waits, as others do; with a timeout the socket would give up at once.
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(self.timeout), 0))
        self.sock.connect(self.path)
        self.sock.settimeout(self.timeout)


def is_labds(cause):
    """Returns whether labd itself caused an event, and not a command."""
    return cause == "labd" or cause.startswith("labd:")


class Fault(Exception):
    """labd broke a promise."""


class Office:
    programs = pathlib.Path(".build/release")

    def __init__(self, directory=None, limits="", wrapper=(), environment=None, roles="", arguments=()):
        self.directory = pathlib.Path(directory or tempfile.mkdtemp(prefix="labd-fault-"))
        self.data = self.directory / "data"
        self.socket = str(self.directory / "s")
        self.settings = self.directory / "labd.toml"
        self.set(limits, roles)
        self.log = open(self.directory / "labd.log", "ab")
        self.wrapper = list(wrapper)
        self.arguments = list(arguments)
        self.environment = environment or {}
        self.process = None
        self.lock = threading.Lock()
        self.number = 0
        self.acknowledged = {}
        # The recording times that were acknowledged, by position.
        self.times = {}
        self.unknown = []
        self.refused = {}

    def set(self, limits="", roles=""):
        """Writes the settings, which take effect at the next start."""
        self.settings.write_text(SETTINGS.format(data=self.data, socket=self.socket, limits=limits, roles=roles))

    # The daemon

    def start(self, wait=True):
        command = [
            *self.wrapper, str(self.programs / "labd"), "serve", "--config", str(self.settings), *self.arguments]
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log, env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **self.environment})
        if wait:
            self.wait_for("an answer", lambda: not self.is_running() or self.ask("/healthz") is not None)
            if not self.is_running():
                raise Fault(f"labd ended with {self.process.returncode}; {self.last_lines()}")

    def wait_for(self, what, condition, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.003)
        raise Fault(f"no {what} within {seconds} s; {self.last_lines()}")

    def last_lines(self):
        self.log.flush()
        return (self.directory / "labd.log").read_bytes()[-600:].decode(errors="replace").replace("\n", " | ")

    def said(self, text):
        return text.encode() in (self.directory / "labd.log").read_bytes()

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self, how=signal.SIGKILL):
        if self.is_running():
            self.process.send_signal(how)
        return self.process.wait(timeout=60)

    def stop_threads(self):
        """Stops labd where it is (SIGSTOP), and returns once each of its threads has stopped: until then it may go on to
        commit, and to acknowledge."""
        self.process.send_signal(signal.SIGSTOP)
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        self.wait_for(
            "stop", lambda: all("State:\tT" in (task / "status").read_text() for task in tasks.iterdir()))

    def thread(self, name):
        """Returns the kernel's id of a thread: of labd-writer, which decides and commits, or of labd-commit, which commits many commands
        beside it."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        for _ in range(2000):
            for task in tasks.iterdir():
                if (task / "comm").read_text().strip() == name:
                    return int(task.name)
            time.sleep(0.002)
        raise Fault(f"labd has no thread {name}")

    # Asking and sending

    def ask(self, path):
        """Returns the status and body of an answer; None if there was none."""
        connection = Connection(self.socket)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def answers(self):
        """Returns whether a question is answered."""
        answer = self.ask("/v1/audit")
        return answer is not None and answer[0] == 200

    def metric(self, name):
        """Returns one of labd's metrics."""
        answer = self.ask("/metrics")
        lines = (answer[1].decode() if answer else "").splitlines()
        for line in lines:
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise Fault(f"no metric {name}: {answer and answer[0]}")

    def command(self):
        with self.lock:
            self.number += 1
            number = self.number
        return {
            "id": f"c-{number}",
            "command": "person.register",
            "data": {"person": f"p-{number}", "nationality": "PK", "basis": "declared"},
        }

    def post(self, connection, command):
        connection.request("POST", "/v1/commands", json.dumps(command), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")

    def send(self, command=None, timeout=20):
        """Sends one command on its own connection; returns the status, or None if nothing came back."""
        command = command or self.command()
        connection = Connection(self.socket, timeout)
        try:
            return self.keep(command, *self.post(connection, command))
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            with self.lock:
                self.unknown.append(command)
            return None
        finally:
            connection.close()

    def send_many(self, count=100, timeout=20):
        """Sends commands in one body, which labd commits beside its writer; returns 200 if all were accepted, or else None."""
        commands = [self.command() for _ in range(count)]
        body = "".join(json.dumps(command) + "\n" for command in commands)
        connection = Connection(self.socket, timeout)
        accepted, left = 0, list(commands)
        try:
            connection.request("POST", "/v1/commands", body, {"Content-Type": "application/x-ndjson"})
            answer = connection.getresponse()
            while left and (line := answer.readline()):
                told = json.loads(line)
                accepted += self.keep(left.pop(0), 200 if "events" in told else 503, told) == 200
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            pass
        finally:
            connection.close()
            with self.lock:
                self.unknown += left
        return 200 if accepted == count else None

    def keep(self, command, status, answer):
        with self.lock:
            if status == 200:
                event = answer["events"][0]
                self.acknowledged[command["id"]] = (command, event["position"])
                self.times[event["position"]] = event["time"]
            else:
                code = answer.get("code", str(status))
                self.refused[code] = self.refused.get(code, 0) + 1
                self.unknown.append(command)
        return status

    def labctl(self, *arguments):
        """Runs labctl with the arguments."""
        return subprocess.run([self.programs / "labctl", "--socket", self.socket, *arguments], capture_output=True)

    def adopt_plan(self):
        """Adopts the shipped plan."""
        shipped = pathlib.Path(__file__).parents[2] / "config" / "lab-impact.toml"
        plan = self.directory / "plan.toml"
        plan.write_text(shipped.read_text().replace('office = "oglio-ovest"', 'office = "prova"'))
        run = self.labctl("plan", "adopt", plan, "--act", "of a trial")
        if run.returncode != 0:
            raise Fault(f"the plan was not adopted: {run.stderr.decode()[-200:]}")

    def fill(self, count):
        """Records many events, so that an answer is larger than any buffer, or takes long."""
        file = self.directory / "many.ndjson"
        with open(file, "w") as lines:
            for _ in range(count):
                lines.write(json.dumps(self.command()) + "\n")
        run = self.labctl("import", file)
        file.unlink()
        if run.returncode != 0:
            raise Fault(f"the import failed: {run.stderr.decode()[-200:]}")

    def senders(self, count=4, send=None):
        return Senders(count, send or self.send)

    def wait_until_served(self, seconds=60):
        """Returns how long it took until the first accepted command."""
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            if self.send() == 200:
                return time.monotonic() - begin
            time.sleep(0.005)
        raise Fault(f"no command was accepted for {seconds} s: {self.refused}; {self.last_lines()}")

    # Judging

    def judge(self, by_others=False):
        """Counts what was lost or duplicated, sends unanswered commands again, and verifies the whole log.

        Commands of other accounts (`by_others`) cannot be sent again from here, because for this account their ids are taken.
        They are looked for in the lines, from the first of them on.
        """
        if by_others:
            lost, first = 0, min((position for _, position in self.acknowledged.values()), default=0)
        else:
            lost, first = self.send_again(), 0
        missing, doubled = self.judge_lines(first)
        if self.kill(signal.SIGTERM) != 0:
            raise Fault(f"labd did not stop cleanly; {self.last_lines()}")
        return lost + missing, doubled, self.verify()

    def send_again(self):
        """Sends all commands again, also unanswered ones; counts those that are not answered as they were."""
        again = list(self.unknown)
        connection = Connection(self.socket)
        lost = 0
        for command, position in list(self.acknowledged.values()):
            status, answer = self.post(connection, command)
            if status != 200 or not answer["repeated"] or answer["events"][0]["position"] != position:
                lost += 1
        for command in again:
            status, answer = self.post(connection, command)
            if status != 200:
                raise Fault(f"sent again, {command['id']} was answered {status}: {answer}")
        connection.close()
        return lost

    def judge_lines(self, first):
        """Reads the log, and counts acknowledged commands that are not at their position, and duplicates."""
        causes, places = self.places(first)
        lost = sum(1 for command, position in self.acknowledged.values() if places.get(position) != command["id"])
        return lost, sum(1 for cause, count in causes.items() if count > 1 and not is_labds(cause))

    def places(self, first):
        """Reads the log from a position on: how many events each command caused, and which command is at each position.

        Every position from the first to the last must occur once, in order, and there must be as many as labd reports.
        """
        causes, places, previous = {}, {}, ""
        expected = first
        for line in self.lines(first):
            event = json.loads(line)
            position, cause, time = event["position"], event["cause"], event["time"]
            if position != expected:
                raise Fault(f"after position {expected - 1} comes {position}: {expected} is missing")
            expected += 1
            causes[cause] = causes.get(cause, 0) + 1
            places[position] = cause
            if self.times.get(position, time) != time:
                raise Fault(f"position {position} was acknowledged with another time than it has")
            if time < previous:
                raise Fault(f"the time goes back at position {position}")
            previous = time
        count = int(self.metric("labd_events"))
        if expected != count:
            raise Fault(f"the lines end at position {expected - 1}, but labd reports {count} events")
        return causes, places

    def lines(self, first=0):
        answer = self.ask(f"/v1/events?from={first}")
        if answer is None or answer[0] != 200:
            raise Fault(f"the events cannot be read: {answer and answer[0]}")
        return [line for line in answer[1].split(b"\n") if line]

    def verify(self):
        """Returns whether every line, every tile and the signed checkpoint verify, in a separate process."""
        run = subprocess.run(
            [self.programs / "labd", "verify", "--data", self.data], capture_output=True, timeout=120)
        return run.returncode == 0

    def end(self):
        if self.is_running():
            self.kill()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class Senders:
    """Threads that send commands one after another until they are stopped."""

    def __init__(self, count, send):
        self.send = send
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def run(self):
        while not self.stopped.is_set():
            if self.send() != 200:
                time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join(30)
