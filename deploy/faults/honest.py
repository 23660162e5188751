"""An operator at work: sends commands one after another, and asks a view on a second connection, until its input ends.

  python3 honest.py SOCKET NAME PAUSE (kept|anew)

NAME is the beginning of the ids of its commands, and PAUSE the seconds between two of them. With `anew` each command and each
question uses a new connection. Prints a line of JSON as it sends a command or asks a view (`command` or `view`, `begin`),
and another with `end`, `status` and `answer` once that is answered; times are seconds of the machine's monotonic clock, and
the status is 0 if no answer arrived.
"""

import http.client
import json
import sys
import threading
import time

from office import Connection

VIEWS = ["/v1/compliance?on=2019-11-30", "/v1/caseload"]
# Longer than a trial: the process that started this one ends what takes that long.
PATIENCE = 120


class Desk:
    """A connection, which is kept or opened again for each request."""

    def __init__(self, path, is_kept):
        self.path, self.is_kept = path, is_kept
        self.connection = None

    def ask(self, method, target, body=None):
        """Returns the status and body of an answer, and when it was asked and answered; 0 and the error if there was none."""
        begin = time.monotonic()
        try:
            if self.connection is None:
                self.connection = Connection(self.path, PATIENCE)
            self.connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
            answer = self.connection.getresponse()
            outcome = answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            outcome = 0, json.dumps({"code": type(error).__name__})
        end = time.monotonic()
        if self.connection and (outcome[0] == 0 or not self.is_kept):
            self.connection.close()
            self.connection = None
        return *outcome, begin, end


def main():
    path, name, pause, how = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
    stopped = threading.Event()
    printing = threading.Lock()

    def say(**line):
        with printing:
            print(json.dumps(line), flush=True)

    def work():
        desk = Desk(path, how == "kept")
        number = 0
        while not stopped.is_set():
            number += 1
            command = {
                "id": f"{name}-{number}", "command": "person.register",
                "data": {"person": f"{name}-{number}", "nationality": "PK", "basis": "declared"}}
            say(command=command, begin=time.monotonic())
            status, answer, begin, end = desk.ask("POST", "/v1/commands", json.dumps(command))
            say(command=command, begin=begin, end=end, status=status, answer=json.loads(answer or "{}"))
            time.sleep(pause)

    def look():
        desk = Desk(path, how == "kept")
        number = 0
        while not stopped.is_set():
            number += 1
            view = VIEWS[number % len(VIEWS)]
            say(view=view, begin=time.monotonic())
            status, answer, begin, end = desk.ask("GET", view)
            # The answer of a view is long, and is not examined.
            say(view=view, begin=begin, end=end, status=status, answer={} if status == 200 else json.loads(answer or "{}"))
            time.sleep(0.05)

    for task in (work, look):
        threading.Thread(target=task, daemon=True).start()
    sys.stdin.read()
    stopped.set()


if __name__ == "__main__":
    main()
