"""Clients hang, drip, and flood."""

import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from office import Connection, Fault, Office
from trial import LeftOut, Size, fault, judged, share


class Accepts:
    """strace on the calls with which labd accepts connections."""

    def __init__(self, office):
        self.output = tempfile.NamedTemporaryFile(prefix="labd-strace-")
        self.process = subprocess.Popen(
            ["strace", "-f", "-q", "-p", str(office.process.pid), "-o", self.output.name, "-e", "trace=accept4"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(0.3)
        if self.process.poll() is not None:
            raise LeftOut("strace may not trace: " + self.process.stderr.read().decode().strip()[:80])

    def end(self):
        """Returns the calls."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        self.process.stderr.close()
        with self.output:
            return pathlib.Path(self.output.name).read_bytes()


@fault("descriptors")
def descriptors():
    """labd has no descriptors left for further connections."""

    def trial():
        office = Office(
            limits="accountConnections = 4000\nconnections = 4000", wrapper=["prlimit", "--nofile=64:64"],
            environment={"LIBDISPATCH_LOG": "stderr"})
        held = []
        try:
            office.start()
            with office.senders(2):
                time.sleep(0.2)
                for _ in range(200):
                    connection = socket.socket(socket.AF_UNIX)
                    connection.settimeout(1)
                    try:
                        connection.connect(office.socket)
                        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: l\r\n")
                    except OSError:
                        pass
                    held.append(connection)
                tracer = Accepts(office)
                time.sleep(3)
                accepts = tracer.end()
                if not office.is_running():
                    raise Fault("labd ended for want of descriptors")
                failed = accepts.count(b"EMFILE")
                if not failed:
                    raise Fault("no connection was refused with EMFILE: labd had descriptors left")
                # Once a second, and once more when a connection is closed, instead of as often as the processor allows.
                if failed > 30:
                    raise Fault(f"accept4 failed {failed} times in 3 s")
                if not office.said("a connection cannot be accepted"):
                    raise Fault(f"labd did not say that it cannot accept connections; {office.last_lines()}")
                if office.said("BUG in libdispatch"):
                    raise Fault(f"the runtime needed descriptors and had none; {office.last_lines()}")
                for connection in held:
                    connection.close()
                again = office.wait_until_served()
            return judged(office, again, f"{failed} times EMFILE in 3 s")
        finally:
            for connection in held:
                connection.close()
            office.end()

    for _ in range(Size.of(1, 5)):
        yield "64 descriptors, 200 connections that stay", trial


def measured(office, seconds=2.0, honest=None):
    """Returns what an honest client sees meanwhile: the 99th percentile of its commands' times, in words. The
    client uses its own connection, or `honest`. Exceeding the bound is a fault. In the reduced form the bound is wide, because it
    tests a build without optimisation on a machine that may be busy."""
    connection = honest or Connection(office.socket)
    times = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(times) < 200:
        command = office.command()
        begin = time.monotonic()
        status = office.keep(command, *office.post(connection, command))
        times.append(time.monotonic() - begin)
        if status != 200:
            raise Fault(f"an honest client was answered {status}: {office.refused}")
        time.sleep(0.002)
    connection.close()
    found, bound = share(times, 0.99), Size.of(1.0, 0.1)
    if found > bound:
        raise Fault(f"an honest client's p99 is {found * 1000:.1f} ms, and {bound * 1000:.0f} ms at most")
    return f"honest p99 {found * 1000:.1f} ms of {len(times)} (bound: {bound * 1000:.0f})"


@fault("frozen-reader")
def frozen_reader():
    """A reader stops in the middle of a large answer."""

    def trial():
        office = Office(limits="writeSeconds = 3")
        reader = None
        try:
            office.start()
            office.fill(20_000)
            reader = subprocess.Popen(
                ["curl", "-sN", "--limit-rate", "100k", "--unix-socket", office.socket, "http://l/v1/events"],
                stdout=subprocess.DEVNULL)
            time.sleep(0.5)
            reader.send_signal(signal.SIGSTOP)
            honest = measured(office)
            office.wait_for("end of the reader's connection", lambda: office.metric("labd_connections") <= 1, 15)
            return judged(office, 0.0, honest)
        finally:
            if reader:
                reader.kill()
                reader.wait()
            office.end()

    for _ in range(Size.of(1, 3)):
        yield "SIGSTOP to a reader of all events", trial


def crowd(office, count, first):
    """Opens connections that send `first` and stay open."""
    held = []
    for _ in range(count):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(5)
        try:
            connection.connect(office.socket)
            connection.sendall(first)
        except OSError:
            pass
        held.append(connection)
    return held


@fault("half-open")
def half_open():
    """A thousand clients send half of a request's head, and wait."""

    def trial():
        office = Office(limits="accountConnections = 128\nconnections = 256\nheadSeconds = 2")
        held = []
        try:
            office.start()
            honest = Connection(office.socket)
            office.keep(*[(command := office.command()), *office.post(honest, command)])
            held = crowd(office, 1000, b"GET /healthz HTTP/1.1\r\nHost: l\r\nX-")
            seen = measured(office, honest=honest)
            # headSeconds pass for all of them.
            office.wait_for("end of the half-open connections", lambda: office.metric("labd_connections") <= 1)
            again = office.wait_until_served()
            return judged(office, again, seen)
        finally:
            for connection in held:
                connection.close()
            office.end()

    for _ in range(Size.of(1, 3)):
        yield "1,000 connections with half a head", trial


@fault("slow-sender")
def slow_sender():
    """Clients send a byte a second."""

    def trial():
        office = Office(limits="headSeconds = 2\nbodySeconds = 2")
        stopped = threading.Event()
        closed = []

        def drip(first, text):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(20)
            connection.connect(office.socket)
            begin = time.monotonic()
            try:
                connection.sendall(first)
                for byte in text:
                    connection.sendall(bytes([byte]))
                    if stopped.wait(1):
                        break
                connection.recv(1000)
            except OSError:
                pass
            closed.append(time.monotonic() - begin)
            connection.close()

        threads = []
        try:
            office.start()
            head = b"POST /v1/commands HTTP/1.1\r\nHost: l\r\nContent-Length: 200\r\n"
            typed = head + b"Content-Type: application/json\r\n\r\n"
            # A body that drips after a complete head, one that is refused because of its type, and a head that drips.
            for first, text in (
                    (typed, b"{" * 200), (head + b"\r\n", b"{" * 200),
                    (b"", b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 40)):
                for _ in range(10):
                    threads.append(threading.Thread(target=drip, args=(first, text)))
                    threads[-1].start()
            seen = measured(office)
            end = time.monotonic() + 12
            while len(closed) < len(threads) and time.monotonic() < end:
                time.sleep(0.1)
            if len(closed) < len(threads):
                raise Fault(f"{len(threads) - len(closed)} of {len(threads)} were not closed")
            return judged(office, 0.0, f"closed after {max(closed):.0f} s; {seen}")
        finally:
            stopped.set()
            for thread in threads:
                thread.join(20)
            office.end()

    for _ in range(Size.of(1, 3)):
        yield "30 clients, a byte a second", trial


@fault("flood")
def flood():
    """A thousand connections send garbage, again and again."""

    def trial():
        office = Office()
        # The attackers share this process's interpreter, and must not slow the honest client down themselves.
        attackers = []
        try:
            office.start()
            honest = Connection(office.socket)
            office.keep(*[(command := office.command()), *office.post(honest, command)])
            script = pathlib.Path(__file__).with_name("flood.py")
            attackers = [
                subprocess.Popen([sys.executable, script, office.socket, "500"], stdout=subprocess.PIPE) for _ in range(2)]
            for attacker in attackers:
                attacker.stdout.readline()
            seen = measured(office, Size.of(3, 15), honest)
            total = 0
            for attacker in attackers:
                attacker.send_signal(signal.SIGTERM)
                total += int(attacker.stdout.readline() or 0)
                attacker.wait()
            if total < 1000:
                raise Fault(f"only {total} connections of garbage: no flood")
            again = office.wait_until_served()
            return judged(office, again, f"{seen} next to {total} connections")
        finally:
            for attacker in attackers:
                if attacker.poll() is None:
                    attacker.kill()
                attacker.stdout.close()
            office.end()

    for _ in range(Size.of(1, 3)):
        yield "1,000 connections of garbage, opened again when they are closed", trial


@fault("long-questions")
def long_questions():
    """Eight clients ask questions that take long: answers as of positions far back."""

    def trial():
        office = Office()
        stopped = threading.Event()
        answered, refused = [], []

        def ask(number):
            position = number
            while not stopped.is_set():
                # Never the same question twice, because labd caches answers.
                position = (position + 7_919) % 50_000
                answer = office.ask(f"/v1/indicators?asOf={position + 10}")
                if answer is None or answer[0] != 200:
                    refused.append(answer)
                    return
                answered.append(position)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        try:
            office.start()
            office.adopt_plan()
            office.fill(60_000)
            for thread in threads:
                thread.start()
            seen = measured(office, Size.of(3, 15))
            stopped.set()
            for thread in threads:
                thread.join(60)
            if len(answered) < 8 or refused:
                raise Fault(f"{len(answered)} questions were answered, and {len(refused)} were not: {refused[:1]}")
            return judged(office, 0.0, f"{seen} next to {len(answered)} questions")
        finally:
            stopped.set()
            office.end()

    for _ in range(Size.of(1, 3)):
        yield "8 clients with questions about old positions of 60,000 events", trial
