"""A time stamp in a copy: checked with its authority's certificate, and only then believed."""

import shutil
import subprocess

import pytest
from integrity.package_making import checkpoint, ordinary_log, package
from integrity.remaking import Given, codes, verify

from services.integrity.verifier import varde_verify

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="the authority of these tests is the command openssl")

# The line "certs" is left out: with it OpenSSL writes a set in another order than DER asks for.
CONFIGURATION = """
[tsa]
default_tsa = stamper
[stamper]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[stamping]
basicConstraints = CA:FALSE
extendedKeyUsage = critical, timeStamping
[signing]
basicConstraints = CA:FALSE
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:TRUE
"""


class Authority:
    """A root and a time stamper below it, each a key and a certificate in a folder."""

    def __init__(self, folder, purpose="stamping"):
        self._folder = folder
        folder.mkdir()
        (folder / "c.cnf").write_text(CONFIGURATION, encoding="ascii")
        (folder / "serial").write_text("01\n", encoding="ascii")
        new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", "c.cnf")
        self._openssl("req", "-x509", *new, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root", "-extensions", "root")
        self._openssl("req", *new, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=Stamper")
        by = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "c.cnf", "-extensions", purpose)
        self._openssl("x509", "-req", "-in", "own.csr", "-out", "own.pem", "-days", "3650", *by)

    def _openssl(self, *words):
        return subprocess.run([OPENSSL, *words], cwd=self._folder, capture_output=True, check=True)

    def certificate(self, name):
        return (self._folder / name).read_bytes()

    def stamp(self, text, digest="-sha256"):
        (self._folder / "text").write_bytes(text)
        self._openssl("ts", "-query", "-data", "text", digest, "-cert", "-out", "query")
        who = ("-signer", "own.pem", "-inkey", "own.key")
        self._openssl("ts", "-reply", "-config", "c.cnf", "-queryfile", "query", *who, "-out", "reply")
        return (self._folder / "reply").read_bytes()


LOG = ordinary_log()
TEXT = checkpoint(LOG).rpartition(b"\n\n")[0] + b"\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("stamps") / "authority")


@pytest.fixture(scope="module")
def stamp(authority):
    return authority.stamp(TEXT)


def checked(stamp, certificate=None):
    return verify(package(LOG, stamp=stamp), Given([], [], certificate))


def test_without_a_certificate_it_is_said_that_the_stamp_is_unchecked(stamp):
    report = checked(stamp)
    assert report.verdict == varde_verify.ALL_WELL
    assert "stamp_unchecked" in codes(report, "unknown")


@pytest.mark.parametrize("name", ["root.pem", "own.pem"])
def test_with_the_authority_s_certificate_it_holds(authority, stamp, name):
    report = checked(stamp, authority.certificate(name))
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert "stamp_holds" in codes(report, "holds")
    assert "stamp_revocation" in codes(report, "unknown")


def test_another_hash_is_understood(authority):
    assert "stamp_holds" in codes(checked(authority.stamp(TEXT, "-sha512"), authority.certificate("root.pem")), "holds")


def test_a_stamp_of_something_else_is_refused(authority):
    other = authority.stamp(TEXT.replace(b"23", b"24"))
    assert codes(checked(other, authority.certificate("root.pem")), "fails") == ["stamp_other"]


def test_another_authority_s_stamp_is_refused(stamp, tmp_path):
    other = Authority(tmp_path / "other")
    assert codes(checked(stamp, other.certificate("root.pem")), "fails") == ["stamp_forged"]


def test_a_certificate_that_is_not_for_time_stamps_is_refused(stamp, tmp_path):
    """The stamper's certificate from somebody whose certificates are for other things."""
    other = Authority(tmp_path / "other", purpose="signing")
    assert codes(checked(stamp, other.certificate("own.pem")), "fails") == ["stamp_forged"]
    assert codes(checked(stamp, b"no certificate"), "fails") == ["stamp_forged"]


def test_a_changed_or_cut_stamp_is_refused(authority, stamp):
    given = Given([], [], authority.certificate("root.pem"))
    believed = 0
    for place in range(0, len(stamp), 7):
        changed = bytearray(stamp)
        changed[place] ^= 1
        believed += "stamp_holds" in codes(verify(package(LOG, stamp=bytes(changed)), given), "holds")
        assert "stamp_holds" not in codes(verify(package(LOG, stamp=stamp[:place]), given), "holds")
    # What the authority did not sign may differ: the certificates it sent along, and the frame around its signature.
    assert believed < len(stamp) / 7 / 2


def test_the_hostile_is_refused_without_failing():
    for hostile in (b"", b"0", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80\x00\x00", b"\x30\x03\x02\x01\x00" * 400, bytes(2000)):
        found = codes(checked(hostile), "fails")
        assert found == ["stamp_unreadable"]
