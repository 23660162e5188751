"""What labd is measured against: how each is started, so that what it acknowledges is on the disk."""

import os
import pathlib
import pwd
import shutil
import socket
import subprocess

from processes import Server, Unavailable
from tools import load


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def accepts(path):
    with socket.socket(socket.AF_UNIX) as one:
        return one.connect_ex(path) == 0


class Peer(Server):
    """A store next to labd."""

    #: What a reader must know to compare: what it does and does not do.
    fairness = ""
    #: Whether a server takes the work; otherwise the load generator commits it in its own process.
    is_server = True
    #: Whether its memory is that of one process.
    is_one_process = True
    #: The names of the ways to record many at once.
    ways = ()
    #: What the server is called by the load generator, and where it listens.
    address = ""

    def __init__(self, bench):
        super().__init__(self.name, bench.work / self.name)
        self.bench = bench

    def begin(self):
        """Starts with an empty store."""

    def single(self, pace, run):
        """Records one thing with each request."""
        return load("single", "--peer", self.name, "--at", self.address, "--run", run, *pace)

    def many(self, way, lines):
        """Records stored lines of labd."""
        return load("import", "--peer", way, "--at", self.address, "--at-most", self.bench.most_seconds, lines)


class PostgreSQL(Peer):
    name = "postgresql"
    title = "PostgreSQL"
    is_one_process = False
    ways = ("postgresql", "copy")
    fairness = (
        "A table with a position, a unique index on stream and revision, and the line; a prepared insertion in a transaction of its"
        " own over a Unix socket. It decides nothing, hashes nothing and signs nothing. Several connections share a sync"
        " (group commit), as with labd. On the disk: without its write-ahead log."
        " Its memory, 256 MB shared by many processes, is not compared.")

    def begin(self):
        programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        if not programs:
            raise Unavailable("no PostgreSQL")
        programs = programs[-1].parent
        self.empty()
        # It does not run as root.
        who = {}
        if os.getuid() == 0:
            try:
                account = pwd.getpwnam("postgres")
            except KeyError:
                raise Unavailable("no account postgres")
            os.chown(self.directory, account.pw_uid, account.pw_gid)
            who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", **who}
        data = self.directory / "data"
        subprocess.run([programs / "initdb", "-D", data, "-A", "trust", "-U", "bench", "--no-sync"], **quiet)
        settings = {
            "listen_addresses": "''", "unix_socket_directories": f"'{self.directory}'", "max_connections": "300",
            "shared_buffers": "256MB", "max_wal_size": "8GB", "fsync": "on", "synchronous_commit": "on"}
        with open(data / "postgresql.auto.conf", "a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        self.spawn([programs / "postgres", "-D", data], cwd="/", **who)
        self.address = str(self.directory / ".s.PGSQL.5432")
        ask = [programs / "psql", "-h", self.directory, "-U", "bench", "-d", "postgres", "-qAt", "-c"]
        self.wait_for(lambda: subprocess.run([*ask, "SELECT 1"], cwd="/", capture_output=True).returncode == 0, pause=0.05)
        subprocess.run([*ask, "CREATE DATABASE bench"], check=True, cwd="/")
        ask[ask.index("postgres", 5)] = "bench"
        subprocess.run([*ask, """
            CREATE TABLE events (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text NOT NULL,
            revision bigint NOT NULL, line text NOT NULL, UNIQUE (stream, revision))"""], check=True, cwd="/")
        shown = subprocess.run(
            [*ask, "SELECT current_setting('fsync') || current_setting('synchronous_commit')"], cwd="/", capture_output=True, text=True)
        if shown.stdout.strip() != "onon":
            raise Unavailable(f"PostgreSQL does not sync: {shown.stdout}")
        self.size_of_nothing = 0
        self.size_of_nothing = self.bytes()

    def bytes(self):
        """Returns what the events take: without the write-ahead log, which is kept for a while, and the catalogues."""
        data = self.directory / "data"
        return sum(
            path.lstat().st_blocks * 512 for path in data.rglob("*") if data / "pg_wal" not in path.parents) - self.size_of_nothing


class Redis(Peer):
    name = "redis"
    title = "Redis Streams"
    ways = ("redis",)
    fairness = (
        "XADD to one stream, over a Unix socket, `appendfsync always`; many at once: MULTI with 1,000. Everything is kept in memory. It checks"
        " neither the revision of a stream nor an id.")

    def begin(self):
        program = shutil.which("redis-server")
        if not program:
            raise Unavailable("no redis-server")
        self.empty()
        self.address = str(self.directory / "s")
        self.spawn([
            program, "--port", "0", "--unixsocket", self.address, "--dir", self.directory, "--appendonly", "yes", "--appendfsync",
            "always", "--save", ""])
        self.wait_for(lambda: accepts(self.address))
        with socket.socket(socket.AF_UNIX) as one:
            one.connect(self.address)
            one.sendall(b"CONFIG GET appendfsync\r\n")
            if b"always" not in one.recv(1000):
                raise Unavailable("Redis does not sync")


class NATS(Peer):
    name = "nats"
    title = "NATS JetStream"
    ways = ("nats",)
    fairness = (
        "A message to one stream over TCP on this machine, stored in a file with `sync_interval: always`, and acknowledged. It syncs"
        " each message alone, even of many. It checks neither the revision of a stream nor an id.")

    def begin(self):
        program = self.bench.python.with_name("nats-server")
        if not program.exists():
            raise Unavailable("no nats-server with sync_interval: always (2.10 or newer)")
        self.empty()
        port = free_port()
        settings = self.directory / "nats.conf"
        settings.write_text(f'listen: "127.0.0.1:{port}"\njetstream {{ store_dir: "{self.directory}/data", sync_interval: always }}\n')
        self.spawn([program, "-c", settings])
        self.address = f":{port}"
        self.wait_for(lambda: listens(port))


class UmaDB(Peer):
    name = "umadb"
    title = "UmaDB"
    ways = ("umadb",)
    fairness = (
        "An append over gRPC on this machine, on the condition that no event has the command's id. The load generator speaks gRPC itself;"
        " many at once are sent by UmaDB's Python client, by 1,000, which takes part of the two cores.")

    def begin(self):
        program = self.bench.python.with_name("umadb")
        if not program.exists():
            raise Unavailable("no UmaDB")
        self.empty()
        port = free_port()
        self.spawn([program, "--listen", f"127.0.0.1:{port}", "--db-path", self.directory / "uma.db"])
        self.address = f":{port}"
        self.wait_for(lambda: listens(port))

    def many(self, way, lines):
        return load.python(self.bench.python, "umadb_load.py", self.address, lines, self.bench.most_seconds)


class Embedded(Peer):
    """A store in the load generator's own process."""

    is_server = False

    def begin(self):
        self.empty()
        self.address = str(self.directory)

    def single(self, pace, run):
        self.empty()
        return super().single(pace, run)

    def stop(self):
        pass


class LMDB(Embedded):
    name = "lmdb"
    title = "raw LMDB"
    ways = ("lmdb",)
    fairness = (
        "The library that labd uses, in a loop of its own without a server: for each commit the lines, a receipt and a checkpoint's worth of"
        " bytes, as labd writes them, but without its tree. With N clients it commits N lines at a time, which no server can:"
        " a bound, not a competitor. Many at once: 1,000 to a commit, with two indexes in the order of their keys.")


class SQLite(Embedded):
    name = "sqlite"
    title = "SQLite"
    ways = ("sqlite",)
    fairness = (
        "A table with a unique index on stream and revision, in the load generator's own process, WAL and `synchronous=FULL`. With N"
        " clients it commits N rows at a time: nobody waits for a socket.")


class EventSourcing(Embedded):
    name = "eventsourcing"
    title = "eventsourcing (Python)"
    fairness = (
        "The library's application recorder on SQLite (WAL; SQLite's default, `synchronous=FULL`), called from as many threads of one"
        " Python process as there are clients: what a program that uses it gets. Python's interpreter is part of the figure.")

    def begin(self):
        if not self.bench.python.exists() or subprocess.run(
                [self.bench.python, "-c", "import eventsourcing"], capture_output=True).returncode:
            raise Unavailable("no eventsourcing")
        super().begin()

    def single(self, pace, run):
        self.empty()
        return load.python(self.bench.python, "eventsourcing_load.py", self.address, *pace)


PEERS = [LMDB, PostgreSQL, SQLite, Redis, NATS, UmaDB, EventSourcing]
