"""A server that is measured: its process, what it uses, and its files."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Unavailable(Exception):
    """What is to be measured is not here, or cannot be measured here."""


def descendants(pid):
    """Returns a process and all that it started."""
    found = [pid]
    for parent in found:
        try:
            for task in pathlib.Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            pass
    return found


class Server:
    """A server in a directory of its own, which is emptied first."""

    def __init__(self, name, directory):
        self.name = name
        self.directory = pathlib.Path(directory)
        self.process = None

    def empty(self):
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)

    def spawn(self, command, **more):
        log = open(self.directory.parent / f"{self.name}.log", "ab")
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)

    def wait_for(self, condition, seconds=60, pause=0.002):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Unavailable(f"{self.name} ended with {self.process.returncode}: {self.last_words()}")
            if condition():
                return
            time.sleep(pause)
        raise Unavailable(f"{self.name} did not begin within {seconds} s: {self.last_words()}")

    def last_words(self):
        return (self.directory.parent / f"{self.name}.log").read_bytes()[-300:].decode(errors="replace").replace("\n", " | ")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def cpu(self):
        """Returns the seconds of CPU used so far, by ended children too."""
        total = 0
        for pid in descendants(self.process.pid):
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += sum(int(field) for field in fields[11:15])
        return total / TICKS

    def memory(self, field="VmHWM"):
        """Returns megabytes: VmHWM at most so far, VmRSS now."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024

    def bytes(self):
        """Returns how much of the disk the directory takes."""
        return sum(path.lstat().st_blocks * 512 for path in self.directory.rglob("*"))


def syncs(server, run):
    """Counts the syncs that a server makes while `run` runs.
    Returns how many, by system call."""
    counts = server.directory.parent / "strace"
    pids = [argument for pid in descendants(server.process.pid) for argument in ("-p", str(pid))]
    return traced(counts, pids, run)


SYNCS = "fsync,fdatasync,msync,sync_file_range,syncfs"


def traced(counts, target, run=None):
    """Counts syncs of processes while `run` runs, or those of a command."""
    tracer = subprocess.Popen(
        ["strace", "-f", "-q", "-c", "-S", "calls", "-e", f"trace={SYNCS}", "-o", str(counts), *target],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if run:
        time.sleep(0.7)
        if tracer.poll() is not None:
            raise Unavailable(f"strace: {tracer.stderr.read()[:200]}")
        run()
        tracer.send_signal(signal.SIGINT)
    tracer.communicate(timeout=120)
    found = {}
    for line in counts.read_text().splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[-1] in SYNCS.split(","):
            found[fields[-1]] = int(fields[3])
    return found
