"""Records with the recorder of Python's eventsourcing on SQLite, and prints what was measured as JSON."""

import argparse
import json
import resource
import threading
import time
import uuid

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

# As long as a line of labd.
STATE = (b'{"channel":"mail","line":"secretariat-office","minutes":45,"on":"2019-06-03","outcome":"referred","place":'
         b'"ufficio-di-piano","topics":["work","housing"]}').ljust(420, b" ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--warm-up", type=float)
    parser.add_argument("--count", type=int)
    arguments = parser.parse_args()
    store = SQLiteDatastore(f"{arguments.directory}/events.sqlite", pool_size=2, max_overflow=300, pool_timeout=60, lock_timeout=60)
    recorder = SQLiteApplicationRecorder(store)
    recorder.create_table()
    with store.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] != 2:
            raise SystemExit("SQLite does not sync each commit")
    measured = time.monotonic() + arguments.warm_up
    end = measured + arguments.seconds
    latencies = []
    sent = [0]

    def client():
        while (begin := time.monotonic()) < end and (not arguments.count or len(latencies) < arguments.count):
            recorder.insert_events([StoredEvent(uuid.uuid4(), 1, "contact.recorded", STATE)])
            sent[0] += 1
            done = time.monotonic()
            if done >= measured:
                latencies.append(done - begin)

    threads = [threading.Thread(target=client) for _ in range(arguments.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - measured
    latencies.sort()
    usage = resource.getrusage(resource.RUSAGE_SELF)

    def at(part):
        return latencies[min(len(latencies) - 1, int(len(latencies) * part))] * 1000

    print(json.dumps({
        "count": len(latencies), "sent": sent[0], "seconds": seconds, "rate": len(latencies) / seconds, "p50": at(0.5), "p90": at(0.9),
        "p99": at(0.99), "p999": at(0.999), "max": at(1), "generatorCPU": usage.ru_utime + usage.ru_stime}))


main()
