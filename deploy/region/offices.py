"""The programs of a region on this machine: offices with their labd and labrelay, and a labregion."""

import base64
import hashlib
import http.client
import json
import os
import signal
import subprocess
import time

from unix_http import Connection


def unix_connection(path):
    """HTTP on a Unix socket that must answer within two minutes."""
    return Connection(path, timeout=120)


def ask(socket_path, path):
    """Returns the status and the body that a socket answers; (0, b"") if nobody listens."""
    connection = unix_connection(socket_path)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


class Daemon:
    """A program that is started again and again with the same arguments."""

    def __init__(self, log, *arguments):
        self.arguments = arguments
        self.path = log
        self.log = open(log, "a")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.arguments, stdout=self.log, stderr=self.log)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        return self.process.wait()

    def stop(self):
        if self.is_running():
            self.kill(signal.SIGTERM)

    def said(self):
        with open(self.path) as file:
            return file.read()


class Office:
    """An office: its labd, which is simulated, and its relay."""

    def __init__(self, programs, folder, region, name, account, urls):
        self.programs, self.region, self.name, self.account = programs, region, name, account
        self.folder = f"{folder}/{name}"
        os.makedirs(self.folder)
        self.socket = f"{folder}/{name}.sock"
        self.data = f"{self.folder}/data"
        with open(f"{self.folder}/labd.toml", "w") as file:
            file.write(f'office = "{name}"\norigin = "labd.example/{name}"\nzone = "Europe/Rome"\ndata = "{self.data}"\n'
                       f'socket = "{self.socket}"\n[roles]\nowner = ["coordinator", "auditor"]\n')
        self.write_relay(urls)
        self.labd = Daemon(f"{self.folder}/labd.log", f"{programs}/labd", "--config", f"{self.folder}/labd.toml", "--simulated")
        self.relay = Daemon(f"{self.folder}/relay.log", f"{programs}/labrelay", "--config", f"{self.folder}/relay.toml")
        self.key = None

    def trust(self, witness):
        with open(f"{self.folder}/labd.toml", "a") as file:
            file.write(f'[log]\nwitnesses = ["{witness}"]\n')

    def write_relay(self, urls):
        with open(f"{self.folder}/relay.toml", "w") as file:
            file.write(f'region = "{self.region}"\nsocket = "{self.socket}"\nmetrics = ""\n{self.account.settings(urls)}')

    def labctl(self, *arguments, **options):
        return subprocess.run([f"{self.programs}/labctl", *arguments], env={**os.environ, "LABD_SOCKET": self.socket},
                              capture_output=True, text=True, **options)

    def answers(self):
        return ask(self.socket, "/healthz")[0] == 200

    def send(self, commands):
        """Sends commands once, no more than some thousand: the answers are read afterwards. Whether all were answered, accepted or refused
        by a rule: not those that come too early or too fast."""
        if not commands:
            return True
        connection = unix_connection(self.socket)
        try:
            connection.request("POST", "/v1/commands", "".join(commands).encode(), {"Content-Type": "application/x-ndjson"})
            answers = [json.loads(line) for line in connection.getresponse().read().splitlines()]
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()
        return len(answers) == len(commands) and all(answer.get("status", 200) < 500 for answer in answers)

    def record(self, commands):
        """Sends commands, again and again until labd has answered all; returns how many lines its log then has."""
        deadline = time.monotonic() + 120
        while not self.send(commands):
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.name} does not answer its commands")
            time.sleep(0.3)
        return self.size()

    def enrolments(self, prefix, count):
        """Commands that are accepted whatever was recorded before: workers more, at the time of the last event."""
        last = json.loads(ask(self.socket, f"/v1/events?from={self.size() - 1}")[1].splitlines()[-1])
        return [json.dumps({
            "id": f"{prefix}-{number}", "command": "worker.enrol", "at": last["time"],
            "data": {"worker": f"{prefix}-{number}", "profession": "educator", "employer": "Cooperativa A", "from": "2019-06-01"},
        }) + "\n" for number in range(count)]

    def enrol(self, prefix, count):
        """Records workers more."""
        before = self.size()
        after = self.record(self.enrolments(prefix, count))
        if after != before + count:
            raise SystemExit(f"{self.name} recorded {after - before} of {count} workers")
        return after

    def checkpoint(self):
        """The size and root of the log, as labd signed them."""
        lines = ask(self.socket, "/checkpoint")[1].decode().split("\n")
        return (int(lines[1]), lines[2]) if len(lines) > 2 else (0, "")

    def size(self):
        return self.checkpoint()[0]

    def stop(self):
        self.relay.stop()
        self.labd.stop()


class Region:
    """labregion, and what it says."""

    def __init__(self, programs, folder, region, account, urls, witness="region.example/witness"):
        self.programs = programs
        self.folder = f"{folder}/region"
        os.makedirs(self.folder, exist_ok=True)
        self.socket = f"{self.folder}/region.sock"
        self.config = f"{self.folder}/labregion.toml"
        self.data = f"{self.folder}/data"
        self.head = (f'region = "{region}"\ndata = "{self.data}"\nsocket = "{self.socket}"\nwitness = "{witness}"\n'
                     + account.settings(urls) + '[roles]\nowner = ["coordinator", "auditor"]\n')
        self.daemon = Daemon(f"{self.folder}/labregion.log", f"{programs}/labregion", "--config", self.config)

    def configure_for_key(self):
        """Writes settings of a region whose offices are not known yet."""
        material = b"\x01" + os.urandom(32)
        name = "labd.example/nobody"
        number = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4].hex()
        with open(self.config, "w") as file:
            file.write(self.head + f'[offices]\nnobody = "{name}+{number}+{base64.b64encode(material).decode()}"\n')

    def configure(self, offices):
        with open(self.config, "w") as file:
            file.write(self.head + "[offices]\n" + "".join(f'"{o.name}" = "{o.key}"\n' for o in offices))

    def witness_key(self):
        done = subprocess.run([f"{self.programs}/labregion", "witness-key", "--config", self.config],
                              capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"labregion witness-key: {done}")
        return done.stdout.strip()

    def labctl(self, *arguments):
        return subprocess.run([f"{self.programs}/labctl", "--socket", self.socket, *arguments], capture_output=True, text=True)

    def office_socket(self, office):
        return f"{self.folder}/offices/{office.name}.sock"

    def offices(self):
        """How the offices stand, by name."""
        if not self.daemon.is_running():
            raise SystemExit(f"labregion has ended: {self.daemon.said()[-2000:]}")
        status, body = ask(self.socket, "/v1/offices")
        return {row["office"]: row for row in json.loads(body)["offices"]} if status == 200 else {}

    def has(self, office):
        """Whether all that the office has is verified here, with the same root."""
        size, root = office.checkpoint()
        row = self.offices().get(office.name, {})
        return size > 0 and row.get("verified") == size and row.get("root") == root

    def view(self, path):
        status, body = ask(self.socket, path)
        if status != 200:
            raise SystemExit(f"the region does not answer {path}: {status} {body[:300]}")
        return json.loads(body)
