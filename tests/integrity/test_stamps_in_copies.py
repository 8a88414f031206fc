"""A time stamp in a copy: checked with its authority's certificate, and only then believed."""

import pytest
from integrity.package_making import checkpoint, ordinary_log, package
from integrity.remaking import Given, codes, verify
from integrity.stamping_authority import NEEDS_OPENSSL, Authority

from services.integrity.verifier import varde_verify

pytestmark = NEEDS_OPENSSL

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
