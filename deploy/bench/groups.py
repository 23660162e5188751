"""What is measured in each round, group by group."""

import subprocess
import time

from processes import Unavailable, syncs, traced
from tools import load, pace

#: The views that are asked as of any position.
VIEWS = ["compliance", "caseload", "mediations", "indicators", "timesheets", "youth", "costs"]


def costs(measured, cpu):
    """Returns what a request cost, in microseconds of CPU of the server and of the load generator."""
    sent = max(1, measured["sent"])
    more = {name: measured.get(name) for name in ("p50", "p90", "p99", "p999", "max")}
    more["generator"] = measured["generatorCPU"] / sent * 1e6
    if cpu is not None:
        more["server"] = cpu / sent * 1e6
    return more


def durability(bench):
    """Counts the syncs that each peer makes for a command of a lone client."""
    for peer in bench.all():
        with bench.attempt(peer, "syncs"):
            peer.begin()
            count = 50 if bench.quick else 200
            slow = pace(1, 60, 0, count=count)
            if peer.is_server:
                found = syncs(peer, lambda: peer.single(slow, "syncs"))
            elif peer.name == "eventsourcing":
                command = [bench.python, bench.here / "eventsourcing_load.py", peer.address, *slow]
                found = traced(bench.work / "strace", [str(part) for part in command])
            else:
                found = traced(
                    bench.work / "strace", load.command("single", "--peer", peer.name, "--at", peer.address, *slow))
            total = sum(found.values())
            bench.syncs[peer.name] = {"commands": count, "syncs": total, "calls": found}
            bench.say(f"{peer.title}: {total / count:.2f} syncs a command ({', '.join(found) or 'none'})")
            if total < count:
                raise Unavailable(f"{total} syncs for {count} commands: it acknowledges what a power cut loses")


def single(bench):
    for peer in bench.all():
        with bench.attempt(peer, *[f"single-{clients}" for clients in bench.clients]):
            peer.begin()
            for clients in bench.clients:
                before = peer.cpu() if peer.is_server else None
                measured = peer.single(pace(clients, bench.seconds), f"{bench.round}-{clients}")
                used = peer.cpu() - before if peer.is_server else None
                bench.figures.add(f"single-{clients}", peer.name, measured["rate"], **costs(measured, used))


def stall(bench):
    for peer in bench.all():
        if not peer.is_server:
            continue
        with bench.attempt(peer, "stall"):
            peer.begin()
            # A peer that needs longer is measured over fewer events.
            seconds = 600 if peer in bench.labds() else bench.most_seconds
            measured = peer.single(pace(64, seconds, 0.2, count=bench.stall_events), f"stall-{bench.round}")
            bench.figures.add("stall", peer.name, measured["max"], p999=measured["p999"], events=measured["count"])


def record_many(bench):
    for labd in bench.labds():
        with bench.attempt(labd, "import"):
            labd.empty()
            labd.start()
            measured = labd.many("labd", bench.season)
            events = measured["count"] + 1
            if events != bench.events:
                raise Unavailable(f"{events} events of {bench.events}")
            bench.figures.add("import", labd.name, measured["rate"], **costs(measured, labd.cpu()))
            bench.figures.add("import-memory", labd.name, labd.memory())
            read_all(bench, labd)
            bench.export(labd)
            labd.stop()
            size = labd.bytes()
            bench.figures.add("disk", labd.name, size / events)
            bench.figures.add("disk-line", labd.name, size / bench.lines.stat().st_size)
            bench.recorded.add(labd.name)
    for peer in bench.peers:
        for way in peer.ways:
            with bench.attempt(peer, "import", column=way):
                peer.begin()
                measured = peer.many(way, bench.lines)
                bench.figures.add("import", way, measured["rate"], generator=measured["generatorCPU"] / measured["sent"] * 1e6)
                if way == peer.name:
                    if peer.is_server and peer.is_one_process:
                        bench.figures.add("import-memory", way, peer.memory())
                    if way == "postgresql" and measured["count"] == bench.events:
                        read_all(bench, peer)
                    peer.stop()
                    size = peer.bytes() / measured["count"]
                    bench.figures.add("disk", way, size)
                    bench.figures.add("disk-line", way, size * bench.events / bench.lines.stat().st_size)


def read_all(bench, peer):
    measured = load("out", "--peer", peer.name if peer.name != "before" else "labd", "--at", peer.address)
    if measured["count"] < bench.events:
        raise Unavailable(f"{measured['count']} of {bench.events} lines were read")
    bench.figures.add("out", peer.name, measured["rate"])


def start(bench):
    for labd in bench.labds():
        with bench.attempt(labd, "start-answer"):
            bench.need_recorded(labd)
            # The first start after an import confirms its snapshot, and leaves one.
            labd.start()
            labd.stop()
            bench.figures.add("start-answer", labd.name, labd.start())
            bench.figures.add("memory", labd.name, labd.memory("VmRSS"))
            labd.stop()
            begin = time.monotonic()
            labd.start(until="/healthz")
            labd.first_command(f"start-{bench.round}")
            bench.figures.add("start-command", labd.name, time.monotonic() - begin)
            labd.stop()
            labd.forget_snapshot()
            bench.figures.add("start-cold", labd.name, labd.start())
            labd.stop()
            begin = time.monotonic()
            subprocess.run(
                [labd.programs / "labd", "verify", "--data", labd.directory / "data"], check=True, stdout=subprocess.DEVNULL)
            bench.figures.add("verify", labd.name, time.monotonic() - begin)
            begin = time.monotonic()
            subprocess.run(["sha256sum", bench.lines], check=True, stdout=subprocess.DEVNULL)
            bench.figures.add("verify-sha256", labd.name, time.monotonic() - begin)


def questions(bench):
    for labd in bench.labds():
        with bench.attempt(labd, "caseload"):
            bench.need_recorded(labd)
            labd.start()
            labd.wait_until_verified()
            quiet(bench, labd)
            for kind in ("contacts", "hours"):
                recorded = [while_recording(bench, labd, kind, clients) for clients in (1, 16)]
                bench.figures.add(f"recorders-{kind}", labd.name, max(recorded))
            times = []
            for _ in range(3 if bench.quick else 9):
                begin = time.monotonic()
                subprocess.run(
                    [labd.programs / "labctl", "--socket", labd.address, "caseload"], check=True, stdout=subprocess.DEVNULL,
                    stdin=subprocess.DEVNULL)
                times.append((time.monotonic() - begin) * 1000)
            bench.figures.add("labctl", labd.name, sorted(times)[len(times) // 2])
            bench.figures.add("memory-asked", labd.name, labd.memory("VmRSS"), most=labd.memory())
            measured = labd.single(pace(16, bench.seconds), f"long-{bench.round}")
            bench.figures.add("append-long", labd.name, measured["rate"], **costs(measured, None))


def asked(bench, labd, clients, *paths):
    return load(
        "ask", "--at", labd.address, "--copies", bench.copies, "--season", bench.season_of_one, "--positions", bench.events,
        *pace(clients, bench.seconds), *paths)


def quiet(bench, labd):
    for row, path in [
            ("caseload", "/v1/caseload"), ("compliance", "/v1/compliance"), ("compliance-day", "/v1/compliance?on={day}"),
            ("case", "/v1/case?id={case}")]:
        before = labd.cpu()
        measured = asked(bench, labd, 16, path)
        bench.figures.add(row, labd.name, measured["rate"], **costs(measured, labd.cpu() - before))
    measured = asked(bench, labd, 1, *[f"/v1/{view}?asOf={{position}}" for view in VIEWS])
    bench.figures.add("position", labd.name, measured["p50"], **costs(measured, None))
    bench.figures.add("position-99", labd.name, measured["p99"])


def while_recording(bench, labd, kind, clients):
    """Asks while others record; returns within how many milliseconds 99 % of what they recorded was answered."""
    recorders = load.begin(
        "single", "--peer", "labd", "--at", labd.address, "--run", f"{bench.round}-{kind}-{clients}", "--kind", kind,
        *pace(16, bench.seconds * 1.2 + 0.3, bench.seconds / 5, rate=1000))
    try:
        measured = asked(bench, labd, clients, "/v1/compliance")
    finally:
        recorded = load.result(recorders)
    bench.figures.add(
        f"compliance-{kind}-{clients}", labd.name, measured["rate"], recorded=recorded["rate"], **costs(measured, None))
    return recorded["p99"]


GROUPS = {"single": single, "stall": stall, "import": record_many, "start": start, "questions": questions}
