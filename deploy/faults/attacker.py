"""A malicious account, which keeps many connections busy for some seconds.

  python3 attacker.py SOCKET ATTACK

ATTACK is JSON: `groups`, each of `count` connections that do the same (`mode`, `what`, as below); `events`, how many the log
has; `persons`, ids of registered persons; `lines`, how many commands a body has; `name`, with which new ids begin. Prints
`ready`, waits for a line with the seconds, attacks, closes everything, and prints what it did as JSON.

Modes: `ask` asks as fast as it is answered; `pipeline` asks without waiting for answers, as long as labd accepts more; `slow`
asks, and reads a little at a time; `abandon` asks and closes soon; `idle` sends nothing; `half` sends half of a request's head;
`now-and-then` asks, and again after `pause` seconds. A connection that labd closes is opened again.
"""

import collections
import heapq
import json
import random
import re
import selectors
import socket
import sys
import time

CODE = re.compile(rb'"code":"([a-z-]+)"')
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
SIZE = 1 << 18
# The number of questions that are sent together without waiting for an answer.
PIPELINED = 50
# The requests with commands, and the outcome of those that are not refused.
ACCEPTING = {"command": "accepted", "large": "accepted", "body": "accepted", "rehearsal": "rehearsed"}


def get(target):
    return f"GET {target} HTTP/1.1\r\nHost: l\r\n\r\n".encode()


def post(target, body, media="application/json"):
    head = f"POST {target} HTTP/1.1\r\nHost: l\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Questions:
    """The requests, by their names."""

    def __init__(self, attack):
        self.attack = attack
        self.number = 0
        self.rehearsed = None

    def position(self):
        return random.randrange(1, self.attack["events"])

    def plan(self):
        return get("/v1/plan")

    def health(self):
        return get("/healthz")

    def indicators(self):
        return get(f"/v1/indicators?asOf={self.position()}")

    def diff(self):
        since, until = sorted((self.position(), self.position()))
        return get(f"/v1/diff?since={since}&asOf={until}")

    def person(self):
        return json.dumps({"person": random.choice(self.attack["persons"])}).encode()

    def read(self):
        return post("/v1/personal-data/read", self.person())

    def access(self):
        return post("/v1/personal-data/access", self.person())

    def events(self):
        return get("/v1/events?from=0")

    def tile(self):
        number = random.randrange(max(1, self.attack["events"] // 256))
        path = f"{number % 1000:03}"
        while number >= 1000:
            number //= 1000
            path = f"x{number % 1000:03}/{path}"
        return get(f"/tile/{random.choice(['0', 'entries'])}/{path}")

    def expensive(self):
        return random.choice([self.indicators, self.diff, self.access, self.plan])()

    def register(self, more="", members=""):
        """Returns a command about a new person."""
        self.number += 1
        name = f'{self.attack["name"]}-{self.number}'
        return (
            f'{{"id":"{name}","command":"person.register"{members},"data":{{"person":"{name}","nationality":"PK",'
            f'"basis":"declared"{more}}}}}').encode()

    def command(self):
        return post("/v1/commands", self.register())

    def large(self):
        """Returns a command with texts of 500 characters, which are random so that they cannot be compressed."""
        text = random.randbytes(250).hex()
        return post("/v1/commands", self.register(f',"evidence":"{text}","note":"{text}"'))

    def body(self):
        """Returns a body of many commands."""
        lines = [self.register() for _ in range(self.attack["lines"])]
        return post("/v1/commands", b"\n".join(lines), "application/x-ndjson")

    def rehearsal(self):
        """Returns a body of many commands to be rehearsed, each of which makes labd look up its stream."""
        if self.rehearsed is None:
            lines = [self.register(members=',"expect":0') for _ in range(self.attack["lines"])]
            self.rehearsed = post("/v1/commands?rehearse=1", b"\n".join(lines), "application/x-ndjson")
        return self.rehearsed


class Answer:
    """An answer as it arrives, with its end and its content."""

    def __init__(self, accepting=None):
        self.head = b""
        # The name under which accepted commands are counted.
        self.accepting = accepting
        self.status = None
        self.left = 0
        self.is_chunked = False
        # The beginning of a chunk's size that has not completely arrived.
        self.rest = b""

    def take(self, data, attacker):
        """Adds what was received; returns true once the answer is complete."""
        if self.status is None:
            self.head += data
            head, found, data = self.head.partition(b"\r\n\r\n")
            if not found:
                return False
            self.status = int(head[9:12])
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            self.is_chunked = length is None
            self.left = int(length[1]) if length else 0
            attacker.answers[self.status] += 1
        if self.status != 200 or self.accepting:
            for code in CODE.findall(data):
                attacker.codes[code.decode()] += 1
        if self.accepting:
            # A line that is split between two pieces is not counted, so at least that many were accepted.
            attacker.counts[self.accepting] += data.count(b'"events":[{')
        if not self.is_chunked:
            self.left -= len(data)
            return self.left <= 0
        data = self.rest + data
        while True:
            if self.left >= len(data):
                self.left -= len(data)
                self.rest = b""
                return False
            data, self.left = data[self.left:], 0
            line, found, rest = data.partition(b"\r\n")
            if not found:
                self.rest = data
                return False
            size = int(line.split(b";")[0] or b"0", 16)
            if size == 0:
                return True
            # Including the line end after the chunk.
            data, self.left = rest, size + 2


class Link:
    """One of the connections."""

    def __init__(self, attacker, mode, what, pause):
        self.attacker, self.mode, self.pause = attacker, mode, pause
        self.question = getattr(attacker.questions, what) if what else None
        self.accepting = ACCEPTING.get(what)
        self.socket = None
        self.out = memoryview(b"")
        self.answer = Answer()

    def open(self):
        """Connects, and asks for the first time; tries again later if labd does not accept the connection."""
        counts = self.attacker.counts
        connection = socket.socket(socket.AF_UNIX)
        connection.setblocking(False)
        try:
            connection.connect(self.attacker.path)
        except OSError:
            connection.close()
            counts["refused connections"] += 1
            return self.attacker.later(0.002, self.open)
        counts["connections"] += 1
        self.socket = connection
        self.answer = Answer()
        self.out = memoryview(b"")
        self.attacker.selector.register(connection, selectors.EVENT_READ, self)
        if self.mode == "half":
            self.send(b"GET /healthz HTTP/1.1\r\nHost: l\r\nX-")
        elif self.mode != "idle":
            self.ask()
            if self.mode == "abandon":
                # Sometimes while labd reads the request, sometimes while it answers.
                self.attacker.later(random.random() * 0.02, self.leave)

    def leave(self):
        """Closes the connection, and opens it again."""
        self.close()
        self.attacker.later(0, self.open)

    def close(self):
        """Closes the connection."""
        if self.socket:
            self.attacker.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None

    def ask(self):
        """Sends a question, or as many as are sent together."""
        if self.socket:
            if self.mode == "pipeline":
                self.attacker.counts["questions"] += PIPELINED
                return self.send(b"".join(self.question() for _ in range(PIPELINED)))
            self.attacker.counts["questions"] += 1
            self.answer = Answer(self.accepting)
            self.send(self.question())

    def send(self, data):
        """Sends bytes, and later those that labd does not accept now."""
        self.out = memoryview(data)
        self.write()

    def write(self):
        """Sends the rest, as far as labd accepts it."""
        try:
            while self.out:
                self.out = self.out[self.socket.send(self.out[:SIZE]):]
        except BlockingIOError:
            pass
        except OSError:
            # Reading reports the same error.
            self.out = memoryview(b"")
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.out else 0)
        self.attacker.selector.modify(self.socket, events, self)
        if self.mode == "pipeline" and not self.out:
            self.attacker.later(0, self.ask)

    def read(self):
        """Reads what has arrived, and continues according to the mode."""
        try:
            data = self.socket.recv(4_096 if self.mode == "slow" else SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.attacker.counts["closed"] += 1
            return self.leave()
        if self.mode == "pipeline":
            for status in STATUS.findall(data):
                self.attacker.answers[int(status)] += 1
        elif self.answer.take(data, self.attacker):
            if self.out:
                # It was answered before it was completely sent, like anything that is refused at once. labd would treat another
                # question as the rest of it.
                return self.leave()
            if self.mode == "now-and-then":
                return self.attacker.later(self.pause, self.ask)
            return self.ask()
        if self.mode == "slow":
            # Reading pauses for a while.
            self.attacker.selector.unregister(self.socket)
            self.attacker.later(0.1, self.read_on)

    def read_on(self):
        """Continues to read after a while."""
        self.attacker.selector.register(self.socket, selectors.EVENT_READ, self)


class Attacker:
    """All connections of the account, and what they did."""

    def __init__(self, path, attack):
        self.path = path
        self.selector = selectors.DefaultSelector()
        self.questions = Questions(attack)
        self.counts, self.answers, self.codes = (collections.Counter() for _ in range(3))
        # Tasks for later: the time, a number that keeps the order, and the function.
        self.waiting = []
        self.turn = 0
        self.links = [
            Link(self, group["mode"], group.get("what"), group.get("pause", 0))
            for group in attack["groups"] for _ in range(group["count"])]
        for group in attack["groups"]:
            if group.get("what") == "rehearsal":
                self.questions.rehearsal()

    def later(self, seconds, what):
        """Schedules a function after some seconds."""
        self.turn += 1
        heapq.heappush(self.waiting, (time.monotonic() + seconds, self.turn, what))

    def attack(self, seconds):
        """Keeps all connections busy for some seconds, closes them, and returns what they did."""
        end = time.monotonic() + seconds
        for link in self.links:
            self.later(0, link.open)
        while (now := time.monotonic()) < end:
            # Tasks that become due meanwhile come after the others.
            for _ in range(len(self.waiting)):
                if self.waiting[0][0] > now:
                    break
                heapq.heappop(self.waiting)[2]()
            wait = min(self.waiting[0][0], end) - time.monotonic() if self.waiting else end - now
            for key, events in self.selector.select(max(0, min(wait, 0.1))):
                link = key.data
                if link.socket and events & selectors.EVENT_WRITE:
                    link.write()
                if link.socket and events & selectors.EVENT_READ:
                    link.read()
        for link in self.links:
            if link.socket:
                link.socket.close()
        return {**self.counts, "ended": time.monotonic(), "answers": self.answers, "codes": self.codes}


def main():
    attacker = Attacker(sys.argv[1], json.loads(sys.argv[2]))
    print("ready", flush=True)
    print(json.dumps(attacker.attack(float(sys.stdin.readline()))), flush=True)


if __name__ == "__main__":
    main()
