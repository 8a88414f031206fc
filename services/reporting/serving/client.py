"""The questions, put to the warehouse process over its Unix socket."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec
import polars as pl

from services.reporting.digest import Digest
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import (
    Queries,
    QuestionTookTooLongError,
    ScopeError,
    WarehouseBuildingError,
    WarehouseUnavailableError,
)
from services.reporting.questions import AnyQuestion, Asked, Scope
from services.reporting.serving.socket_path import reachable
from services.reporting.tracking import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TIMEOUT: Final = 30.0
"""Seconds to wait for an answer; a question is ended before that."""

PATIENCE: Final = 15.0
"""Seconds from when the process was first found away until its readers are told.

One that was killed is back in a quarter of a second; where its parent was killed too, loading takes some seconds.
"""

PATIENCE_WITH_BUILDING: Final = 2.0
"""Seconds until they are told that the warehouse is being made: catching up after a kill is over sooner."""

FORGOTTEN: Final = 30.0
"""Seconds without a question after which an earlier absence is of no account."""

PAUSES: Final = (0.02, 0.25)
"""The first and the longest pause between two tries, in seconds."""


class WarehouseFailedError(WarehouseUnavailableError):
    """The process answers, and cannot answer this question; asking again would change nothing."""


_REFUSALS: Final = {
    "scope": ScopeError,
    "period": PeriodNotPublishedError,
    "slow": QuestionTookTooLongError,
    "unknown": WarehouseFailedError,
    "failed": WarehouseFailedError,
}

_encode = msgspec.json.Encoder().encode
_answers = msgspec.msgpack.Decoder(tuple[bytes, ...]).decode


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


class Health(msgspec.Struct, frozen=True):
    """The position that every figure rests on, and how far the making has come; ``building`` is None when the figures are whole."""

    position: int
    building: Progress | None = None


class _Refusal(msgspec.Struct, frozen=True):
    error: str
    reason: str = ""
    done: int = 0
    total: int | None = None


class _Absence:
    """Since when the process has been away, for all threads together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: float | None = None
        self._last = 0.0

    def lasts(self, asked_at: float) -> float:
        """Seconds that it has lasted, where a question that was asked at ``asked_at`` has found nobody."""
        now = time.monotonic()
        with self._lock:
            if self._since is None or now - self._last > FORGOTTEN:
                self._since = asked_at
            self._last = now
            return now - self._since

    def ends(self) -> None:
        """Somebody answered."""
        with self._lock:
            self._since = None


class RemoteQueries(Queries):
    """Asks the warehouse process at the socket ``path``. Every thread keeps a connection of its own.

    While the process is away, questions wait for it and are asked again; ``patience`` counts from when it went away, and not from
    each question, so that a long absence costs its readers one wait and not one for every figure.
    """

    def __init__(self, path: Path, timeout: float = TIMEOUT, patience: float = PATIENCE) -> None:
        self._path = path
        self._timeout = timeout
        self._patience = patience
        self._absence = _Absence()
        self._local = threading.local()

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question.

        Raises ScopeError, PeriodNotPublishedError, QuestionTookTooLongError, WarehouseUnavailableError, WarehouseBuildingError.
        """
        return self.ask_all((Asked(scope=scope, question=question),))[0]

    def ask_all(self, asked: Sequence[Asked]) -> tuple[pl.DataFrame, ...]:
        """Put several in one round trip: all are answered from the same moment of the log. Raises the same."""
        return tuple(pl.read_ipc_stream(io.BytesIO(one)) for one in _answers(self._patiently("POST", "/ask", _encode(asked))))

    def digest(self) -> Digest:
        """A sum of each table's content. Raises WarehouseUnavailableError, WarehouseBuildingError."""
        return msgspec.json.decode(self._patiently("GET", "/digest", b""), type=Digest)

    def _patiently(self, method: str, path: str, body: bytes) -> bytes:
        asked_at, pause = time.monotonic(), PAUSES[0]
        while True:
            try:
                status, answer = self._exchange(method, path, body)
                if status != HTTPStatus.OK:
                    _raise(status, answer)
            except WarehouseFailedError:
                raise
            except WarehouseUnavailableError as error:
                is_building = isinstance(error, WarehouseBuildingError)
                patience = min(self._patience, PATIENCE_WITH_BUILDING) if is_building else self._patience
                if self._absence.lasts(asked_at) > patience:
                    raise
                time.sleep(pause)
                pause = min(pause * 2, PAUSES[1])
            else:
                self._absence.ends()
                return answer

    def is_alive(self) -> bool:
        """Whether the warehouse process answers, also one whose warehouse is being made."""
        return self.health() is not None

    def health(self) -> Health | None:
        """How the warehouse process is; None when it does not answer. Asked once, without patience."""
        try:
            status, body = self._exchange("GET", "/healthz", b"")
        except WarehouseUnavailableError:
            return None
        return msgspec.json.decode(body, type=Health) if status == HTTPStatus.OK else None

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
    try:
        refusal = msgspec.json.decode(body, type=_Refusal)
    except msgspec.MsgspecError as error:
        raise WarehouseUnavailableError(f"status {status}") from error
    if refusal.error == "building":
        raise WarehouseBuildingError(refusal.done, refusal.total)
    raise _REFUSALS.get(refusal.error, WarehouseUnavailableError)(refusal.reason or f"status {status}")


def is_answering(path: Path) -> bool:
    """Whether a warehouse process answers at the socket ``path``, asked once over a connection of its own."""
    with contextlib.closing(RemoteQueries(path, timeout=2.0)) as queries:
        return queries.is_alive()
