"""Injection into the system calls of the threads of labd that write, with strace."""

import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from office import Fault, Office
from trial import LeftOut


class Injector:
    """strace on a thread of labd, which injects a fault into a system call of that thread."""

    def __init__(self, office, injection, traced, thread="labd-writer"):
        self.output = tempfile.NamedTemporaryFile(prefix="labd-strace-", delete=False)
        thread = office.thread(thread)
        self.process = subprocess.Popen(
            ["strace", "-q", "-p", str(thread), "-o", self.output.name, "-e", f"trace={traced}",
             "-e", f"inject={injection}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        status = pathlib.Path(f"/proc/{office.process.pid}/task/{thread}/status")
        for _ in range(2000):
            try:
                if "TracerPid:\t0\n" not in status.read_text():
                    return
            except (FileNotFoundError, ProcessLookupError):
                # The fault was already injected.
                return
            if self.process.poll() is not None:
                raise LeftOut("strace may not trace: " + self.process.stderr.read().decode().strip()[:80])
            time.sleep(0.002)
        raise Fault("strace did not attach")

    def struck(self):
        return b"(INJECTED)" in pathlib.Path(self.output.name).read_bytes()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        self.process.stderr.close()
        os.unlink(self.output.name)


def calls(thread, send):
    """Returns every system call that a thread makes while labd records what `send` sends to an office, found by tracing it."""
    office = Office()
    try:
        office.start()
        send(office)
        with tempfile.NamedTemporaryFile() as output:
            tracer = subprocess.Popen(
                ["strace", "-q", "-p", str(office.thread(thread)), "-o", output.name], stderr=subprocess.DEVNULL)
            time.sleep(0.3)
            for _ in range(60):
                send(office)
            tracer.send_signal(signal.SIGINT)
            tracer.wait(timeout=20)
            names = re.findall(rb"^(\w+)\(", pathlib.Path(output.name).read_bytes(), re.M)
        if not names:
            raise LeftOut("strace may not trace here")
        return sorted({name.decode() for name in names} - {"restart_syscall", "exit", "exit_group"})
    finally:
        office.end()
