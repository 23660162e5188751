"""Follows the events of a labd as Server-Sent Events, through its crashes, and prints each line with its position:

    python3 follow_events.py SOCKET

It has nothing but what a reader of the stream needs: the id of the last event, and another try."""

import http.client
import sys
import time

from unix_http import Connection


def follow(path):
    """Yields the position and the line of every event of the log, and of those to come."""
    last, event = None, {}
    while True:
        try:
            connection = Connection(path)
            asked = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
            connection.request("GET", "/v1/events?follow=1", headers=asked)
            event = {}
            for line in connection.getresponse():
                name, _, value = line.decode().rstrip("\n").partition(":")
                if name:
                    event[name] = value
                elif "data" in event:
                    yield int(event["id"]), event["data"]
                    last, event = event["id"], {}
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)


if __name__ == "__main__":
    for position, line in follow(sys.argv[1]):
        print(position, line, flush=True)
