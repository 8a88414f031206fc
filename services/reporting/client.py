"""The questions, put to the warehouse process over its Unix socket."""

from __future__ import annotations

import http.client
import io
import json
import socket
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec
import polars as pl

from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import Queries, ScopeError, WarehouseBuildingError, WarehouseUnavailableError
from services.reporting.questions import AnyQuestion, Asked, Scope
from services.reporting.socket_path import reachable

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT: Final = 30.0
"""Seconds to wait for an answer."""

_REFUSALS: Final = {"scope": ScopeError, "period": PeriodNotPublishedError}

_encode = msgspec.json.Encoder().encode


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("warehouse", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        try:
            with reachable(self._path) as address:
                self.sock.connect(address)
        except OSError:
            self.sock.close()
            raise


class RemoteQueries(Queries):
    """Asks the warehouse process at the socket ``path``. Every thread keeps a connection of its own."""

    def __init__(self, path: Path, timeout: float = TIMEOUT) -> None:
        self._path = path
        self._timeout = timeout
        self._local = threading.local()

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question. Raises ScopeError, PeriodNotPublishedError, WarehouseUnavailableError."""
        status, body = self._exchange("POST", "/ask", _encode(Asked(scope=scope, question=question)))
        if status != HTTPStatus.OK:
            _raise(status, body)
        return pl.read_ipc_stream(io.BytesIO(body))

    def is_alive(self) -> bool:
        """Whether the warehouse process answers."""
        try:
            return self._exchange("GET", "/healthz", b"")[0] == HTTPStatus.OK
        except WarehouseUnavailableError:
            return False

    def close(self) -> None:
        """Close this thread's connection."""
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        try:
            return self._try(method, path, body)
        except (http.client.HTTPException, ConnectionError):
            # The connection that was kept is of a process that has ended since. Questions change nothing, so ask again.
            self.close()
        except OSError as error:
            self._give_up(error)
        try:
            return self._try(method, path, body)
        except (http.client.HTTPException, OSError) as error:
            self._give_up(error)

    def _try(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _Connection(self._path, self._timeout)
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, response.read()

    def _give_up(self, error: Exception) -> NoReturn:
        self.close()
        raise WarehouseUnavailableError(f"the warehouse process at {self._path.name} does not answer") from error


def _raise(status: int, body: bytes) -> NoReturn:
    refusal = json.loads(body)
    if refusal["error"] == "building":
        raise WarehouseBuildingError(refusal["done"], refusal["total"])
    raise _REFUSALS.get(refusal["error"], WarehouseUnavailableError)(refusal["reason"] or f"status {status}")
