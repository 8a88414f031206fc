"""What a witness tells whoever asks, over HTTP: its key, the checkpoints it cosigned, its alarms. It takes nothing in."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from services.integrity.notes.keys import PublicKey
from services.integrity.witness.alarms import Alarm
from services.integrity.witness.store import UnknownLogError, WitnessStore

TEXT: Final = "text/plain; charset=utf-8"
JSON: Final = "application/json"
SECONDS: Final = 30
"""So long may a client take over its request."""

LOOK_EVERY: Final = 0.1
"""Seconds between two looks at whether it is to stop."""

log = logging.getLogger(__name__)


class NothingThereError(LookupError):
    """The witness has no such thing."""


class Told:
    """The answers of one witness, by path."""

    def __init__(self, store: WitnessStore, key: PublicKey) -> None:
        self._store = store
        self._key = key

    def answer(self, path: str, asked: Mapping[str, str]) -> tuple[str, str]:
        """The kind of content and the content. Raises NothingThereError, UnknownLogError."""
        match path:
            case "/healthz":
                return TEXT, "ok\n"
            case "/key":
                return TEXT, f"{self._key.vkey}\n"
            case "/checkpoint":
                return TEXT, self._checkpoint(asked.get("origin", ""))
            case "/alarms":
                return JSON, _json([self._alarm(one) for one in self._store.alarms(asked.get("origin"))])
            case "/logs" | "/":
                return JSON, _json([self._log(one.origin) for one in self._store.logs()])
            case _:
                raise NothingThereError(path)

    def _checkpoint(self, origin: str) -> str:
        self._store.log(origin)
        last = self._store.last(origin)
        if last is None:
            raise NothingThereError(origin)
        return last.note.encoded()

    def _alarm(self, one: Alarm) -> dict[str, Any]:
        return {
            "number": one.number,
            "origin": one.origin,
            "kind": one.kind.value,
            "reason": one.reason,
            "evidence": one.evidence,
            "raised_at": one.raised_at.isoformat(),
            "last_at": one.last_at.isoformat(),
            "ended_at": None if one.ended_at is None else one.ended_at.isoformat(),
            "ended_because": one.ended_because,
        }

    def _log(self, origin: str) -> dict[str, Any]:
        watched, last = self._store.log(origin), self._store.last(origin)
        return {
            "origin": origin,
            "url": watched.url,
            "size": None if last is None else last.checkpoint.size,
            "cosigned_at": None if last is None else last.at.isoformat(),
            "answered_at": None if watched.answered_at is None else watched.answered_at.isoformat(),
            "alarms": len(self._store.alarms(origin, standing_only=True)),
            "begun_again": [
                {"from_size": one.from_size, "to_size": one.to_size, "reason": one.reason, "at": one.at.isoformat()}
                for one in self._store.begun_again(origin)
            ],
        }


@contextmanager
def served(store: WitnessStore, key: PublicKey, host: str, port: int) -> Iterator[int]:
    """Answer on that address until the block ends. Gives the port, which the system chooses for 0."""
    told = Told(store, key)

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        server_version = "varde-witness"
        sys_version = ""
        timeout = SECONDS

        def do_GET(self) -> None:
            """Answer."""
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            try:
                kind, content = told.answer(parts.path, asked)
                self._give(HTTPStatus.OK, kind, content)
            except (NothingThereError, UnknownLogError):
                self._give(HTTPStatus.NOT_FOUND, TEXT, "not found\n")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            """Say in the log what was asked, at the level of details."""
            log.debug(format, *args)

        def _give(self, status: HTTPStatus, kind: str, content: str) -> None:
            body = content.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer((host, port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(LOOK_EVERY,), name="witness", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
