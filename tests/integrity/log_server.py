"""A log in memory that answers over real HTTP as a municipality does, and can be told to misbehave."""

import base64
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from integrity.log_in_memory import Tree

from services.integrity.checkpoints import Checkpoint, log_keys, make_checkpoint
from services.integrity.merkle import hash_leaf
from services.integrity.notes import new_key, read_signatures


class MemoryLog:
    def __init__(self, origin="varde.example/lyngfjord"):
        self.origin = origin
        self.key = new_key(origin)
        self.keys = log_keys([self.key.public_key])
        self.entries = []
        self.taken = {}
        self.shows = None
        self.proves = None
        self.answers = True

    def grow(self, *entries):
        self.entries.extend(entries)

    def tree(self):
        return Tree(hash_leaf(sha256(one.encode()).digest()) for one in self.entries)

    def checkpoint(self):
        tree = self.tree()
        made = Checkpoint(origin=self.origin, size=tree.size, root=tree.root())
        return make_checkpoint(made, self.key).encoded().encode()

    def get(self, path, asked):
        if path == "/integrity/checkpoint":
            return self.checkpoint() if self.shows is None else self.shows
        if self.proves is not None:
            return self.proves
        proof = self.tree().consistency(int(asked["old"][0]), int(asked["new"][0]))
        return b"".join(base64.b64encode(one) + b"\n" for one in proof)

    def take(self, asked, lines):
        self.taken[int(asked["size"][0])] = read_signatures(lines.decode())


@contextmanager
def answering(log):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.give(lambda parts: log.get(parts.path, parse_qs(parts.query)))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.give(lambda parts: log.take(parse_qs(parts.query), body) or b"")

        def give(self, make):
            body = make(urlsplit(self.path)) if log.answers else b""
            self.send_response(200 if log.answers else 503)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
