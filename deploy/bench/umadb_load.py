"""Appends stored lines to UmaDB by 1,000 with its own client, and prints what was measured as JSON."""

import json
import resource
import sys
import time

import umadb


def main():
    client = umadb.Client(f"http://127.0.0.1{sys.argv[1]}")
    begin = time.monotonic()
    count = 0
    batch = []

    def send():
        if batch:
            client.append(batch)

    with open(sys.argv[2], "rb") as lines:
        for line in lines:
            if time.monotonic() - begin > float(sys.argv[3]):
                break
            event = json.loads(line)
            batch.append(umadb.Event(event["type"], line.rstrip(b"\n"), [event["cause"], event["subject"]]))
            count += 1
            if len(batch) == 1000:
                send()
                batch.clear()
    send()
    seconds = time.monotonic() - begin
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "count": count, "sent": count, "seconds": seconds, "rate": count / seconds, "generatorCPU": usage.ru_utime + usage.ru_stime}))


main()
