"""Three NATS servers on this machine, with accounts by nkey."""
import os
import shutil
import signal
import socket
import subprocess
import time

import nkeys


class Account:
    """A user: the public key, and the file of its seed."""

    def __init__(self, folder, name):
        seed = nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)
        self.key = nkeys.from_seed(seed).public_key.decode()
        self.seed = f"{folder}/{name}.seed"
        with open(os.open(self.seed, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(seed)

    def settings(self, urls):
        """How the account reaches the servers, as settings of labrelay and labregion."""
        return f'[nats]\nservers = {quoted(urls)}\nnkey = "{self.key}"\nseed = "{self.seed}"\n'


def quoted(texts):
    """A list of texts, as both TOML and the servers' configuration write it."""
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"


def free_ports(count):
    """Returns ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def office_permissions(region, office):
    """What the account of an office may do: write its own subjects, and hear what concerns them."""
    subject = f"labd.{region}.{office}"
    stream = f"labd-{region}-{office}"
    publish = [f"{subject}.*.events", f"{subject}.*.checkpoint", f"$JS.API.STREAM.MSG.GET.{stream}"]
    subscribe = [f"{subject}.resend", f"labd-cosignatures.{region}.{office}.*", f"_INBOX.{region}.{office}.>"]
    return f"{{ publish: {quoted(publish)}, subscribe: {quoted(subscribe)}, allow_responses: true }}"


def region_permissions(region):
    """What the account of labregion may do: read all streams, ask relays, send cosignatures; it cannot write or delete a line."""
    publish = ["$JS.API.STREAM.INFO.*", "$JS.API.STREAM.MSG.GET.*", "$JS.API.CONSUMER.CREATE.>", "$JS.API.CONSUMER.INFO.>",
               "$JS.API.CONSUMER.DELETE.>", "$JS.FC.>", f"labd.{region}.*.resend", f"labd-cosignatures.{region}.>"]
    return f'{{ publish: {quoted(publish)}, subscribe: ["_INBOX.>"] }}'


class Cluster:
    """The servers. Each can be killed and started again; what it stored stays."""

    def __init__(self, folder, users, count=3):
        """`users` are the lines of accounts in the servers' configuration."""
        self.folder = folder
        self.count = count
        ports = free_ports(2 * count)
        self.ports, self.routes = ports[:count], ports[count:]
        self.processes = [None] * count
        for number in range(count):
            with open(f"{folder}/nats-{number}.conf", "w") as file:
                routes = ", ".join(f'"nats://127.0.0.1:{p}"' for p in self.routes)
                file.write(f"""
                    listen: "127.0.0.1:{self.ports[number]}"
                    server_name: "n{number}"
                    jetstream {{ store_dir: "{folder}/js-{number}" }}
                    cluster {{ name: region, listen: "127.0.0.1:{self.routes[number]}", routes: [{routes}] }}
                    accounts {{ REGION: {{ jetstream: enabled, users: [ {users} ] }} }}
                """)
        for number in range(count):
            self.start(number)

    @property
    def urls(self):
        return [f"nats://127.0.0.1:{port}" for port in self.ports]

    def start(self, number):
        log = open(f"{self.folder}/nats-{number}.log", "a")
        self.processes[number] = subprocess.Popen(
            ["nats-server", "-c", f"{self.folder}/nats-{number}.conf"], stdout=log, stderr=log)

    def kill(self, number, how=signal.SIGKILL):
        self.processes[number].send_signal(how)
        self.processes[number].wait()

    def lose(self, number):
        """Removes what a server that was killed had stored."""
        shutil.rmtree(f"{self.folder}/js-{number}", ignore_errors=True)

    def stop(self):
        for process in self.processes:
            if process and process.poll() is None:
                process.kill()
                process.wait()


def wait_for(what, seconds, condition):
    """Waits until a condition holds; returns how long that took."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(0.1)
    return time.monotonic() - start
