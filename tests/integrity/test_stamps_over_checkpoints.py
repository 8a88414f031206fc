"""A municipality asks an outside authority for a time stamp over its checkpoint, and believes only what that authority signed."""

import pytest
from integrity.stamping_authority import NEEDS_OPENSSL, Authority

from services.integrity.keeping.stamps import StampError, stamp_request, stamped_at
from services.integrity.verifier import varde_verify

pytestmark = NEEDS_OPENSSL

TEXT = "varde.example/lyngfjord\n23\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority") / "own")


@pytest.fixture(scope="module")
def response(authority):
    return authority.answer(stamp_request(TEXT))


@pytest.fixture
def roots(authority, tmp_path):
    file = tmp_path / "roots.pem"
    file.write_bytes(authority.certificate("root.pem"))
    return file


def test_the_time_is_the_one_that_the_authority_signed(response, roots):
    at = stamped_at(TEXT, response, roots)
    assert at.strftime("%Y-%m-%dT%H:%M:%SZ") == varde_verify.read_stamp(response).at


def test_a_stamp_is_over_one_checkpoint_alone(response, roots):
    with pytest.raises(StampError):
        stamped_at(TEXT.replace("23", "24"), response, roots)


def test_an_authority_that_is_not_known_is_not_believed(response, tmp_path):
    other = Authority(tmp_path / "other")
    roots = tmp_path / "other.pem"
    roots.write_bytes(other.certificate("root.pem"))
    with pytest.raises(StampError):
        stamped_at(TEXT, response, roots)


@pytest.mark.parametrize("harm", [lambda stamp: stamp[:-1] + bytes([stamp[-1] ^ 1]), lambda stamp: stamp[:200], lambda _: b""])
def test_a_changed_or_cut_stamp_is_not_believed(response, roots, harm):
    with pytest.raises(StampError):
        stamped_at(TEXT, harm(response), roots)
