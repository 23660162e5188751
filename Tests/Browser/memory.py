"""Loads the pages of a labd again and again, and says how much memory it has.

    python3 memory.py SOCKET LOADS

Every page and form that a link leads to is loaded in turn, each over a connection of its own, until there were so many LOADS. The
memory of labd (VmRSS) must not grow any more once every page was loaded often: the last reading may be 5 % above that of the half.
"""

import html
import pathlib
import re
import socket
import struct
import sys
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Interoperability"))
from unix_http import Connection


def listener(connection):
    """The process that listens (unix(7), SO_PEERCRED)."""
    return struct.unpack("3i", connection.sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]


def load(path, address):
    connection = Connection(path)
    connection.request("GET", address, headers={"Accept-Language": "it", "Connection": "close"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def pages(path):
    """Pages of every kind that links lead to, at most three of each."""
    found, kinds, waiting = [], {}, ["/pages/today"]
    while waiting:
        address = waiting.pop(0)
        parts = urllib.parse.urlsplit(address)
        if address in found or kinds.get(parts.path, 0) >= 3:
            continue
        kinds[parts.path] = kinds.get(parts.path, 0) + 1
        status, text = load(path, address)
        if status == 200:
            found.append(address)
        for link in re.findall(r'href="(/pages/[^"#]*)', text):
            link = html.unescape(link)
            if "/assets/" not in link and "lang=" not in link:
                waiting.append(link)
    return found


def memory(process):
    with open(f"/proc/{process}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) / 1024


def main(path, loads):
    connection = Connection(path)
    connection.connect()
    process = listener(connection)
    connection.close()
    addresses = pages(path)
    began, readings, failed = time.monotonic(), [], 0
    print(f"{len(addresses)} pages and forms; {memory(process):.1f} MiB before", flush=True)
    for number in range(1, loads + 1):
        status, _ = load(path, addresses[number % len(addresses)])
        failed += status != 200
        if number % max(1, loads // 10) == 0:
            readings.append(memory(process))
            print(f"{number} loads: {readings[-1]:.1f} MiB, {(time.monotonic() - began) * 1000 / number:.1f} ms each", flush=True)
    grown = readings[-1] / readings[len(readings) // 2 - 1] - 1
    print(f"since the half: {grown:+.1%}; {failed} pages failed")
    return 1 if failed or grown > 0.05 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
