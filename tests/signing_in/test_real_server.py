"""Attack cases A38, A41 and A42 against gunicorn as ``varde serve`` starts it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from varde.composition import prepare
from varde.settings import read_settings


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    folder = tmp_path_factory.mktemp("served")
    environment = {"VARDE_DATA": str(folder), "VARDE_TENANT": "served", "VARDE_HOSTS": "127.0.0.1"}
    prepare(read_settings(environment))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = ("127.0.0.1", probe.getsockname()[1])
    line = [sys.executable, "-m", "varde", "serve", "cases", "--bind", f"127.0.0.1:{place[1]}"]
    with (
        (folder / "log").open("wb") as out,
        subprocess.Popen(line, env={**os.environ, **environment}, stdout=out, stderr=out) as server,
    ):
        try:
            _wait(place, folder / "log")
            yield place
        finally:
            server.terminate()


def _wait(place: tuple[str, int], log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            requests.get(f"http://{place[0]}:{place[1]}/healthz", timeout=2)
        except requests.RequestException:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        else:
            return


def say(place: tuple[str, int], text: bytes) -> bytes:
    """What the server answers to these bytes, whatever they are; nothing when it closes the line at once."""
    answer = b""
    with socket.create_connection(place, timeout=10) as line, contextlib.suppress(OSError):
        line.sendall(text)
        line.shutdown(socket.SHUT_WR)
        while part := line.recv(65536):
            answer += part
    return answer


def test_a42_the_server_does_not_tell_its_version(address: tuple[str, int]):
    answer = requests.get(f"http://127.0.0.1:{address[1]}/logg-inn", timeout=10)
    assert not any(digit in answer.headers.get("Server", "") for digit in "0123456789")
    assert "X-Powered-By" not in answer.headers


@pytest.mark.parametrize(
    "text",
    [
        b"GET /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X%d: a\r\n" % number for number in range(500)) + b"\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"POST /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: xchunked\r\n\r\nabc",
        b"GET /logg-inn HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        b"GET /logg-inn HTTP/1.1\r\nHost: elsewhere.example\r\nAccept: text/html\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    ],
    ids=["one long", "many", "long line", "two lengths of body", "two lengths", "odd encoding", "space", "another host", "TLS"],
)
def test_a41_headers_out_of_bounds_are_refused_and_the_next_one_is_served(address: tuple[str, int], text: bytes):
    answer = say(address, text)
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501")), answer[:200]
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert b"Traceback" not in answer
    assert requests.get(f"http://127.0.0.1:{address[1]}/logg-inn", timeout=10).status_code == 200


def test_a41_a_body_out_of_bounds_is_refused(address: tuple[str, int]):
    answer = requests.post(f"http://127.0.0.1:{address[1]}/logg-inn", data={"login": "x" * 1_000_000}, timeout=10)
    assert answer.status_code in {400, 413}


def test_a38_gunicorn_believes_no_forged_header_either(address: tuple[str, int]):
    forged = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-Ssl": "on",
        "X-Forwarded-Protocol": "ssl",
    }
    answer = requests.get(
        f"http://127.0.0.1:{address[1]}/", headers={**forged, "Accept": "text/html"}, timeout=10, allow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/logg-inn")
    whole = requests.get(
        f"http://127.0.0.1:{address[1]}/eier", headers={**forged, "Accept": "text/html"}, timeout=10, allow_redirects=False
    )
    assert not whole.headers.get("Location", "").startswith("https:")
