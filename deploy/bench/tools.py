"""The load generator, and questions asked one by one."""

import http.client
import json
import pathlib
import socket
import subprocess

from processes import Unavailable

HERE = pathlib.Path(__file__).parent


class Load:
    """Runs the load generator."""

    program = None

    def command(self, *arguments):
        return [str(self.program), *[str(argument) for argument in arguments]]

    def __call__(self, *arguments):
        return self.result(self.begin(*arguments))

    def begin(self, *arguments):
        """Runs it in the background."""
        return self.spawn(self.command(*arguments))

    def python(self, python, script, *arguments):
        """Runs a generator that uses a peer's own client."""
        return self.result(self.spawn([str(python), str(HERE / script), *[str(argument) for argument in arguments]]))

    def spawn(self, command):
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def result(self, process):
        """Waits for what was measured."""
        out, err = process.communicate(timeout=3600)
        if process.returncode:
            raise Unavailable(f"{' '.join(process.args[1:5])}: {err.strip()[-300:]}")
        measured = json.loads(out.splitlines()[-1])
        if measured.get("refused"):
            raise Unavailable(f"{measured['refused']} refused: {measured['refusal'][:300]}")
        return measured


load = Load()


def pace(clients, seconds, warm_up=None, count=None, rate=None):
    """Returns the load generator's options for a pace."""
    options = ["--clients", clients, "--seconds", seconds, "--warm-up", seconds / 5 if warm_up is None else warm_up]
    if count:
        options += ["--count", count]
    if rate:
        options += ["--rate", rate]
    return options


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("labd", timeout=120)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, target, body=None):
    """Returns the status and body of labd's answer; None if there was none."""
    connection = Connection(path)
    try:
        if body is None:
            connection.request("GET", target)
        else:
            connection.request("POST", target, body, {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
