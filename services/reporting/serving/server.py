"""The warehouse process answers others over a Unix socket: questions in JSON come in, Arrow streams go out."""

from __future__ import annotations

import http.server
import io
import logging
import os
import re
import socketserver
import sys
import threading
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import duckdb
import msgspec

from services.reporting.answering import LocalQueries
from services.reporting.clock import utc_now
from services.reporting.digest import digest
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import QuestionTookTooLongError, ScopeError, WarehouseBuildingError
from services.reporting.questions import Sitting
from services.reporting.serving.connections import ALLOWED, LOOK_EVERY, Connections, Doing
from services.reporting.serving.socket_path import reachable

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    import polars as pl

    from services.reporting.questions import Asked
    from services.reporting.warehouse import Warehouse

log = logging.getLogger(__name__)

ANSWERS: Final = "application/msgpack"
"""A list of Arrow streams, in the order of the questions."""

LARGEST_QUESTION: Final = 256 * 1024
LARGEST_HEAD: Final = 8 * 1024
AT_ONE_TIME: Final = 8
"""Questions that are answered at one time; who comes then waits for a place."""

DAMAGE: Final = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
    duckdb.ConnectionException,
)
"""What DuckDB raises when the file, and not the question, is at fault."""

_decode = msgspec.json.Decoder(Sitting).decode
_encode = msgspec.json.Encoder().encode
_LENGTH: Final = re.compile(r"[0-9]{1,6}", re.ASCII).fullmatch


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: str, warehouse: Warehouse, clock: Callable[[], datetime], allowed: Mapping[Doing, float]) -> None:
        self.warehouse = warehouse
        self.queries = LocalQueries(warehouse, clock)
        self.connections = Connections(allowed)
        self.places = threading.BoundedSemaphore(AT_ONE_TIME)
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind; the file has the descriptor's mode from its first moment."""
        os.fchmod(self.socket.fileno(), 0o600)
        super().server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, unless there are too many already."""
        if self.connections.admit(request):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        """The connection ends."""
        self.connections.forget(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Between two connections, and at least twice a second."""
        self.connections.end_the_late()
        self.queries.time_limit.end_the_late()

    def handle_error(self, *_: object) -> None:
        """A connection that broke off, or was shut down: nobody is there to be answered."""
        log.debug("a connection broke off: %s", sys.exc_info()[0])


class _Head:
    """A stream of which only so much is read as lines: what comes before a question's body."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.left = LARGEST_HEAD

    def readline(self, size: int) -> bytes:
        line = self._stream.readline(min(size, self.left + 1))
        self.left -= len(line)
        if self.left < 0:
            raise ConnectionAbortedError("the head of a request is too large")
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    connection: socket.socket

    def setup(self) -> None:
        """Read with care."""
        super().setup()
        self._head = _Head(self.rfile)  # type: ignore[arg-type]  # the standard library makes a buffered reader
        self.rfile = self._head  # type: ignore[assignment]

    def handle_one_request(self) -> None:
        """Wait for the next request for as long as it takes, and then for the whole of it not long."""
        self._head.left = LARGEST_HEAD
        self._mark(Doing.IDLE)
        if not self._head.peek(1):
            self.close_connection = True
            return
        self._mark(Doing.RECEIVING)
        super().handle_one_request()

    def do_GET(self) -> None:
        """The health check, which tells also of a warehouse that is being made; and the digest."""
        self._mark(Doing.ANSWERING)
        try:
            if self.path == "/healthz":
                told = {"position": self.server.warehouse.position(), "building": self.server.warehouse.building()}
                self._send(HTTPStatus.OK, "application/json", _encode(told))
            elif self.path == "/digest":
                self._send(HTTPStatus.OK, "application/json", _encode(digest(self.server.warehouse)))
            else:
                self._refuse(HTTPStatus.NOT_FOUND, "unknown")
        except WarehouseBuildingError as error:
            self._tell_of_building(error)
        except duckdb.Error as error:
            self._fail(error, self.path)

    def do_POST(self) -> None:
        """Questions that are answered together."""
        length = _LENGTH(self.headers.get("Content-Length", ""))
        if self.path != "/ask" or length is None or int(length[0]) > LARGEST_QUESTION:
            self.close_connection = True
            self._refuse(HTTPStatus.NOT_FOUND if self.path != "/ask" else HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "unknown")
            return
        body = self.rfile.read(int(length[0]))
        self._mark(Doing.ANSWERING)
        try:
            asked = _decode(body)
        except (msgspec.MsgspecError, RecursionError) as error:
            self._refuse(HTTPStatus.BAD_REQUEST, "unknown", str(error))
            return
        with self.server.places:
            self._answer(asked)

    def _answer(self, asked: tuple[Asked, ...]) -> None:
        try:
            body = msgspec.msgpack.encode([_stream(answer) for answer in self.server.queries.ask_all(asked)])
        except ScopeError as error:
            self._refuse(HTTPStatus.FORBIDDEN, "scope", str(error))
        except PeriodNotPublishedError as error:
            self._refuse(HTTPStatus.FORBIDDEN, "period", str(error))
        except QuestionTookTooLongError as error:
            log.warning("%s: %s", _names(asked), error)
            self._refuse(HTTPStatus.GATEWAY_TIMEOUT, "slow", str(error))
        except WarehouseBuildingError as error:
            self._tell_of_building(error)
        except Exception as error:  # noqa: BLE001  (one question that fails must not look to its reader like a process that ended)
            self._fail(error, _names(asked))
        else:
            self._send(HTTPStatus.OK, ANSWERS, body)

    def _fail(self, error: Exception, what: str) -> None:
        log.error("a question failed: %s", what, exc_info=error)
        is_damage = isinstance(error, DAMAGE) or type(error) is duckdb.Error  # what DuckDB 2 calls a damaged block
        if is_damage:
            self.server.warehouse.doubt()
        self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "doubtful" if is_damage else "failed")

    def _tell_of_building(self, error: WarehouseBuildingError) -> None:
        told = {"error": "building", "done": error.done, "total": error.total}
        self._send(HTTPStatus.SERVICE_UNAVAILABLE, "application/json", _encode(told))

    def _refuse(self, status: HTTPStatus, kind: str, reason: str = "") -> None:
        self._send(status, "application/json", _encode({"error": kind, "reason": reason}))

    def _send(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self._mark(Doing.SENDING)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _mark(self, doing: Doing) -> None:
        self.server.connections.mark(self.connection, doing)

    def version_string(self) -> str:
        """Nothing about what it is made with."""
        return "warehouse"

    def address_string(self) -> str:
        """A Unix socket has no address."""
        return "socket"

    def log_message(self, *_: object) -> None:
        """Nothing: who reads which case is logged as an event, not here."""


def _stream(answer: pl.DataFrame) -> bytes:
    body = io.BytesIO()
    answer.write_ipc_stream(body)
    return body.getvalue()


def _names(asked: tuple[Asked, ...]) -> str:
    return ", ".join(type(one.question).__name__ for one in asked)


@contextmanager
def serve(
    warehouse: Warehouse, path: Path, clock: Callable[[], datetime] = utc_now, allowed: Mapping[Doing, float] = ALLOWED
) -> Iterator[None]:
    """Answer questions at the socket ``path``, which only this user may use, until the block ends.

    A connection that does one thing for longer than its ``allowed`` seconds is ended.

    The caller owns the warehouse, so a socket that lies there is left over and is replaced.
    """
    path.unlink(missing_ok=True)
    with reachable(path) as address:
        server = _Server(address, warehouse, clock, allowed)
    thread = threading.Thread(target=server.serve_forever, args=(LOOK_EVERY,), name="warehouse server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        path.unlink(missing_ok=True)
