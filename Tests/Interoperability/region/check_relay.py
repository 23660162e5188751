"""Holds the stream that labrelay fills against the log, while the relay, labd and the servers are killed.

    check_relay.py PROGRAMS SEASON FOLDER
"""
import asyncio
import base64
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time

import nats
import nats.js.errors

from cluster import Account, Cluster, office_permissions, wait_for

PROGRAMS, SEASON, FOLDER = sys.argv[1:4]
REGION, OFFICE = "lombardia", "oglio-ovest"
STREAM = f"labd-{REGION}-{OFFICE}"
SUBJECT = f"labd.{REGION}.{OFFICE}"
EVENTS, CHECKPOINTS = f"{SUBJECT}.1.events", f"{SUBJECT}.1.checkpoint"
SOCKET = f"{FOLDER}/labd.sock"
checks = 0


def check(condition, what):
    global checks
    checks += 1
    if not condition:
        raise SystemExit(f"not so: {what}")


class Daemon:
    """A program that is started again and again with the same arguments."""

    def __init__(self, name, *arguments):
        self.arguments = [f"{PROGRAMS}/{name}", *arguments]
        self.log = open(f"{FOLDER}/{name}.log", "a")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(self.arguments, stdout=self.log, stderr=self.log)

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        return self.process.wait()


def labctl(*arguments, **options):
    return subprocess.run([f"{PROGRAMS}/labctl", *arguments], env={**os.environ, "LABD_SOCKET": SOCKET},
                          capture_output=True, text=True, **options)


def labrelay(*arguments, config="relay.toml"):
    return subprocess.run([f"{PROGRAMS}/labrelay", *arguments, "--config", f"{FOLDER}/{config}"],
                          capture_output=True, text=True)


def is_whole():
    return labrelay("status").returncode == 0


def relay_log():
    with open(f"{FOLDER}/labrelay.log") as file:
        return file.read()


def settings(name, account, urls):
    with open(f"{FOLDER}/{name}", "w") as file:
        file.write(f'region = "{REGION}"\nsocket = "{SOCKET}"\nmetrics = "{FOLDER}/relay.prom"\n{account.settings(urls)}')


def metrics():
    with open(f"{FOLDER}/relay.prom") as file:
        return {name: int(value) for name, value in (line.rsplit(" ", 1) for line in file if line[0] != "#")}


async def messages(js, subject):
    """Returns all messages of the stream on a subject, in their order."""
    # A server that was just started may count less than what the last message of the subject shows.
    last = (await js.get_last_msg(STREAM, subject)).seq
    info = await js.stream_info(STREAM)
    deadline = time.monotonic() + 30
    while info.state.last_seq < last and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        info = await js.stream_info(STREAM)
    found = []
    for sequence in range(info.state.first_seq, max(info.state.last_seq, last) + 1):
        message = await js.get_msg(STREAM, seq=sequence)
        if message.subject == subject:
            found.append(message)
    return found


def exported():
    path = f"{FOLDER}/export-{checks}.ndjson"
    done = labctl("log", "export", "--output", path)
    check(done.returncode == 0, f"labctl log export: {done.stderr}")
    with open(path, "rb") as file:
        return file.read().splitlines()


async def main():
    region, office, other = (Account(FOLDER, name) for name in ("region", "office", "other"))
    users = (f'{{ nkey: {region.key} }}, {{ nkey: {office.key}, permissions: {office_permissions(REGION, OFFICE)} }}, '
             f'{{ nkey: {other.key}, permissions: {office_permissions(REGION, "elsewhere")} }}')
    cluster = Cluster(FOLDER, users)
    labd = Daemon("labd", "--config", "config/labd.toml", "--data", f"{FOLDER}/data", "--socket", SOCKET, "--simulated")
    relay = Daemon("labrelay", "--config", f"{FOLDER}/relay.toml")
    try:
        await check_all(cluster, labd, relay, region, office, other)
    finally:
        for daemon in (labd, relay):
            if daemon.process and daemon.process.poll() is None:
                daemon.process.kill()
                daemon.process.wait()
        cluster.stop()


async def check_all(cluster, labd, relay, region, office, other):
    settings("relay.toml", office, cluster.urls)
    settings("region.toml", region, cluster.urls)
    settings("other.toml", other, cluster.urls)
    labd.start()
    wait_for("labd answers", 60, lambda: labctl("status").returncode == 0)

    # Before there is a stream, the relay waits and says so; an office may not create one.
    relay.start()
    wait_for("the relay says that there is no stream", 30, lambda: "no-stream" in relay_log())
    refused = labrelay("create-stream", OFFICE, config="relay.toml")
    check(refused.returncode == 1, "an office cannot create a stream")
    wait_for("the servers elected a leader", 60,
             lambda: labrelay("create-stream", OFFICE, config="region.toml").returncode == 0)
    again = labrelay("create-stream", OFFICE, config="region.toml")
    check("exists" in again.stdout, "a stream that exists is left as it is")
    wait_for("the first line is in the stream", 60, is_whole)

    # The season, in pieces, and something is killed in each.
    with open(SEASON) as file:
        commands = file.read().splitlines(keepends=True)
    random.seed(7)
    victims = ["relay", "labd", "server"] * 5
    size = len(commands) // len(victims) + 1
    for number, victim in enumerate(victims):
        piece = "".join(commands[number * size:(number + 1) * size])
        sending = subprocess.Popen([f"{PROGRAMS}/labctl", "import", "-"], stdin=subprocess.PIPE, text=True,
                                   env={**os.environ, "LABD_SOCKET": SOCKET},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        killing = asyncio.get_running_loop().run_in_executor(None, sending.communicate, piece)
        await asyncio.sleep(random.uniform(0.02, 0.25))
        if victim == "relay":
            relay.kill()
            relay.start()
        elif victim == "labd":
            labd.kill()
            labd.start()
            wait_for("labd answers again", 60, lambda: labctl("status").returncode == 0)
        else:
            server = number % cluster.count
            cluster.kill(server)
            await asyncio.sleep(random.uniform(0, 1))
            cluster.start(server)
        await killing
        # What labd had not acknowledged is sent again; it is recorded once.
        repeated = labctl("import", "-", input=piece)
        check(repeated.returncode == 0, f"the piece is recorded: {repeated.stderr}")
    took = wait_for("the stream is whole", 120, is_whole)
    lines = exported()

    client = await nats.connect(cluster.urls, nkeys_seed=region.seed)
    js = client.jetstream()
    stored = await messages(js, EVENTS)
    check([m.data for m in stored] == lines, f"{len(stored)} messages are the {len(lines)} lines, each once, in order")
    for position, message in enumerate(stored):
        check(message.headers["Nats-Msg-Id"] == f"urn:labd:{OFFICE}:1:{position}", "the id is source and position")
        check(message.headers["Content-Type"].startswith("application/cloudevents+json"), "a line is a CloudEvent")
        event = json.loads(message.data)
        check(event["specversion"] == "1.0" and event["position"] == position, "the message is the event, whole")

    def last_checkpoint_is_there():
        done = subprocess.run(["curl", "-s", "--unix-socket", SOCKET, "http://labd/checkpoint"], capture_output=True)
        last_checkpoint_is_there.bytes = done.stdout
        return metrics().get("labrelay_checkpoint_lines") == len(lines)
    wait_for("the last checkpoint is published", 30, last_checkpoint_is_there)
    notes = await messages(js, CHECKPOINTS)
    check(notes[-1].data == last_checkpoint_is_there.bytes, "the last checkpoint in the stream is labd's")
    sizes = [int(note.data.split(b"\n")[1]) for note in notes]
    check(sizes == sorted(sizes), "checkpoints come in their order")
    for note, size in zip(notes, sizes):
        before = sum(1 for m in stored if m.seq < note.seq)
        check(size <= before, f"a checkpoint over {size} lines stands behind them")
    print(f"{len(lines)} lines through 15 kills: each once, in order, and {len(notes)} checkpoints behind their lines; "
          f"whole {took:.1f} s after the last")

    # The servers away for a while: labd goes on, and the relay catches up.
    await client.close()
    for number in range(cluster.count):
        cluster.kill(number)
    start = time.monotonic()
    with open(SEASON) as file:
        last_day = json.loads(file.read().splitlines()[-1])["at"]
    for number in range(20):
        done = labctl("worker", "enrol", "--worker", f"new-{number}", "--profession", "educator", "--employer", "Cooperativa A",
                      "--from", "2020-06-01", "--at", "2020-07-01T08:00:00Z", "--id", f"new-{number}")
        check(done.returncode == 0, f"labd takes commands without servers: {done.stderr} {last_day}")
    check(time.monotonic() - start < 60, "at its own speed")
    wait_for("status says that it cannot ask", 30, lambda: labrelay("status").returncode == 1)
    for number in range(cluster.count):
        cluster.start(number)
    took = wait_for("the stream has caught up", 120, is_whole)
    print(f"20 commands while no server ran: in the stream {took:.1f} s after the servers came back")
    lines = exported()
    client = await nats.connect(cluster.urls, nkeys_seed=region.seed)
    js = client.jetstream()
    stored = await messages(js, EVENTS)
    check([m.data for m in stored] == lines, "each line once, in order, through servers that were away")
    wait_for("the last checkpoint is published", 30, lambda: metrics().get("labrelay_checkpoint_lines") == len(lines))
    notes = await messages(js, CHECKPOINTS)

    # Lines again, for who lost them.
    async def resend(**request):
        reply = await client.request(f"{SUBJECT}.resend", json.dumps(request).encode(), timeout=5)
        return json.loads(reply.data)

    # The stream is as whole as before while a relay that was just started does not listen yet: only its answer shows that it does.
    async def relay_listens():
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                check((await resend(nothing=1))["code"] == "malformed", "what is no request is refused")
                return
            except (nats.errors.NoRespondersError, nats.errors.TimeoutError):
                await asyncio.sleep(0.1)
        check(False, "the relay listens within 30 s")
    await relay_listens()
    check((await resend(generation=2, **{"from": 0}))["code"] == "other-generation", "another generation is refused")
    check((await resend(generation=1, **{"from": len(lines)}))["code"] == "beyond-end", "beyond the end is refused")
    missing = len(lines) - 500
    check(await resend(generation=1, **{"from": missing}) == {"from": missing, "lines": 500}, "500 lines are promised")
    deadline = time.monotonic() + 60
    while (await js.stream_info(STREAM)).state.messages < len(stored) + len(notes) + 500 and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
    again = (await messages(js, EVENTS))[len(stored):]
    check([m.data for m in again] == lines[missing:], "the 500 lines came again, in their order")
    check((await resend(generation=1, **{"from": 0}))["code"] == "busy", "and not again at once")
    wait_for("the stream is whole again", 30, is_whole)

    # A resend that is interrupted: the lines behind it get through, although the servers know their ids.
    relay.kill()
    relay.start()
    await relay_listens()
    seen = (await js.stream_info(STREAM)).state.messages
    check(await resend(generation=1, **{"from": 0}) == {"from": 0, "lines": len(lines)}, "all lines are promised")
    while (await js.stream_info(STREAM)).state.messages < seen + 50:
        await asyncio.sleep(0.01)
    relay.kill()
    relay.start()
    took = wait_for("the stream is whole after an interrupted resend", 60, is_whole)
    ends = [json.loads(m.data)["position"] for m in await messages(js, EVENTS)][-len(lines):]
    check(ends == list(range(len(lines))), f"all lines came again, in order: {ends[:5]} … {ends[-5:]}")
    print(f"a resend of {len(lines)} lines, interrupted by a kill: whole {took:.1f} s after it")

    # The log from the stream alone.
    key = labctl("log", "key").stdout.strip()

    def fetch(name, config="region.toml", key=key):
        return labrelay("fetch", OFFICE, "--key", key, "--output", f"{FOLDER}/{name}", config=config)

    def fetched(name):
        with open(f"{FOLDER}/{name}", "rb") as file:
            return file.read().splitlines()
    done = fetch("whole")
    check(done.returncode == 0 and f"{len(lines)} lines, every one verified" in done.stdout, f"fetched: {done}")
    check("messages were lines that had come before" in done.stdout, f"the doubles are counted: {done.stdout}")
    check(fetched("whole") == lines, "what is fetched is the log")
    verified = labctl("log", "verify", "--file", f"{FOLDER}/whole", "--key", key)
    check(verified.returncode == 0, f"labctl verifies what was fetched: {verified}")
    check(fetch("whole").returncode == 1, "a file that exists is not replaced")
    done = fetch("no-key", key="no key")
    check(done.returncode == 64, f"what is no key is refused: {done}")
    # The log's name with somebody else's key.
    material = b"\x01" + os.urandom(32)
    name = key.split("+")[0]
    number = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4].hex()
    other_key = f"{name}+{number}+{base64.b64encode(material).decode()}"
    done = fetch("wrong-key", key=other_key)
    check(done.returncode == 1 and "no checkpoint over them that this key signed" in done.stderr, f"another key: {done}")
    check(not os.path.exists(f"{FOLDER}/wrong-key"), "nothing is written by another key")

    async def refill(change):
        """Fills a new stream with what the old one had, changed."""
        check(relay.kill(signal.SIGTERM) == 0, "the relay stops at SIGTERM with 0")
        await js.delete_stream(STREAM)
        check(labrelay("create-stream", OFFICE, config="region.toml").returncode == 0, "the stream is made anew")
        for message in stored[:len(lines)]:
            data = change(json.loads(message.data)["position"], message.data)
            if data is not None:
                await js.publish(EVENTS, data)
        await js.publish(CHECKPOINTS, notes[-1].data)

    # A line altered in the stream, and lines lost in it: without the office nothing is written, with it everything.
    for name, change, said in [
            ("altered", lambda p, d: d.replace(b'"actor"', b'"actos"') if p == 2_000 else d, "times the stream had lines that are not"),
            ("lost", lambda p, d: None if 1_000 <= p < 1_100 else d, "times the office's relay sent lines again"),
            ("tail", lambda p, d: None if p in range(len(lines) - 300, len(lines) - 1) else d, "times the office's relay sent lines"),
            ("mangled", lambda p, d: d[:-9] if p == 3_000 else d, "messages were no lines of a log")]:
        await refill(change)
        done = fetch(f"{name}-alone")
        check(done.returncode == 1 and "nobody answers" in done.stderr, f"{name}, the office away: {done}")
        check(not os.path.exists(f"{FOLDER}/{name}-alone"), "nothing is written that does not verify")
        relay.start()
        await relay_listens()
        start = time.monotonic()
        done = fetch(name)
        check(done.returncode == 0 and said in done.stdout, f"{name}, with the office: {done}")
        check(fetched(name) == lines, f"{name}: what is fetched is the log")
        check(os.path.exists(f"{FOLDER}/{name}.altered") == (name == "altered"), "what was altered is kept, if anything was")
        print(f"lines {name} in the stream: fetched and verified with the office's help in {time.monotonic() - start:.1f} s")
    with open(f"{FOLDER}/altered.altered", "rb") as file:
        check(b'"actos"' in file.read().splitlines()[2_000], "the altered line is among the evidence")
    wait_for("the stream is whole", 30, is_whole)

    # An office writes its own subjects alone.
    async def ignore(_):
        pass
    stranger = await nats.connect(cluster.urls, nkeys_seed=other.seed, error_cb=ignore)
    try:
        await stranger.jetstream().publish(EVENTS, b"{}", timeout=2)
        check(False, "another office's account wrote")
    except (nats.errors.TimeoutError, nats.js.errors.Error, nats.errors.Error):
        check(True, "another office's account may not write")
    heard = []

    async def hear(message):
        heard.append(message.subject)
    for subject in ["_INBOX.>", f"_INBOX.{REGION}.{OFFICE}.>", "labd.>", EVENTS]:
        await stranger.subscribe(subject, cb=hear)
    await stranger.flush()
    check(labrelay("status").returncode == 0, "the office asks the servers meanwhile")
    await asyncio.sleep(0.5)
    check(not heard, f"another office hears nothing: {heard[:3]}")
    await stranger.close()

    # A line that is not the log's: nothing more is published, and it is said.
    forged = lines[-1].replace(b"Cooperativa A", b"Cooperativa B")
    check(forged != lines[-1], "the forged line differs")
    await client.jetstream().publish(EVENTS, forged)
    wait_for("status says forked", 30, lambda: "is not the log's" in labrelay("status").stderr)
    done = labctl("worker", "enrol", "--worker", "new-99", "--profession", "educator", "--employer", "Cooperativa A",
                  "--from", "2020-06-01", "--at", "2020-07-01T08:00:00Z")
    check(done.returncode == 0, "labd takes commands")
    wait_for("the relay says forked", 60, lambda: "stream-forked" in relay_log())
    last = await client.jetstream().get_last_msg(STREAM, EVENTS)
    check(last.data == forged, "nothing is published behind a forged line")
    wait_for("the metrics say that somebody must act", 30, lambda: metrics()["labrelay_needs_somebody"] == 1)

    # The stream is lost, and made anew: it heals from the log.
    js = client.jetstream()
    await js.delete_stream(STREAM)
    check(labrelay("create-stream", OFFICE, config="region.toml").returncode == 0, "the stream is made anew")
    took = wait_for("the new stream is whole", 120, is_whole)
    stored = await messages(js, EVENTS)
    check([m.data for m in stored] == exported(), "the new stream has each line once, in order")
    print(f"the stream lost and made anew: {len(stored)} lines, whole after {took:.1f} s")
    await client.close()
    check(relay.kill(signal.SIGTERM) == 0, "the relay stops at SIGTERM with 0")
    print(f"   {checks} checks")


asyncio.run(main())
