"""HTTP over a Unix socket, for talking to labd."""

import http.client
import socket


class Connection(http.client.HTTPConnection):
    """A connection to the labd whose socket is at `path`."""

    def __init__(self, path):
        super().__init__("labd")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)
