from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from services.case_service.http.signing_in.one_time_codes import (
    as_text,
    code_at,
    new_recovery_codes,
    new_secret,
    recovery_as_compared,
    setup_address,
    step_of,
)

RFC_SECRET = b"12345678901234567890"
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""RFC 6238, appendix B, SHA-1."""
RFC_4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")
"""RFC 4226, appendix D."""
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), list(RFC_6238.items()))
def test_codes_are_those_of_the_standard(seconds: int, code: str):
    assert code_at(RFC_SECRET, seconds // 30, digits=8) == code


@pytest.mark.parametrize(("count", "code"), list(enumerate(RFC_4226)))
def test_codes_of_six_digits_are_those_of_the_standard(count: int, code: str):
    assert code_at(RFC_SECRET, count) == code


def test_a_code_counts_half_a_minute_before_and_after():
    step = int(NOW.timestamp()) // 30
    for away, counts in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        found = step_of(code_at(RFC_SECRET, step + away), RFC_SECRET, NOW)
        assert found == (step + away if counts else None)


def test_a_code_may_be_typed_with_a_space_in_it():
    code = code_at(RFC_SECRET, int(NOW.timestamp()) // 30)
    assert step_of(f" {code[:3]} {code[3:]} ", RFC_SECRET, NOW) is not None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "²²²²²²", "12345\x00", "1" * 10_000])
def test_what_is_no_code_is_refused(code: str):
    assert step_of(code, RFC_SECRET, NOW) is None


def test_the_address_in_the_picture_is_what_apps_read():
    secret = new_secret()
    address = urlsplit(setup_address(secret, login="gro.bergtun", issuer="Varde"))
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Varde%3Agro.bergtun")
    query = parse_qs(address.query)
    assert query == {"secret": [as_text(secret).replace(" ", "")], "issuer": ["Varde"]}


def test_recovery_codes_are_hard_to_guess_and_easy_to_type():
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert len(recovery_as_compared(code)) == 12
        assert recovery_as_compared(code.upper().replace("-", " ")) == recovery_as_compared(code)


def test_a_code_of_yesterday_is_no_code_of_today():
    code = code_at(RFC_SECRET, int((NOW - timedelta(days=1)).timestamp()) // 30)
    assert step_of(code, RFC_SECRET, NOW) is None
