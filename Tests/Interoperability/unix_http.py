"""HTTP over a Unix socket, for talking to labd."""

import http.client
import socket


class Connection(http.client.HTTPConnection):
    """A connection to the labd whose socket is at `path`."""

    def __init__(self, path, timeout=None):
        super().__init__("labd", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)
