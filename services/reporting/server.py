"""The warehouse process answers others over a Unix socket: a question in JSON comes in, an Arrow stream goes out."""

from __future__ import annotations

import http.server
import io
import json
import logging
import os
import socketserver
import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import duckdb
import msgspec

from services.reporting.answering import LocalQueries, utc_now
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import Queries, ScopeError, WarehouseBuildingError
from services.reporting.questions import Asked
from services.reporting.socket_path import reachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from services.reporting.warehouse import Warehouse

log = logging.getLogger(__name__)

ARROW: Final = "application/vnd.apache.arrow.stream"
LARGEST_QUESTION: Final = 64 * 1024

_decode = msgspec.json.Decoder(Asked).decode


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: str, queries: Queries, position: Callable[[], int]) -> None:
        self.queries = queries
        self.position = position
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind; the file has the descriptor's mode from its first moment."""
        os.fchmod(self.socket.fileno(), 0o600)
        super().server_bind()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """The health check."""
        if self.path != "/healthz":
            self._refuse(HTTPStatus.NOT_FOUND, "unknown")
            return
        self._send(HTTPStatus.OK, "application/json", json.dumps({"position": self.server.position()}).encode())

    def do_POST(self) -> None:
        """A question."""
        length = int(self.headers.get("Content-Length", "0"))
        if self.path != "/ask" or length > LARGEST_QUESTION:
            self.close_connection = True
            self._refuse(HTTPStatus.NOT_FOUND if self.path != "/ask" else HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "unknown")
            return
        try:
            asked = _decode(self.rfile.read(length))
            answer = self.server.queries.ask(asked.scope, asked.question)
        except msgspec.MsgspecError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, "unknown", str(error))
        except ScopeError as error:
            self._refuse(HTTPStatus.FORBIDDEN, "scope", str(error))
        except PeriodNotPublishedError as error:
            self._refuse(HTTPStatus.FORBIDDEN, "period", str(error))
        except WarehouseBuildingError as error:
            self._send_json(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "building", "done": error.done, "total": error.total})
        except duckdb.Error:
            log.exception("a question failed: %s", type(asked.question).__name__)
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "failed")
        else:
            body = io.BytesIO()
            answer.write_ipc_stream(body)
            self._send(HTTPStatus.OK, ARROW, body.getvalue())

    def _refuse(self, status: HTTPStatus, kind: str, reason: str = "") -> None:
        self._send_json(status, {"error": kind, "reason": reason})

    def _send_json(self, status: HTTPStatus, told: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(told).encode())

    def _send(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        """A Unix socket has no address."""
        return "socket"

    def log_message(self, *_: object) -> None:
        """Nothing: who reads which case is logged as an event, not here."""


@contextmanager
def serve(warehouse: Warehouse, path: Path, clock: Callable[[], datetime] = utc_now) -> Iterator[None]:
    """Answer questions at the socket ``path``, which only this user may use, until the block ends.

    The caller owns the warehouse, so a socket that lies there is left over and is replaced.
    """
    path.unlink(missing_ok=True)
    with reachable(path) as address:
        server = _Server(address, LocalQueries(warehouse, clock), warehouse.position)
    thread = threading.Thread(target=server.serve_forever, name="warehouse server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        path.unlink(missing_ok=True)
