"""Whatever comes in at the socket, the process lives, its memory stays bounded, and others are answered meanwhile."""

from __future__ import annotations

import random
import resource
import select
import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime

import pytest
from warehouse_steps import invented, opened, store

from benchmarks.invented_log import TENANT
from services.reporting.projector import Projector
from services.reporting.questions import Scope
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.connections import ALLOWED, MOST, Doing
from services.reporting.serving.server import LARGEST_HEAD, LARGEST_QUESTION, serve
from services.reporting.serving.socket_path import reachable
from services.reporting.source import SqliteSource

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWNER = Scope(tenant=TENANT, exact=True)
LOG = invented(60)
ASK = b"POST /ask HTTP/1.1\r\nHost: w\r\n"
MEGABYTE = 1024 * 1024
LONGEST = 60.0
"""Seconds after which what should happen has not."""
MOST_MEMORY = 200
"""Megabytes by which the process may have grown when everything has been thrown at it."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzzed")
    with opened(folder / "warehouse.duckdb") as warehouse:
        source = SqliteSource(store(folder / "events.sqlite", LOG))
        Projector(source, warehouse).once()
        source.close()
        yield warehouse


@pytest.fixture(scope="module")
def address(warehouse):
    path = warehouse.path.with_name("w.sock")
    with serve(warehouse, path, lambda: NOW):
        yield path


@pytest.fixture(scope="module")
def hurried(warehouse):
    """A server that takes and gives what is slow for half a second only."""
    path = warehouse.path.with_name("h.sock")
    with serve(warehouse, path, lambda: NOW, ALLOWED | {Doing.RECEIVING: 0.5, Doing.SENDING: 0.5}):
        yield path


@contextmanager
def reading(address):
    """Somebody who must be answered, whatever the others do."""
    remote = RemoteQueries(address)
    yield lambda: remote.log_position(OWNER)["position"][0] == len(LOG)
    remote.close()


@pytest.fixture
def reader(address):
    with reading(address) as is_answered:
        yield is_answered


@pytest.fixture
def hurried_reader(hurried):
    with reading(hurried) as is_answered:
        yield is_answered


def connected(address):
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    found.settimeout(LONGEST)
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            with reachable(address) as name:
                found.connect(name)
        except BlockingIOError:  # so many want to come in that the kernel lets them wait
            assert time.monotonic() < deadline
            time.sleep(0.01)
        else:
            return found


def said_to(address, sent, *, and_no_more=True):
    """All that the server says to these bytes, until it or the sender ends."""
    with connected(address) as sender:
        with suppress(BrokenPipeError, ConnectionResetError):
            sender.sendall(sent)
            if and_no_more:
                sender.shutdown(socket.SHUT_WR)
        heard = b""
        with suppress(ConnectionResetError):
            while part := sender.recv(65536):
                heard += part
        return heard


def with_body(body, length=None):
    return ASK + f"Content-Length: {len(body) if length is None else length}\r\n\r\n".encode() + body


DEEP = b'{"scope": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"
STRANGE = {
    "nothing": b"",
    "zeros": bytes(5000),
    "tls": bytes.fromhex("16030100f8010000f40303") + bytes(range(256)),
    "half a request line": b"POST /as",
    "half a head": ASK + b"Content-Le",
    "no length": ASK + b"\r\n",
    "a length that is none": ASK + b"Content-Length: many\r\n\r\n",
    "a negative length": ASK + b"Content-Length: -1\r\n\r\n" + b"x" * 100,
    "a length in other digits": ASK + "Content-Length: ١٢\r\n\r\n".encode() + b"x" * 12,
    "a huge length": ASK + b"Content-Length: 99999999999999999999\r\n\r\n",
    "half a question": with_body(b'{"scope": {"ten', length=400),
    "chunks": ASK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "a wrong method": b"BREW /ask HTTP/1.1\r\n\r\n",
    "a proxy's method": b"CONNECT /etc/passwd HTTP/1.1\r\n\r\n",
    "a file": b"GET /../../etc/passwd HTTP/1.1\r\n\r\n",
    "http of long ago": b"GET /healthz\r\n\r\n",
    "http of the future": b"GET /healthz HTTP/9.9\r\n\r\n",
    "no json": with_body(b"\xff\xfe\x00nothing"),
    "another shape": with_body(b'{"scope": [], "question": 7}'),
    "deep json": with_body(DEEP),
    "sql": with_body(b'[{"scope": {"tenant": "steindal"}, "question": {"question": "cases", "sql": "ATTACH \'/etc/passwd\'"}}]'),
    "sql for a name": with_body(
        b'[{"scope": {"tenant": "steindal", "exact": true}, "question": {"question": "cases; DROP TABLE events"}}]'
    ),
    "a path for a name": with_body(
        b'[{"scope": {"tenant": "steindal", "exact": true}, "question": {"question": "../facts/cases"}}]'
    ),
    "a large question": with_body(b"x" * (LARGEST_QUESTION + 1)),
    "a long line": b"GET /" + b"a" * MEGABYTE + b" HTTP/1.1\r\n\r\n",
    "many headers": b"GET /healthz HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(50_000)) + b"\r\n",
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_question_is_refused_or_left_and_others_are_answered(address, reader, name):
    heard = said_to(address, STRANGE[name])
    assert b"200 OK" not in heard or name == "http of long ago"
    assert b"Traceback" not in heard
    assert b"Python" not in heard
    assert reader()


def test_sql_in_every_text_of_a_question_is_a_text(address, reader):
    for text in ("' OR 1=1 --", "'; ATTACH '/tmp/x' AS x; --", "read_csv('/etc/passwd')", "$schools", "{cases}", "{judged}"):
        remote = RemoteQueries(address, patience=0)
        assert remote.cases(OWNER, state=text).is_empty()
        assert remote.cases(Scope(tenant=TENANT, exact=True, schools=(text,))).is_empty()
        remote.close()
    assert reader()


def test_random_bytes_and_random_changes_of_a_good_request_do_no_harm(address, reader):
    dice = random.Random(4)  # noqa: S311 - bytes to throw, no secret
    good = with_body(b'[{"scope": {"tenant": "steindal", "exact": true}, "question": {"question": "log_position"}}]')
    for number in range(300):
        sent = bytearray(good)
        for _ in range(dice.randrange(1, 8)):
            sent[dice.randrange(len(sent))] = dice.randrange(256)
        said_to(address, bytes(sent) if number % 3 else dice.randbytes(dice.randrange(3000)))
    assert reader()


def test_many_connections_that_say_nothing_keep_nobody_out(address, reader):
    already = threading.active_count()
    with ExitStack() as silent:
        for _ in range(3 * MOST):
            silent.enter_context(connected(address))
        assert reader()
        deadline = time.monotonic() + LONGEST
        while threading.active_count() > already + MOST:  # the threads of those that made room
            assert time.monotonic() < deadline
            time.sleep(0.01)


def is_let_go(one):
    """Whether the server has ended the connection, seen without taking anything that it sent."""
    looking = select.poll()
    looking.register(one, 0)
    return any(seen & select.POLLHUP for _, seen in looking.poll(0))


def test_a_request_that_drips_in_is_cut_off_and_others_are_answered(hurried, hurried_reader):
    slow = [connected(hurried) for _ in range(20)]
    deadline = time.monotonic() + LONGEST
    while not all(is_let_go(one) for one in slow):
        assert time.monotonic() < deadline
        for one in slow:
            with suppress(OSError):
                one.sendall(b"X")
        assert hurried_reader()
    for one in slow:
        one.close()


def test_a_reader_that_does_not_take_its_answer_is_let_go(hurried, hurried_reader):
    with connected(hurried) as deaf:
        deaf.settimeout(0.1)
        deadline = time.monotonic() + LONGEST
        while not is_let_go(deaf):
            assert time.monotonic() < deadline
            with suppress(OSError):
                deaf.sendall(b"GET /healthz HTTP/1.1\r\nHost: w\r\n\r\n" * 1000)
            assert hurried_reader()


def test_all_of_it_at_once_leaves_memory_bounded(address, reader):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def throw(seed):
        dice = random.Random(seed)  # noqa: S311 - an order of requests, no secret
        for _ in range(20):
            with suppress(OSError):
                said_to(address, STRANGE[dice.choice(list(STRANGE))])

    throwing = [threading.Thread(target=throw, args=(seed,)) for seed in range(16)]
    for one in throwing:
        one.start()
    answered = 0
    while any(one.is_alive() for one in throwing):
        assert reader()
        answered += 1
    assert answered > 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY * 1024
    assert LARGEST_HEAD < 64 * 1024
