"""Keeps COUNT connections to SOCKET busy with garbage until SIGTERM; prints `ready`, and at the end how many it opened."""

import os
import selectors
import signal
import socket
import sys

path, count = sys.argv[1], int(sys.argv[2])
made = 0
going = True


def stop(*_):
    global going
    going = False


signal.signal(signal.SIGTERM, stop)
selector = selectors.DefaultSelector()


def begin():
    global made
    connection = socket.socket(socket.AF_UNIX)
    connection.setblocking(False)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        return False
    try:
        connection.send(os.urandom(512))
    except OSError:
        pass
    selector.register(connection, selectors.EVENT_READ)
    made += 1
    return True


print("ready", flush=True)
while going:
    while len(selector.get_map()) < count and begin():
        pass
    for key, _ in selector.select(0.05):
        try:
            more = key.fileobj.recv(4096)
        except OSError:
            more = b""
        if not more:
            selector.unregister(key.fileobj)
            key.fileobj.close()
print(made, flush=True)
