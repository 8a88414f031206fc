"""A relay before PostgreSQL that cuts the connection where a test wants it: before a request arrives, or before its answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Final

SOCKET: Final = ".s.PGSQL.5432"
CHUNK: Final = 65_536


class CuttingProxy:
    """Relays every connection. ``lose_answers`` and ``lose_requests`` count how many of those that hold ``mark`` to cut."""

    def __init__(self, folder: Path, server: Path, mark: bytes) -> None:
        self.folder = folder
        self.mark = mark
        self.lose_answers = 0
        self.lose_requests = 0
        self._server = str(server / SOCKET)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET))
        self._listener.listen()
        self._threads: list[Thread] = []
        self._open: list[socket.socket] = []
        self._start(self._accept)

    def close(self) -> None:
        """Cut everything and wait for the threads."""
        self._listener.shutdown(socket.SHUT_RDWR)
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for one in (self._listener, *self._open):
            one.close()

    def _start(self, target: object, *given: object) -> None:
        thread = Thread(target=target, args=given)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            self._open += [client, server]
            is_muted = Event()
            self._start(self._requests, client, server, is_muted)
            self._start(self._answers, server, client, is_muted)

    def _requests(self, client: socket.socket, server: socket.socket, is_muted: Event) -> None:
        with suppress(OSError):
            while content := client.recv(CHUNK):
                if self.mark in content and self.lose_requests:
                    self.lose_requests -= 1
                    break
                if self.mark in content and self.lose_answers:
                    self.lose_answers -= 1
                    is_muted.set()
                server.sendall(content)
        _cut(client, server)

    def _answers(self, server: socket.socket, client: socket.socket, is_muted: Event) -> None:
        with suppress(OSError):
            while content := server.recv(CHUNK):
                if is_muted.is_set():
                    break
                client.sendall(content)
        _cut(client, server)


def _cut(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def cutting_proxy(folder: Path, server: Path, mark: bytes) -> Iterator[CuttingProxy]:
    """A relay in ``folder`` before the server in ``server``."""
    proxy = CuttingProxy(folder, server, mark)
    try:
        yield proxy
    finally:
        proxy.close()
