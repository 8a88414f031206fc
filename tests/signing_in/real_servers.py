"""A certified OpenID Connect server and Varde on gunicorn, each in its own process, that know of each other."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provider_steps import mark_of

from events.lists.people import Role
from services.case_service.http.accounts import Accounts
from services.case_service.rights import Kind
from varde.composition import prepare
from varde.settings import read_settings

HERE = Path(__file__).parent
FEIDE_ACR = "urn:mace:feide.no:auth:level:fad08:3"
EPPN = "https://n.feide.no/claims/eduPersonPrincipalName"
SECRET = "a secret of the tests' own, long enough"
PASSWORD = "a password of some length"
PEOPLE: dict[str, dict[str, dict[str, str]]] = {
    "feide": {"aksel": {EPPN: "Aksel@lyngfjord.example"}, "fremmed": {EPPN: "fremmed@elsewhere.example"}},
    "id-porten": {"mor": {"pid": "21817398712"}},
}


@dataclass
class Installation:
    address: str
    home: Path
    issuers: dict[str, str]


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Varde with both providers, a teacher at Feide and a mother at ID-porten, and the address of it."""
    address = f"http://127.0.0.1:{_free_port()}"
    with _provider(address, "feide") as feide, _provider(address, "id-porten") as id_porten:
        issuers = {"feide": feide, "id-porten": id_porten}
        environment = _configure(folder, issuers)
        _register(environment)
        line = [sys.executable, "-m", "gunicorn", "confidential_server:pages()", "--bind", address.removeprefix("http://")]
        line += ["--worker-class", "gthread", "--threads", "4", "--workers", "2", "--no-control-socket", "--log-level", "warning"]
        with _process(line, folder / "log", {**os.environ, **environment, "PYTHONPATH": f"{Path.cwd()}:{HERE}"}) as process:
            _wait(process, f"{address}/healthz", folder / "log")
            yield Installation(address, folder / "data" / "signing", issuers)


def _configure(folder: Path, issuers: dict[str, str]) -> dict[str, str]:
    tables = []
    for name, issuer in issuers.items():
        (folder / f"{name}.secret").write_text(SECRET)
        lines = (f"[{name}]", f'is = "{name}"', f'issuer = "{issuer}"', 'client_id = "varde"', 'scopes = ["openid"]')
        tables.append("\n".join((*lines, f'client_secret_file = "{name}.secret"')))
    file = folder / "oidc.toml"
    file.write_text("\n".join(tables))
    return {
        "VARDE_DATA": str(folder / "data"),
        "VARDE_TENANT": "signing",
        "VARDE_OIDC_FILE": str(file),
        "VARDE_HOSTS": "127.0.0.1",
    }


def _register(environment: dict[str, str]) -> None:
    settings = read_settings(environment)
    prepare(settings)
    accounts, key = Accounts(settings.accounts_file), settings.pseudonym_key()
    accounts.add(login="aksel", name="Aksel Heiane", roles=(Role.FORM_TEACHER,), schools=("100000011",))
    accounts.identify("aksel", "feide", mark_of("feide", "aksel@lyngfjord.example", marking=key))
    accounts.add(login="local", name="Kari Nordli", password=PASSWORD, roles=(Role.ADMINISTRATOR,))
    accounts.add(login="mor", name="Mira Lyngmo", kind=Kind.GUARDIAN, roles=(Role.GUARDIAN,))
    accounts.identify("mor", "id-porten", mark_of("id-porten", "21817398712", marking=key))


@contextmanager
def _provider(address: str, name: str) -> Iterator[str]:
    levels = ("feide-one", FEIDE_ACR) if name == "feide" else ("idporten-loa-low", "idporten-loa-high")
    asked: dict[str, Any] = {
        "client_id": "varde",
        "client_secret": SECRET,
        "redirect_uris": [f"{address}/logg-inn/tilbake/{name}"],
        "post_logout_redirect_uris": [f"{address}/logg-inn"],
        "claims": [EPPN] if name == "feide" else ["pid"],
        "claims_in_id_token": name != "feide",
        "acr_values": [*levels, "idporten-loa-substantial"],
        "one_factor": levels[0],
        "two_factors": levels[1],
        "people": PEOPLE[name],
    }
    line = ["node", str(HERE / "oidc_provider.mjs"), json.dumps(asked)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def _process(line: list[str], log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out, subprocess.Popen(line, env=environment, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
