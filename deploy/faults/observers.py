"""Observations of labd while it is attacked: what an honest operator sees, and labd's memory."""

import json
import pathlib
import random
import re
import threading
import time


class Honest:
    """The honest operator, in a separate process, and what it saw."""

    def __init__(self, office, accounts, anew, pause):
        self.office = office
        # When each was asked and answered, with its status.
        self.answered = {"command": [], "view": []}
        self.refusals = {}
        # Requests that are not answered yet: the last `command` and the last `view`.
        self.waiting = {}
        name = f"h-{random.randrange(1 << 32):x}"
        self.process = accounts.start(
            accounts.honest, -10, str(office.directory / "programs" / "honest.py"), office.socket, name,
            str(pause), "anew" if anew else "kept")
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        """Records the output of the process, line by line, until it ends."""
        for line in self.process.stdout:
            said = json.loads(line)
            kind = "view" if "view" in said else "command"
            if "end" not in said:
                self.waiting[kind] = said
                continue
            if said["status"] != 200:
                code = said["answer"].get("code", str(said["status"]))
                self.refusals[code] = self.refusals.get(code, 0) + 1
            if kind == "command":
                self.office.keep(said["command"], said["status"], said["answer"])
            self.answered[kind].append((said["begin"], said["end"], said["status"]))
            del self.waiting[kind]

    def end(self):
        """Ends the process. Commands that it sent and that were not answered may have been recorded."""
        self.process.kill()
        self.process.wait()
        self.thread.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
        if "command" in self.waiting:
            self.office.unknown.append(self.waiting["command"]["command"])

    def is_at_work(self):
        """Returns whether it has begun."""
        return len(self.answered["command"]) > 10 and len(self.answered["view"]) > 1

    def waited(self, kind, since, until):
        """Returns how long each command or view took that was under way between two moments; up to now if it still is."""
        asked = list(self.answered[kind])
        waiting = self.waiting.get(kind)
        if waiting:
            asked.append((waiting["begin"], time.monotonic(), 0))
        return [end - begin for begin, end, _ in asked if end > since and begin < until]

    def gap(self, since):
        """Returns the longest time since a moment without an acknowledged command, for which the writer was blocked at most."""
        ends = [end for _, end, status in list(self.answered["command"]) if end > since and status == 200]
        return max(later - earlier for earlier, later in zip([since, *ends], [*ends, time.monotonic()]))

    def whole_again(self, since, fast, seconds):
        """Returns how long after a moment the first of twenty fast commands in a row was sent; None if there are none in time."""
        end = time.monotonic() + seconds
        while True:
            row = []
            for begin, answered, status in list(self.answered["command"]):
                if begin < since:
                    continue
                row = row + [begin] if status == 200 and answered - begin < fast else []
                if len(row) == 20:
                    return max(0.0, row[0] - since)
            if time.monotonic() > end or self.process.poll() is not None:
                return None
            time.sleep(0.02)


class Memory:
    """The peak of labd's memory, measured every 50 ms."""

    def __init__(self, process):
        self.status = pathlib.Path(f"/proc/{process.pid}/status")
        self.first = self.most = self.now()
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def now(self):
        """Returns the resident bytes."""
        found = re.search(r"VmRSS:\s+(\d+)", self.status.read_text())
        return int(found[1]) << 10 if found else 0

    def watch(self):
        """Measures until it is told to stop, or labd is gone."""
        while not self.stopped.wait(0.05):
            try:
                self.most = max(self.most, self.now())
            except OSError:
                return

    def end(self):
        """Stops measuring."""
        self.stopped.set()
        self.thread.join()
