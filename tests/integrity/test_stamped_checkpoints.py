"""A time stamp over a checkpoint holds for that text, by an authority that is believed, and for nothing else (RFC 3161)."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.integrity.keeping.stamps import StampError, stamp_request, stamped_at

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the authority of these tests is the command openssl")

TEXT = "varde.example/lyngfjord\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
CONFIGURATION = """
[own]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[extensions]
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """A time-stamping authority of our own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.roots = folder, folder / "ca.pem"
        (folder / "serial").write_text("01\n")
        (folder / "conf").write_text(CONFIGURATION)
        own = ("-newkey", "rsa:2048", "-nodes")
        self.run("req", "-x509", *own, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=root", "-days", "9")
        self.run("req", *own, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=tsa")
        signed = ("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem")
        self.run(*signed, "-days", "9", "-extfile", "conf", "-extensions", "extensions")

    def run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def answer(self, request: bytes) -> bytes:
        (self.folder / "request").write_bytes(request)
        self.run("ts", "-reply", "-config", "conf", "-section", "own", "-queryfile", "request", "-out", "answer")
        return (self.folder / "answer").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "own")


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(stamp_request(TEXT))


def test_a_checkpoint_that_was_stamped_was_there_at_that_time(authority: Authority, answer: bytes) -> None:
    assert abs(stamped_at(TEXT, answer, authority.roots) - datetime.now(UTC)) < timedelta(minutes=30)


def test_a_stamp_over_another_checkpoint_does_not_hold(authority: Authority, answer: bytes) -> None:
    with pytest.raises(StampError):
        stamped_at(TEXT.replace("\n3\n", "\n4\n"), answer, authority.roots)


def test_a_stamp_that_was_changed_does_not_hold(authority: Authority, answer: bytes) -> None:
    changed = bytes([*answer[:-20], answer[-20] ^ 1, *answer[-19:]])
    for wrong in (changed, b"nonsense", b""):
        with pytest.raises(StampError):
            stamped_at(TEXT, wrong, authority.roots)


def test_a_stamp_by_an_authority_that_is_not_believed_does_not_hold(answer: bytes, tmp_path: Path) -> None:
    with pytest.raises(StampError):
        stamped_at(TEXT, answer, Authority(tmp_path / "stranger").roots)
