"""Measures a region that is whole: the way of a line, what the relay costs its labd, memory, and how long copies take to be made."""

import json
import os
import shutil
import statistics
import subprocess
import threading
import time

from cluster import wait_for
from figures import VIEWS
from offices import unix_connection


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def resident(process):
    """The resident bytes of a process."""
    with open(f"/proc/{process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def enrolment(office, number):
    """A command that is accepted at any time: a worker more."""
    return json.dumps({"id": f"m-{office.name}-{number}", "command": "worker.enrol", "at": "2026-06-30T20:00:00Z",
                       "data": {"worker": f"m-{number}", "profession": "educator", "employer": "Cooperativa A", "from": "2019-06-01"}})


class Follower(threading.Thread):
    """Notes when each position of an office arrives at its socket in the region."""

    def __init__(self, region, office, start):
        super().__init__(daemon=True)
        self.path = region.office_socket(office)
        self.start_at = start
        self.seen = {}

    def run(self):
        connection = unix_connection(self.path)
        connection.request("GET", f"/v1/events?from={self.start_at}&follow=1", headers={"Accept": "application/x-ndjson"})
        answer = connection.getresponse()
        while True:
            try:
                line = answer.readline()
            except OSError:
                # Nothing was recorded for two minutes: the measurement is over.
                return
            if not line:
                return
            if b'"position":' in line:
                self.seen[int(line.split(b'"position":')[1].split(b",")[0])] = time.monotonic()


def way_of_a_line(trial, seconds=60, rate=4.0):
    """All offices record now and then, more than on a busy day; how long each line takes to be verified at the region."""
    followers = {office.name: Follower(trial.region, office, office.size()) for office in trial.offices}
    for follower in followers.values():
        follower.start()
    time.sleep(1)
    numbers, sent = {office.name: 0 for office in trial.offices}, []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        office = trial.random.choice(trial.offices)
        numbers[office.name] += 1
        connection = unix_connection(office.socket)
        connection.request("POST", "/v1/commands", enrolment(office, numbers[office.name]).encode(), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        sent.append((office.name, answer["events"][0]["position"], time.monotonic()))
        time.sleep(trial.random.expovariate(rate))
    time.sleep(3)
    lags = [followers[name].seen[position] - when for name, position, when in sent if position in followers[name].seen]
    print(f"the way of a line, {len(sent)} commands of {len(trial.offices)} offices in {seconds} s: {len(lags)} arrived; "
          f"half within {1000 * percentile(lags, 0.5):.0f} ms, 99 % within {1000 * percentile(lags, 0.99):.0f} ms, "
          f"the slowest {1000 * max(lags):.0f} ms", flush=True)
    if len(lags) != len(sent):
        raise SystemExit("lines did not arrive")


def latencies(office, seconds, base, clients=8, rate=None):
    """How long an office's labd takes to answer single commands of some clients, which together send so many a second or all they can."""
    taken, lock = [], threading.Lock()

    def client(number):
        connection = unix_connection(office.socket)
        start, count, mine = time.monotonic(), 0, []
        while (due := start + (count * clients + number) / rate if rate else time.monotonic()) < start + seconds:
            time.sleep(max(0, due - time.monotonic()))
            began = time.monotonic()
            connection.request("POST", "/v1/commands", enrolment(office, f"{base}-{number}-{count}").encode(),
                               {"Content-Type": "application/json"})
            if b'"position"' not in connection.getresponse().read():
                raise SystemExit(f"{office.name} refused a worker")
            mine.append(time.monotonic() - began)
            count += 1
        with lock:
            taken.extend(mine)
    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def cost_of_the_relay(trial, pairs=3, seconds=8):
    """labd's answers with and without a relay, in turns. Servers and region use the same processors."""
    office = trial.offices[0]
    for rate, meaning in ((20, "20 commands a second"), (200, "200 commands a second"), (None, "all that 8 clients can send")):
        found = {True: [], False: []}
        for pair in range(2 * pairs):
            with_relay = pair % 2 == 0
            if with_relay and not office.relay.is_running():
                office.relay.start()
                trial.wait_until_whole(300)
            elif not with_relay and office.relay.is_running():
                office.relay.stop()
            taken = latencies(office, seconds, f"c{rate}-{pair}", rate=rate)
            found[with_relay].append((len(taken) / seconds, percentile(taken, 0.5), percentile(taken, 0.99)))
        office.relay.start()
        trial.wait_until_whole(300)
        for with_relay in (True, False):
            rates, halves, most = zip(*found[with_relay])
            print(f"{meaning}, {'with' if with_relay else 'without'} relay, median of {pairs}: {statistics.median(rates):.0f}/s, half within "
                  f"{1000 * statistics.median(halves):.2f} ms, 99 % within {1000 * statistics.median(most):.2f} ms", flush=True)


def on_disk(*paths):
    """The bytes that directories take on the disk."""
    return sum(int(subprocess.run(["du", "-sk", path], capture_output=True, text=True, check=True).stdout.split()[0]) for path in paths) * 1024


def sizes(trial):
    """Memory, and what lines take on the disk."""
    lines = sum(row["verified"] for row in trial.region.offices().values())
    copied = on_disk(*[f"{trial.region.data}/{office.name}" for office in trial.offices])
    stored = on_disk(f"{trial.folder}/js-0")
    print(f"disk: {copied / lines:.0f} bytes a line at labregion, {stored / lines:.0f} at each server", flush=True)
    own = resident(trial.region.daemon.process)
    relays = [resident(office.relay.process) for office in trial.offices]
    process = f"/proc/{trial.region.daemon.process.pid}"
    print(f"memory: labregion {own / 1e6:.0f} MB for {len(trial.offices)} offices of {lines} lines together, with "
          f"{len(os.listdir(process + '/task'))} threads and {len(os.listdir(process + '/fd'))} descriptors; a relay "
          f"{statistics.median(relays) / 1e6:.0f} MB", flush=True)


def answers(trial, times=20):
    """How long labregion takes to ask all offices' copies, and to add up."""
    for view in VIEWS:
        taken = []
        for _ in range(times):
            began = time.monotonic()
            trial.region.view(f"/v1/{view}?on=2019-12-31")
            taken.append(time.monotonic() - began)
        print(f"{view} of {len(trial.offices)} offices with their sum: the first time {1000 * taken[0]:.0f} ms, then "
              f"{1000 * statistics.median(taken[1:]):.0f} ms", flush=True)


def copies(trial):
    """How long the region takes to make all copies from the streams, and an office to make its log."""
    lines = sum(office.size() for office in trial.offices)
    trial.region.daemon.stop()
    for office in trial.offices:
        shutil.rmtree(f"{trial.region.data}/{office.name}")
    began = time.monotonic()
    trial.region.daemon.start()
    trial.wait_until_whole(3_600)
    took = time.monotonic() - began
    print(f"all copies made from the streams: {lines} lines in {took:.1f} s, {lines / took:.0f}/s", flush=True)
    began = time.monotonic()
    trial.region.daemon.stop()
    trial.region.daemon.start()
    trial.wait_until_whole(600)
    print(f"labregion restarted: whole after {time.monotonic() - began:.1f} s", flush=True)


def through(trial, lines=200_000):
    """How many lines a second come through relay, servers and region, of an office that was away."""
    office = trial.offices[-1]
    office.relay.stop()
    before = office.size()
    number = 0
    # Few at a time: the answers are read only once all have been sent, and must fit into the socket until then.
    while office.size() < before + lines:
        office.send([enrolment(office, f"t{number + each}") + "\n" for each in range(1_000)])
        number += 1_000
    began = time.monotonic()
    office.relay.start()
    wait_for("the stream is whole", 3_600, lambda: trial.region.offices()[office.name]["received"] >= office.size())
    received = time.monotonic() - began
    trial.wait_until_whole(3_600, [office])
    whole = time.monotonic() - began
    count = office.size() - before
    print(f"an office's {count} lines through relay and servers in {received:.1f} s ({count / received:.0f}/s), verified, copied and counted "
          f"after {whole:.1f} s ({count / whole:.0f}/s)", flush=True)


def measure(trial):
    sizes(trial)
    answers(trial)
    way_of_a_line(trial)
    cost_of_the_relay(trial)
    copies(trial)
    through(trial)
    sizes(trial)
    copies(trial)
