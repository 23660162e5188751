"""Runs a region, compares its figures, makes faults, and prints what became of each. See deploy/region.sh."""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path += [os.path.join(ROOT, "Tests", "Interoperability"), os.path.join(ROOT, "Tests", "Interoperability", "region")]

from cluster import Account, Cluster, office_permissions, region_permissions, wait_for
from figures import check_figures, freeze, hold
from measure import measure
from offices import Office, Region, ask
from streams import Streams

REGION = "lombardia"


class Row:
    """What became of a fault."""

    def __init__(self, fault):
        self.fault = fault
        self.runs = self.lines = self.missing = self.doubled = self.unverified = 0
        self.whole = []
        self.note = ""

    def holds(self):
        return self.runs > 0 and not self.missing and not self.doubled and not self.unverified

    def cells(self):
        return [self.fault, str(self.runs), str(self.lines), str(self.missing), str(self.doubled), str(self.unverified),
                f"{max(self.whole):.1f} s" if self.whole else "-", self.note]


class Trial:
    """A region in a folder, and the faults that are made in it."""

    def __init__(self, options):
        self.programs, self.folder = options.programs, options.folder
        self.random = random.Random(options.seed)
        self.rows = {}
        names = [f"office-{number:02}" for number in range(1, options.offices + 1)]
        accounts = {name: Account(self.folder, name) for name in names}
        self.region_account = Account(self.folder, "region")
        # Who runs the servers creates and deletes streams; labregion may not.
        self.administrator = Account(self.folder, "administrator")
        users = ", ".join([f"{{ nkey: {self.administrator.key} }}",
                           f"{{ nkey: {self.region_account.key}, permissions: {region_permissions(REGION)} }}"] + [
            f"{{ nkey: {accounts[name].key}, permissions: {office_permissions(REGION, name)} }}" for name in names])
        self.cluster = Cluster(self.folder, users)
        self.streams = Streams(self.cluster.urls, self.administrator, REGION)
        self.region = Region(self.programs, self.folder, REGION, self.region_account, self.cluster.urls)
        self.offices = [Office(self.programs, self.folder, REGION, name, accounts[name], self.cluster.urls)
                        for name in names]
        self.seasons = {office.name: seasons(options, number, office.name) for number, office in enumerate(self.offices)}
        # What is recorded while faults are made.
        self.left = {}

    def stop(self):
        for office in self.offices:
            office.stop()
        self.region.daemon.stop()
        self.cluster.stop()

    def start(self):
        """Starts everything, and has the offices record most of their seasons."""
        began = time.monotonic()
        self.creating, self.reading = f"{self.folder}/creating.toml", f"{self.folder}/reading.toml"
        for path, account in ((self.creating, self.administrator), (self.reading, self.region_account)):
            with open(path, "w") as file:
                file.write(f'region = "{REGION}"\n{account.settings(self.cluster.urls)}')
        for office in self.offices:
            wait_for(f"the stream of {office.name}", 60, lambda: self.create_stream(office))
        # The region's witness key is known before there are offices.
        self.region.configure_for_key()
        witness = self.region.witness_key()
        for office in self.offices:
            office.trust(witness)
            office.labd.start()
        for office in self.offices:
            wait_for(f"{office.name} answers", 120, office.answers)
            office.key = office.labctl("log", "key").stdout.strip()
        self.region.configure(self.offices)
        self.region.daemon.start()
        for office in self.offices:
            office.relay.start()
        lines = 0
        for office in self.offices:
            commands = self.seasons[office.name]
            kept = max(1, len(commands) // 4)
            self.left[office.name] = commands[-kept:]
            lines += office.record(commands[:-kept])
        imported = time.monotonic() - began
        took = self.wait_until_whole(600)
        print(f"{len(self.offices)} offices, {lines} lines recorded after {imported:.1f} s; the region whole {took:.1f} s later",
              flush=True)

    def create_stream(self, office):
        done = subprocess.run([f"{self.programs}/labrelay", "create-stream", office.name, "--config", self.creating],
                              capture_output=True, text=True)
        self.said = done.stderr
        return done.returncode == 0

    def make_stream_again(self, office):
        """Deletes an office's stream and creates it; once more if the servers elect no leader for it, as nats-server 2.9 now and then does."""
        for attempt in range(3):
            self.streams.delete(office.name)
            try:
                wait_for("the stream is made again", 20, lambda: self.create_stream(office))
                return
            except SystemExit:
                if attempt == 2:
                    raise

    def wait_until_whole(self, seconds, offices=None):
        offices = offices or self.offices

        def is_whole():
            self.behind = [office.name for office in offices if not self.region.has(office)]
            return not self.behind
        try:
            return wait_for("the region has all that the offices have", seconds, is_whole)
        except SystemExit:
            raise SystemExit(f"the region does not have all of {self.behind}: {json.dumps(self.region.offices())[:3000]}")

    def next_commands(self, office, count):
        commands = self.left[office.name][:count]
        self.left[office.name] = self.left[office.name][count:]
        return commands

    def during(self, fault, offices, harm, mend=lambda: None, seconds=300, note=""):
        """Has offices record while harm is done, and waits until all is whole again."""
        row = self.rows.setdefault(fault, Row(fault))
        before = {office.name: office.size() for office in offices}
        sending = []
        for office in offices:
            # Small offices come to the end of their seasons.
            commands = self.next_commands(office, 40) or office.enrolments(f"more-{len(self.rows)}-{row.runs}", 40)
            sending.append((office, commands, threading.Thread(target=office.send, args=[commands])))
            sending[-1][2].start()
        time.sleep(self.random.uniform(0, 0.2))
        harm()
        for _, _, thread in sending:
            thread.join()
        mend()
        start = time.monotonic()
        for office, commands, _ in sending:
            office.record(commands)
        self.wait_until_whole(seconds)
        row.whole.append(time.monotonic() - start)
        row.runs += 1
        row.lines += sum(office.size() - before[office.name] for office in offices)
        row.note = row.note or note
        self.compare(row, self.offices)

    def compare(self, row, offices):
        """Counts lines that the region lacks, has twice, or counts although they are not the office's."""
        for office in offices:
            size, root = office.checkpoint()
            status, body = ask(self.region.office_socket(office), "/v1/events?from=0")
            lines = body.splitlines() if status == 200 else []
            positions = [json.loads(line)["position"] for line in lines]
            row.missing += max(0, size - len(set(positions)))
            row.doubled += len(positions) - len(set(positions))
            said = ask(office.socket, "/v1/events?from=0")[1].splitlines()
            row.unverified += sum(1 for mine, theirs in zip(lines, said) if mine != theirs) + max(0, len(lines) - len(said))

    def busiest(self):
        """The office with most left to record."""
        return max(self.offices, key=lambda office: len(self.left[office.name]))

    def some(self, count=3):
        return self.random.sample(self.offices, min(count, len(self.offices)))


def seasons(options, number, office):
    """The commands of an office's season, as lines, with a plan of that office."""
    if options.seasons:
        names = sorted(os.listdir(options.seasons))
        with open(os.path.join(options.seasons, names[number % len(names)])) as file:
            commands = [json.loads(line) for line in file]
    else:
        from random_season import Season
        season = Season(options.seed + number, os.path.join(ROOT, "config", "lab-impact.toml"))
        # Voiding names a position, and erasing needs a person's look: neither is what is tried here.
        commands = [{**command, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")} for at, command in season.commands()
                    if command["command"] not in ("record.void", "person.erase")]
    for command in commands:
        if command["command"] == "project.adopt-plan":
            command["data"]["plan"]["office"] = office
    return [json.dumps(command) + "\n" for command in commands]


# The faults.

def kill_relays(trial):
    """labrelay killed"""
    def harm():
        for office in trial.offices:
            office.relay.kill()
            office.relay.start()
    trial.during("labrelay killed, all", trial.some(), harm)


def kill_offices(trial):
    """labd killed"""
    offices = trial.some()

    def harm():
        for office in offices:
            office.labd.kill()
            office.labd.start()
    trial.during("labd killed", offices, harm,
                 lambda: [wait_for("labd answers", 120, office.answers) for office in offices])


def kill_region(trial):
    """labregion killed"""
    def harm():
        trial.region.daemon.kill()
        trial.region.daemon.start()
    trial.during("labregion killed", trial.some(), harm)


def kill_server(trial):
    """a server killed"""
    for number in range(trial.cluster.count):
        def harm():
            trial.cluster.kill(number)
            time.sleep(trial.random.uniform(0, 1))
            trial.cluster.start(number)
        trial.during("a NATS server killed, each in turn", trial.some(), harm)


def pause_server(trial):
    """a server that hangs"""
    number = trial.random.randrange(trial.cluster.count)
    trial.during("a NATS server hangs for 8 s, as behind a cut line", trial.some(), lambda: (
        trial.cluster.processes[number].send_signal(signal.SIGSTOP), time.sleep(8),
        trial.cluster.processes[number].send_signal(signal.SIGCONT)))


def stop_servers(trial):
    """all servers away"""
    numbers = range(trial.cluster.count)
    trial.during("all NATS servers away for 5 s", trial.some(),
                 lambda: ([trial.cluster.kill(n) for n in numbers], time.sleep(5), [trial.cluster.start(n) for n in numbers]))


def lose_server(trial):
    """a server lost its disk"""
    number = trial.random.randrange(trial.cluster.count)
    trial.during("a NATS server loses its disk", trial.some(),
                 lambda: (trial.cluster.kill(number), trial.cluster.lose(number), trial.cluster.start(number)))


def lose_stream(trial):
    """a stream lost"""
    office = trial.some(1)[0]

    def harm():
        trial.make_stream_again(office)
        # What the region has is no help: it begins again, while the relay has nothing to publish.
        trial.region.daemon.kill()
        shutil.rmtree(f"{trial.region.data}/{office.name}")
        trial.region.daemon.start()
    trial.during("a stream deleted, and the region's copy too", [office], harm)


def lose_copies(trial):
    """the region's disk lost"""
    def harm():
        trial.region.daemon.kill()
        for office in trial.offices:
            shutil.rmtree(f"{trial.region.data}/{office.name}", ignore_errors=True)
        trial.region.daemon.start()
    trial.during("the region loses all its copies", trial.some(), harm, seconds=1_200)


def alter_stream(trial):
    """a line altered in a stream"""
    office = trial.some(1)[0]

    def harm():
        office.relay.stop()
        trial.region.daemon.kill()
        trial.streams.rewrite(office.name, lambda position, line: (
            line.replace(b'"actor":"', b'"actor":"x', 1) if position == 30 else None if position in (50, 51) else line))
        shutil.rmtree(f"{trial.region.data}/{office.name}")
        trial.region.daemon.start()
        time.sleep(3)
        row = trial.region.offices().get(office.name, {})
        # Early checkpoints may be of fewer lines than the altered one's position.
        if row.get("verified", 0) > 30:
            raise SystemExit(f"lines were counted that do not verify: {row}")
        office.relay.start()
    trial.during("a line altered in a stream, two lost, and the region's copy too", [office], harm)


def send_rubbish(trial):
    """messages that are no lines"""
    office = trial.some(1)[0]
    before = trial.region.offices()[office.name]["counts"]
    line = ask(office.socket, "/v1/events?from=0")[1].splitlines()[0]
    other = next(o for o in trial.offices if o is not office) if len(trial.offices) > 1 else office
    note = ask(other.socket, "/checkpoint")[1]

    def harm():
        subject = f"labd.{REGION}.{office.name}.{trial.region.offices()[office.name]['generation']}"
        trial.streams.publish(office.account, [
            (f"{subject}.events", b"rubbish"), (f"{subject}.events", line[:-5]), (f"{subject}.events", b"x" * 70_000),
            (f"{subject}.events", line.replace(b'"position":0', b'"position":1')), (f"{subject}.checkpoint", note),
            (f"{subject}.checkpoint", b"rubbish")])
    def mend():
        # Behind a line that is not the log's the relay publishes nothing. What then is to be done is this, once nobody else can write.
        trial.make_stream_again(office)
    trial.during("messages that are no lines, and another office's checkpoint", [office], harm, mend)
    counts = trial.region.offices()[office.name]["counts"]
    told = sum(counts[name] - before[name] for name in ("impossible", "foreign", "altered", "repeated"))
    if told < 5:
        raise SystemExit(f"the rubbish was not counted: {before} {counts}")


def roll_back(trial):
    """an office rolled back"""
    office = trial.busiest()
    row = trial.rows.setdefault("an office rolled back in silence, and going on", Row("an office rolled back in silence, and going on"))
    office.relay.stop()
    office.labd.stop()
    shutil.copytree(office.data, f"{office.folder}/old")
    office.labd.start()
    wait_for("labd answers", 120, office.answers)
    office.relay.start()
    office.enrol("before", 10)
    trial.wait_until_whole(120)
    size, root = office.checkpoint()
    office.relay.stop()
    office.labd.stop()
    shutil.rmtree(office.data)
    shutil.copytree(f"{office.folder}/old", office.data)
    for note in ("running", "length"):
        if os.path.exists(f"{office.data}/{note}"):
            os.remove(f"{office.data}/{note}")
    office.labd.start()
    wait_for("labd answers", 120, office.answers)
    office.relay.start()
    # Fewer than were lost: the checkpoint is of lines that the region has, and has another root.
    office.enrol("after", 6)
    wait_for("the relay refuses", 60, lambda: any(
        code in office.relay.said() for code in ("stream-ahead", "stream-forked")))
    stands = trial.region.offices()[office.name]
    row.runs += 1
    row.lines += 10
    row.unverified += stands["verified"] != size or stands["root"] != root
    # The office's key signs the other history where everybody sees it.
    note = ask(office.socket, "/checkpoint")[1]
    trial.streams.publish(office.account, [(f"labd.{REGION}.{office.name}.{stands['generation']}.checkpoint", note)])
    forked = wait_for("the region stops the office", 60,
                      lambda: trial.region.offices()[office.name].get("fault", {}).get("code") == "forked")
    stands = trial.region.offices()[office.name]
    row.unverified += stands["verified"] != size or stands["root"] != root
    row.note = f"the fork is found {forked:.1f} s after it is published; the figures stay at the last good line"
    status, _ = ask(trial.region.socket, "/healthz")
    if status != 503:
        raise SystemExit("the region's health does not tell that an office is stopped")
    others = [each for each in trial.offices if each is not office]
    for each in others[:2]:
        each.record(trial.next_commands(each, 5))
    trial.wait_until_whole(120, others)
    trial.offices = others
    office.stop()


def restore_office(trial):
    """an office restored with less"""
    office = trial.busiest()
    fault = "an office restored from a backup, giving up events"
    row = trial.rows.setdefault(fault, Row(fault))
    backups = f"{office.folder}/backups"
    os.makedirs(backups)
    done = subprocess.run([f"{trial.programs}/labd", "backup", backups, "--data", office.data], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"labd backup: {done}")
    backup = os.path.join(backups, os.listdir(backups)[0])
    office.enrol("given-up", 10)
    trial.wait_until_whole(120)
    office.labd.stop()
    done = subprocess.run([f"{trial.programs}/labd", "restore", "--from", backup, "--data", office.data, "--discard-newer"],
                          capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"labd restore: {done}")
    start = time.monotonic()
    office.labd.start()
    wait_for("labd answers", 120, office.answers)
    office.enrol("afterwards", 10)
    trial.wait_until_whole(180)
    row.runs += 1
    row.lines += 20
    row.whole.append(time.monotonic() - start)
    row.note = f"generation {trial.region.offices()[office.name]['generation']}; the other one stays on the region's disk"
    trial.compare(row, trial.offices)


def rebuild_office(trial):
    """an office lost with its disk"""
    office = trial.busiest()
    fault = "an office loses its log, and rebuilds it from the stream"
    row = trial.rows.setdefault(fault, Row(fault))
    office.enrol("kept", 20)
    trial.wait_until_whole(120)
    before = office.checkpoint()
    office.relay.stop()
    office.labd.kill()
    shutil.rmtree(f"{office.data}/log")
    start = time.monotonic()
    done = subprocess.run([f"{trial.programs}/labrelay", "restore", "--config", trial.reading, "--data", office.data,
                           "--labd", f"{trial.programs}/labd", "--key", office.key, office.name], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"labrelay restore: {done}")
    office.labd.start()
    wait_for("labd answers", 120, office.answers)
    row.whole.append(time.monotonic() - start)
    after = office.checkpoint()
    row.missing += before[0] - after[0]
    row.unverified += before != after
    office.relay.start()
    office.enrol("later", 10)
    trial.wait_until_whole(120)
    row.runs += 1
    row.lines += 30
    trial.compare(row, trial.offices)


FAULTS = {
    "relays": kill_relays, "labd": kill_offices, "region": kill_region, "server": kill_server, "hang": pause_server,
    "servers": stop_servers, "disk": lose_server, "stream": lose_stream, "copies": lose_copies, "altered": alter_stream,
    "rubbish": send_rubbish, "rebuild": rebuild_office, "restore": restore_office, "rollback": roll_back,
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--programs", required=True)
    arguments.add_argument("--folder", required=True)
    arguments.add_argument("--offices", type=int)
    arguments.add_argument("--seasons")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--measure", action="store_true")
    arguments.add_argument("faults", nargs="*", choices=[*FAULTS, []])
    options = arguments.parse_args()
    options.offices = options.offices or (3 if options.quick else 35)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    trial = Trial(options)
    try:
        trial.start()
        check_figures(trial)
        frozen = freeze(trial)
        if options.measure:
            measure(trial)
        for name in [] if options.measure else options.faults or FAULTS:
            FAULTS[name](trial)
            print(f"done: {name}", flush=True)
        check_figures(trial)
        hold(trial, frozen)
    finally:
        trial.stop()
    head = ["fault", "runs", "lines", "missing", "doubled", "unverified, but counted", "whole again after", ""]
    rows = [head] + [row.cells() for row in trial.rows.values()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    print()
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    if not all(row.holds() for row in trial.rows.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
