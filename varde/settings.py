"""Settings from the environment, read once and checked all at once.

A default stands only where it is right in production and harmless in public. Secrets come from files; on the embedded
stores a missing secret is made once, in the data folder, readable by its owner alone.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from services.case_service.http.signing_in.account_keys import sealing_key_of
from services.case_service.http.signing_in.provider import Provider
from services.case_service.integrity.kept import IntegrityPlaces, places_in
from services.case_service.store.settings import KEK_BYTES, TENANT_NAME
from services.integrity.durable import written_beside
from services.integrity.notes.keys import is_name
from varde.demo.municipality import DEMO_TENANT, MUNICIPALITY
from varde.oidc_file import read_providers
from varde.outside import Outside, read_outside

MOST_PROXIES = 5


class SettingsError(ValueError):
    """The environment does not make sense. ``problems`` lists everything that is wrong, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where one tenant's things are. ``database`` is None for the embedded stores, ``hosts`` where any name is answered to.

    ``municipality`` is what the municipality calls itself: on its pages, and in what it publishes.
    """

    data: Path
    tenant: str
    municipality: str
    database: str | None = None
    key_database: str | None = None
    database_password: str | None = None
    kek_file: Path
    kek_next_file: Path
    account_key_file: Path
    secret_key_file: Path
    pseudonym_key_file: Path
    secure_cookies: bool = False
    hosts: tuple[str, ...] | None = None
    proxies: int = 0
    providers: tuple[Provider, ...] = ()
    outside: Outside = Outside()
    log_key_file: Path | None = None
    log_origin: str | None = None
    witnesses_file: Path | None = None

    @property
    def home(self) -> Path:
        """The tenant's own folder."""
        return self.data / self.tenant

    @property
    def events_file(self) -> Path:
        """The embedded event store."""
        return self.home / "events.sqlite"

    @property
    def keys_file(self) -> Path:
        """The embedded key store: another file, with other backups."""
        return self.home / "keys.sqlite"

    @property
    def warehouse_file(self) -> Path:
        """The warehouse, a cache that can be rebuilt."""
        return self.home / "warehouse.duckdb"

    @property
    def warehouse_socket(self) -> Path:
        """Where the warehouse process answers."""
        return self.home / "warehouse.sock"

    @property
    def notices_file(self) -> Path:
        """The notices, and the mail and messages that wait to be sent."""
        return self.home / "notices.sqlite"

    @property
    def integrity(self) -> IntegrityPlaces:
        """What signs and checks the log. The signing key lies outside the database, and may lie outside this folder."""
        own = places_in(self.home)
        return msgspec.structs.replace(
            own, signing_key=self.log_key_file or own.signing_key, witnesses=self.witnesses_file or own.witnesses
        )

    @property
    def origin(self) -> str:
        """What the log is called when its first key is made: never changed after."""
        return self.log_origin or f"{self.hosts[0] if self.hosts else 'localhost'}/{self.tenant}"

    @property
    def accounts_file(self) -> Path:
        """Who may log in."""
        return self.home / "accounts.sqlite"

    def surroundings(self) -> dict[str, str]:
        """What the environment said, as far as it is no secret: for the one who sets Varde up again after a disaster."""
        said = {
            "VARDE_TENANT": self.tenant,
            "VARDE_MUNICIPALITY": self.municipality,
            "VARDE_DATABASE": _without_password(self.database),
            "VARDE_KEY_DATABASE": _without_password(self.key_database),
            "VARDE_HOSTS": " ".join(self.hosts or ()),
            "VARDE_PROXIES": str(self.proxies),
            "VARDE_SECURE_COOKIES": "1" if self.secure_cookies else "",
        }
        return {name: value for name, value in said.items() if value}

    def kek(self) -> bytes:
        """The key that wraps every other key of the tenant: 32 bytes. Raises SettingsError."""
        return self._secret(self.kek_file)

    def kek_next(self) -> bytes:
        """The key that is to take its place, while it is being replaced. Raises SettingsError."""
        return self._read(self.kek_next_file)

    def keks(self) -> tuple[bytes, ...]:
        """The keys that may wrap every other one now: two while it is being replaced. What cannot be read is left out."""
        return tuple(key for file in (self.kek_file, self.kek_next_file) if (key := _hexadecimal(file)) is not None)

    def account_key(self) -> bytes:
        """The key that seals the accounts' secrets: kept by itself once the tenant's key was replaced, else made from that."""
        return self._read(self.account_key_file) if self.account_key_file.exists() else sealing_key_of(self.kek())

    def keep_account_key(self) -> None:
        """Keep the key that seals the accounts' secrets by itself, so that it outlives the key that it was made from."""
        if not self.account_key_file.exists():
            _make_secret(self.account_key_file, self.account_key())

    def secret_key(self) -> bytes:
        """The key that signs sessions: 32 bytes. Raises SettingsError."""
        return self._secret(self.secret_key_file)

    def pseudonym_key(self) -> bytes:
        """The key that makes ids from other systems' references: 32 bytes, never changed. Raises SettingsError.

        Without it nobody can try out birth numbers against the pseudonyms in the warehouse.
        """
        return self._secret(self.pseudonym_key_file)

    def _secret(self, file: Path) -> bytes:
        if not file.exists():
            if self.database is not None:
                raise SettingsError([f"{file} does not exist; on PostgreSQL the secrets must be given"])
            _make_secret(file, secrets.token_bytes(KEK_BYTES))
        return self._read(file)

    def _read(self, file: Path) -> bytes:
        found = _hexadecimal(file)
        if found is None:
            raise SettingsError([f"{file} must hold {KEK_BYTES} bytes as {KEK_BYTES * 2} hexadecimal digits"])
        return found


def _without_password(address: str | None) -> str:
    if address is None:
        return ""
    return make_conninfo("", **{name: value for name, value in conninfo_to_dict(address).items() if name != "password"})


def _is_address(address: str) -> bool:
    """Whether it is a PostgreSQL address, as a URL or as ``name=value`` pairs."""
    try:
        conninfo_to_dict(address)
    except ProgrammingError:
        return False
    return True


def _hexadecimal(file: Path) -> bytes | None:
    """The secret in a file; None when there is none, or something else."""
    try:
        found = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return found if len(found) == KEK_BYTES else None


def _make_secret(file: Path, secret: bytes) -> None:
    # The name appears only when the whole secret is behind it, and the first of several processes gives it.
    with written_beside(file, f"{secret.hex()}\n".encode("ascii")) as beside, contextlib.suppress(FileExistsError):
        os.link(beside, file)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read VARDE_* from ``environment``. Raises SettingsError that lists every problem."""
    problems: list[str] = []
    data = Path(environment.get("VARDE_DATA", ".varde"))
    tenant = environment.get("VARDE_TENANT", "demo")
    if not TENANT_NAME.fullmatch(tenant):
        problems.append(f"VARDE_TENANT must be small letters, digits and underscores, from a letter, at most 31: {tenant!r}")
    database, key_database, password = _databases(environment, problems)
    hosts = tuple(environment.get("VARDE_HOSTS", "").split()) or None
    proxies = _proxies(environment, problems)
    providers = _providers(environment, problems, hosts)
    outside = read_outside(environment, problems)
    origin = _origin(environment, problems)
    if problems:
        raise SettingsError(problems)
    home = data / tenant
    kek_file = Path(environment.get("VARDE_KEK_FILE", str(home / "kek")))
    return Settings(
        data=data,
        tenant=tenant,
        municipality=environment.get("VARDE_MUNICIPALITY", "").strip() or (MUNICIPALITY if tenant == DEMO_TENANT else tenant),
        database=database,
        key_database=key_database,
        database_password=password,
        kek_file=kek_file,
        kek_next_file=Path(environment.get("VARDE_KEK_NEXT_FILE", f"{kek_file}.next")),
        account_key_file=Path(environment.get("VARDE_ACCOUNT_KEY_FILE", str(home / "account_key"))),
        secret_key_file=Path(environment.get("VARDE_SECRET_KEY_FILE", str(home / "secret_key"))),
        pseudonym_key_file=Path(environment.get("VARDE_PSEUDONYM_KEY_FILE", str(home / "pseudonym_key"))),
        secure_cookies=environment.get("VARDE_SECURE_COOKIES", "") == "1",
        hosts=hosts,
        proxies=proxies,
        providers=providers,
        outside=outside,
        log_key_file=_path(environment, "VARDE_LOG_KEY_FILE"),
        log_origin=origin,
        witnesses_file=_path(environment, "VARDE_WITNESSES_FILE"),
    )


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(given) if (given := environment.get(name)) else None


def _origin(environment: Mapping[str, str], problems: list[str]) -> str | None:
    given = environment.get("VARDE_LOG_ORIGIN") or None
    if given is not None and not is_name(given):
        problems.append(f"VARDE_LOG_ORIGIN must be a name without spaces and plus signs, such as varde.example/log: {given!r}")
    return given


def _databases(environment: Mapping[str, str], problems: list[str]) -> tuple[str | None, str | None, str | None]:
    """The events' database, the keys' and their password; what is wrong is added to ``problems``."""
    database = environment.get("VARDE_DATABASE") or None
    key_database = environment.get("VARDE_KEY_DATABASE") or None
    if database is not None:
        problems += [
            f"{name} must be a PostgreSQL address such as postgresql://host/database, or empty for the embedded store"
            for name, address in (("VARDE_DATABASE", database), ("VARDE_KEY_DATABASE", key_database))
            if address is not None and not _is_address(address)
        ]
        if key_database is None:
            problems.append("VARDE_KEY_DATABASE must be given when VARDE_DATABASE is: keys are kept in a database of their own")
        elif key_database == database:
            problems.append("VARDE_KEY_DATABASE must not be the same database as VARDE_DATABASE")
    password = None
    if name := environment.get("VARDE_DATABASE_PASSWORD_FILE"):
        file = Path(name)
        if file.is_file():
            password = file.read_text(encoding="utf-8").strip()
        else:
            problems.append(f"VARDE_DATABASE_PASSWORD_FILE does not exist: {name}")
    return database, key_database, password


def _proxies(environment: Mapping[str, str], problems: list[str]) -> int:
    given = environment.get("VARDE_PROXIES", "") or "0"
    if given.isascii() and given.isdigit() and int(given) <= MOST_PROXIES:
        return int(given)
    problems.append(f"VARDE_PROXIES must be how many proxies stand in front, 0 to {MOST_PROXIES}: {given!r}")
    return 0


def _providers(environment: Mapping[str, str], problems: list[str], hosts: tuple[str, ...] | None) -> tuple[Provider, ...]:
    name = environment.get("VARDE_OIDC_FILE")
    if not name:
        return ()
    providers, wrong = read_providers(Path(name))
    problems += wrong
    if hosts is None:
        problems.append("VARDE_HOSTS must be given when VARDE_OIDC_FILE is: a login must lead back to this server alone")
    return providers
