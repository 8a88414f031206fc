from __future__ import annotations

from pathlib import Path

import pytest

from services.case_service.rights import Kind
from varde.oidc_file import read_providers
from varde.settings import SettingsError, read_settings

FEIDE = '[feide]\nis = "feide"\nclient_id = "c"\nclient_secret_file = "secret"\n'


def read(folder: Path, text: str) -> tuple[tuple[object, ...], list[str]]:
    (folder / "secret").write_text("s\n")
    (folder / "empty").write_text("")
    (folder / "oidc.toml").write_text(text)
    return read_providers(folder / "oidc.toml")


def test_what_feide_and_id_porten_are_is_known(tmp_path: Path):
    id_porten = FEIDE.replace("[feide]", "[id-porten]").replace('is = "feide"', 'is = "id-porten"')
    (feide, porten), problems = read(tmp_path, f"{FEIDE}\n{id_porten}")
    assert problems == []
    assert (feide.issuer, feide.kinds, feide.client_secret) == ("https://auth.dataporten.no", {Kind.STAFF}, "s")
    assert feide.has_second_factor("urn:mace:feide.no:auth:level:fad08:3", ())
    assert not feide.has_second_factor(None, ("mfa",))
    assert (porten.identity_claim, porten.kinds) == ("pid", {Kind.GUARDIAN, Kind.PUPIL})


def test_what_is_known_can_be_written_over(tmp_path: Path):
    (feide,), problems = read(tmp_path, f'{FEIDE}issuer = "https://test.example"\nidentity_claim = "sub"\n')
    assert (problems, feide.issuer, feide.identity_claim) == ([], "https://test.example", "sub")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no provider"),
        ("x = ", "is not TOML"),
        ("x = 1", "must be a table"),
        (FEIDE.replace("[feide]", '["Fei de"]'), "stands in addresses"),
        (FEIDE.replace('"feide"', '"fedie"'), "is must be one of feide, id-porten, generic: 'fedie'"),
        (FEIDE.replace("client_id", "clientid"), "unknown field `clientid`"),
        (FEIDE.replace('"c"', '""'), "client_id must not be empty"),
        (FEIDE.replace('"secret"', '"nowhere"'), "client_secret_file cannot be read"),
        (FEIDE.replace('"secret"', '"empty"'), "client_secret_file is empty"),
        (FEIDE + 'issuer = "http://feide.example"', "issuer must be an https address"),
        (FEIDE + 'client_auth = "none"', "client_auth must be one of"),
        (FEIDE + 'scopes = ["profile"]', "scopes must hold openid"),
        (FEIDE + 'kinds = ["king"]', "king"),
        (FEIDE + "kinds = []", "kinds must name"),
        (FEIDE + "second_factor_acr = []", "no case can be opened"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str):
    providers, problems = read(tmp_path, text)
    assert providers == ()
    assert len(problems) == 1
    assert says in problems[0]


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(SettingsError) as found:
        read_settings({"VARDE_OIDC_FILE": str(tmp_path / "none.toml"), "VARDE_HOSTS": "x"})
    assert "cannot be read" in str(found.value)


def test_providers_need_the_names_that_the_server_answers_to(tmp_path: Path):
    read(tmp_path, FEIDE)
    with pytest.raises(SettingsError, match="VARDE_HOSTS must be given"):
        read_settings({"VARDE_OIDC_FILE": str(tmp_path / "oidc.toml")})
    assert len(read_settings({"VARDE_OIDC_FILE": str(tmp_path / "oidc.toml"), "VARDE_HOSTS": "x"}).providers) == 1


@pytest.mark.parametrize("proxies", ["x", "-1", "6", "1.0", "²"])
def test_a_strange_number_of_proxies_is_named(proxies: str):
    with pytest.raises(SettingsError, match="VARDE_PROXIES must be"):
        read_settings({"VARDE_PROXIES": proxies})
    assert read_settings({"VARDE_PROXIES": "2"}).proxies == 2
