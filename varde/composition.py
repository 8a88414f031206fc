"""Where real things are put together: store, application, pages. The warehouse is put together in :mod:`varde.warehousing`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from services.case_service.application import Application
from services.case_service.backup import Secret, Sources
from services.case_service.backup.vouching import text_of
from services.case_service.desk import Desk, make_desk
from services.case_service.disposal import refuse_older_keys
from services.case_service.http.signing_in.account_keys import AccountKeys
from services.case_service.integrity.kept import Integrity
from services.case_service.notices.book import NoticeBook
from services.case_service.reactions.calling import Calling
from services.case_service.reactions.follower import Follower, is_running
from services.case_service.reactions.mailing import Mailing
from services.case_service.read_model import ReadModel
from services.case_service.read_model.comparing import differing_rows
from services.case_service.refs import Refs
from services.case_service.store import (
    EventStore,
    PostgresDatabase,
    SQLiteFile,
    StoreError,
    StoreSettings,
    migrate,
    open_store,
)
from services.case_service.store.settings import Place
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.integrity.checkpoints import LogKeys, read_log_keys
from services.integrity.keeping.book import IntegrityBook
from services.integrity.keeping.signer import KeyFiles
from services.integrity.notes import NoteError
from services.reporting.serving.client import Health, RemoteQueries
from varde.clock import new_id, system_clock
from varde.database_address import dsn
from varde.settings import Settings


def store_settings(settings: Settings) -> StoreSettings:
    """What the store needs to know."""
    if settings.database is None:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return StoreSettings(
            tenant=settings.tenant,
            events=SQLiteFile(path=settings.events_file),
            keys=SQLiteFile(path=settings.keys_file),
            kek=settings.kek(),
            kek_again=settings.keks,
        )
    return StoreSettings(
        tenant=settings.tenant,
        events=PostgresDatabase(dsn=dsn(settings, settings.database)),
        keys=PostgresDatabase(dsn=dsn(settings, settings.key_database or "")),
        kek=settings.kek(),
        kek_again=settings.keks,
    )


def backup_sources(settings: Settings) -> Sources:
    """What a backup of the tenant holds, and where a restore puts it. Makes and opens nothing."""
    if settings.database is None:
        events, keys = SQLiteFile(path=settings.events_file), SQLiteFile(path=settings.keys_file)
        places: tuple[Place, Place] = (events, keys)
    else:
        places = (
            PostgresDatabase(dsn=dsn(settings, settings.database)),
            PostgresDatabase(dsn=dsn(settings, settings.key_database or "")),
        )
    return Sources(
        tenant=settings.tenant,
        events=places[0],
        keys=places[1],
        home=settings.home,
        secrets=(
            Secret(name="kek", file=settings.kek_file),
            Secret(name="pseudonym_key", file=settings.pseudonym_key_file),
            Secret(name="account_key", file=settings.account_key_file, can_be_new=True),
            Secret(name="secret_key", file=settings.secret_key_file, can_be_new=True),
            Secret(name="log_key", file=settings.integrity.signing_key, can_be_new=True),
        ),
        settings=settings.surroundings(),
        checkpoint=_last_checkpoint(settings),
        log_keys=settings.integrity.public_keys.read_text(encoding="utf-8") if settings.integrity.public_keys.exists() else None,
        vouch=partial(_vouched, KeyFiles(signing=settings.integrity.signing_key, public=settings.integrity.public_keys)),
    )


def _vouched(files: KeyFiles, manifest_sha256: str, position: int) -> bytes | None:
    """The signature over a backup's manifest; None where this machine cannot sign for the log."""
    try:
        return files.sign_text(text_of(files.origin(), position, manifest_sha256), position).encoded().encode()
    except NoteError:
        return None


def _last_checkpoint(settings: Settings) -> bytes | None:
    """The newest checkpoint that the log was signed with; None before the first."""
    if not settings.integrity.book.exists():
        return None
    last = IntegrityBook(settings.integrity.book).last()
    return None if last is None else last.note.encoded().encode()


def believed_log_keys(settings: Settings) -> LogKeys | None:
    """The keys that this machine believes the log's checkpoints of; None where it knows of none."""
    file = settings.integrity.public_keys
    return read_log_keys(file.read_text(encoding="utf-8")) if file.exists() else None


def prepare(settings: Settings) -> int:
    """Make or bring up to date the tenant's tables, and sign the log the first time. Returns how many steps were taken."""
    taken = migrate(store_settings(settings))
    with event_store(settings) as store:
        Integrity(store, settings.integrity).begin(settings.origin, system_clock())
    return taken


@contextmanager
def event_store(settings: Settings) -> Iterator[EventStore]:
    """The tenant's event store, opened and closed again."""
    with open_store(store_settings(settings)) as store:
        yield store


def application(store: EventStore, settings: Settings) -> Application:
    """The application on the machine's own clock."""
    return Application(store, clock=system_clock, new_id=new_id, fingerprint_key=settings.pseudonym_key())


def references(settings: Settings) -> Refs:
    """The ids of the tenant for other systems' references."""
    return Refs(settings.tenant, settings.pseudonym_key())


def open_desk(settings: Settings) -> Desk:
    """What a web process works with until it ends."""
    return desk_over(open_store(store_settings(settings)), settings)


def desk_over(store: EventStore, settings: Settings) -> Desk:
    """What works over an open store, with the tenant's own files."""
    return make_desk(
        store,
        home=settings.home,
        rules=load_rulebooks(),
        calendar=Calendar(),
        clock=system_clock,
        new_id=new_id,
        marking_key=settings.pseudonym_key(),
        integrity=settings.integrity,
    )


def make_read_model(settings: Settings) -> int:
    """Bring the read model up to date with the log before anybody waits for it. Returns the position reached.

    Raises LogNotItselfError when the log is not the one that was signed: nothing is begun on it.
    """
    with event_store(settings) as store:
        Integrity(store, settings.integrity).refuse_other_log()
        model = desk_over(store, settings).read_model
        try:
            reached = model.catch_up()
            refuse_older_keys(store, model.disposed())
            return reached
        finally:
            model.close()


def changed_read_model(settings: Settings) -> dict[str, int]:
    """How many rows of each table of the read model are not what the log gives; empty when all are.

    It is made anew beside, so nobody waits; what is recorded meanwhile is taken in by both before they are compared.
    """
    with event_store(settings) as store, TemporaryDirectory(dir=settings.home, prefix=".read_model.") as folder:
        kept = desk_over(store, settings).read_model
        fresh_file = Path(folder) / "read_model.sqlite"
        fresh = ReadModel(fresh_file, store, rules=load_rulebooks(), calendar=Calendar(), clock=system_clock)
        try:
            fresh.catch_up()
            while fresh.catch_up() != kept.catch_up():
                pass
            return differing_rows(settings.home / "read_model.sqlite", fresh_file)
        finally:
            kept.close()
            fresh.close()


@contextmanager
def reactions(settings: Settings) -> Iterator[Follower]:
    """What follows by itself for the tenant: notices, avvik by rule, mail where there is a mail server, webhooks."""
    with event_store(settings) as store:
        desk = desk_over(store, settings)
        mail = settings.outside.mail
        mailing = None if mail is None else Mailing(desk.notices, store, mail)
        calling = Calling(store, desk.notices.deliveries, settings.outside.own_net)
        try:
            yield Follower(desk, desk.notices, mailing=mailing, senders=(calling,))
        finally:
            desk.read_model.close()


def reactions_run(settings: Settings) -> bool:
    """Whether a process that reacts is at work."""
    return settings.notices_file.exists() and is_running(NoticeBook(settings.notices_file), system_clock())


def warehouse_health(settings: Settings) -> Health | None:
    """How the warehouse process is; None when it does not answer."""
    with closing(RemoteQueries(settings.warehouse_socket)) as remote:
        return remote.health()


def account_keys(settings: Settings) -> AccountKeys:
    """What seals the accounts' secrets and marks their identities."""
    return AccountKeys(sealing=settings.account_key(), marking=settings.pseudonym_key())


def readiness(settings: Settings) -> dict[str, bool]:
    """Which parts answer: the event store and the warehouse process."""
    try:
        with event_store(settings) as store:
            store.last_position()
        stands = True
    except StoreError:
        stands = False
    with closing(RemoteQueries(settings.warehouse_socket)) as remote:
        return {"store": stands, "warehouse": remote.is_alive()}
