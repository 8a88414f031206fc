"""docker-compose.yml is whole, and each of its commands really starts, outside Docker, on a real PostgreSQL server."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.store.postgres_server import new_database

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def environment(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the containers are given, with addresses and files of this machine."""
    home = tmp_path_factory.mktemp("compose")
    for name in ("kek", "secret_key", "pseudonym_key"):
        (home / name).write_text(secrets.token_hex(32))
    return {
        **os.environ,
        "VARDE_DATA": str(home / "data"),
        "VARDE_TENANT": "composed",
        "VARDE_DATABASE": new_database(postgres_dsn),
        "VARDE_KEY_DATABASE": new_database(postgres_dsn),
        "VARDE_KEK_FILE": str(home / "kek"),
        "VARDE_SECRET_KEY_FILE": str(home / "secret_key"),
        "VARDE_PSEUDONYM_KEY_FILE": str(home / "pseudonym_key"),
        "VARDE_WITNESS_DATA": str(home / "witness"),
    }


def command_of(compose: dict[str, Any], service: str, port: int | None = None) -> list[str]:
    programs = {"varde": [str(Path(sys.executable).with_name("varde"))]}
    programs["varde-witness"] = [sys.executable, "-m", "services.integrity.witness"]
    words = [part for word in compose["services"][service]["command"] for part in programs.get(word, [word])]
    return [f"127.0.0.1:{port}" if word.startswith("0.0.0.0:") else word for word in words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(answers: Any, child: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers():
        assert child.poll() is None, child.communicate()
        assert time.monotonic() < deadline, "it did not answer in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def migrated(compose: dict[str, Any], environment: dict[str, str]) -> dict[str, str]:
    done = subprocess.run(command_of(compose, "migrate"), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return environment


def stop(child: subprocess.Popen[str]) -> int:
    child.send_signal(signal.SIGTERM)
    _, err = child.communicate(timeout=30)
    assert "Traceback" not in err, err
    return child.returncode


def test_every_long_running_service_has_a_health_check_and_waits_for_what_it_needs(compose):
    services = compose["services"]

    assert set(services) == {"postgres", "migrate", "warehouse", "reactions", "case_service", "dashboards", "witness"}
    assert all("healthcheck" in services[name] for name in services if name != "migrate")
    assert services["case_service"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["warehouse"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["reactions"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["dashboards"]["depends_on"]["warehouse"]["condition"] == "service_healthy"


def test_the_database_keeps_what_it_acknowledges_and_no_secret_stands_in_the_file(compose):
    command = compose["services"]["postgres"]["command"]

    assert {"fsync=on", "synchronous_commit=on", "full_page_writes=on"} <= set(command)
    assert {"postgres_password", "kek", "secret_key", "pseudonym_key"} == set(compose["secrets"])
    assert all(str(place["file"]).startswith("./secrets/") for place in compose["secrets"].values())


def test_the_signing_key_is_where_only_those_who_need_it_come_to(compose):
    reaching = {name for name, one in compose["services"].items() if "signing:/signing" in one.get("volumes", ())}

    assert reaching == {"migrate", "reactions"}
    assert compose["services"]["witness"]["volumes"] == ["witness:/witness"]


def test_keys_and_events_are_in_two_databases(compose):
    around = compose["services"]["case_service"]["environment"]

    assert around["VARDE_DATABASE"] != around["VARDE_KEY_DATABASE"]


@pytest.mark.parametrize("service", ["warehouse", "reactions"])
def test_a_following_service_starts_answers_its_health_check_and_stops_when_told(compose, migrated, service):
    child = subprocess.Popen(command_of(compose, service), env=migrated, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    check = [str(Path(sys.executable).with_name("varde")), *compose["services"][service]["healthcheck"]["test"][2:]]

    wait_for(lambda: subprocess.run(check, env=migrated, capture_output=True, check=False).returncode == 0, child)

    assert stop(child) == 0


@pytest.mark.parametrize("service", ["case_service", "dashboards", "witness"])
def test_a_web_service_starts_answers_its_health_check_and_stops_when_told(compose, migrated, service):
    port = free_port()
    child = subprocess.Popen(
        command_of(compose, service, port), env=migrated, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    wait_for(answers, child)

    assert stop(child) == 0
