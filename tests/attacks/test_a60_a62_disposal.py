"""A60, A62: what was disposed of on the pages is nowhere that Varde reaches, on either database, and an older key store is refused.

Everything is done once for each database, and what was found in the files at each stage is looked at by the tests.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from disposal.canary import CASE, WORD, hits, spellings, written_out
from disposal.installation import Installation, installed, make_talkative, older_keys_put_back
from disposal.planting import dispose, plant
from town import matter

from events.sealing import UNREADABLE
from services.case_service.disposal import OlderKeyStoreError
from services.case_service.store import WrongTenantKeyError
from services.case_service.store.wrapping import Wrapping
from tests.store.postgres_server import own_postgres
from varde.composition import make_read_model
from varde.kek import replace_kek

pytestmark = pytest.mark.long

CONTROL = b"Fasitfuglqzx"
OTHERS = ("annen-sak", "sak-b", "varslet")

Found = dict[str, int]


class Lived:
    """What was seen of an installation: before its case was disposed of, after that, and after its keys were wrapped anew."""

    def __init__(self, installation: Installation) -> None:
        self.installation, town = installation, installation.town
        self.on_server = installation.server is not None
        self.control = self._control()
        plant(town)
        installation.follows()
        self.backup = installation.backed_up()
        self.others = {name: town.events(matter(name)) for name in OTHERS}
        self.log = [(one.position, one.envelope.event_id) for one in town.log()]
        rows = {key: row for key, row in installation.key_rows().items() if key.subject == CASE}
        self.keks = [installation.settings.kek()]
        self.wrapped = [row.wrapped for row in rows.values() if row.wrapped is not None]
        self.opened = [Wrapping("lyngfjord", self.keks[0]).unwrap(key, row) for key, row in rows.items()]
        self.files_of_case = list((town.home / "attachments").rglob("*.sealed"))
        self.before = self._looked()

        archivist = dispose(town)

        self.files_left = list((town.home / "attachments").rglob("*.sealed"))
        pages = (archivist.get(f"/saker/{CASE}"), archivist.get("/admin/kassasjon"), archivist.get("/saker"))
        self.pages = [one.text for one in (*pages, town.comes("rektor").get(f"/saker/{CASE}"))]
        self.read = town.events(CASE)
        self.others_after = {name: town.events(matter(name)) for name in OTHERS}
        self.log_after = [(one.position, one.envelope.event_id) for one in town.log()]
        installation.follows()
        self.after = self._looked()
        self.older_keys = self._start_on_older_keys()
        replace_kek(installation.settings)
        self.keks.append(installation.settings.kek())
        self.after_rewrap = self._looked()
        self.older_keys_after_rewrap = self._start_on_older_keys()
        self.old_kek = hits([*installation.folders], written_out(self.keks[:1]))
        self.rows = rows
        self.in_backup = {
            part: (hits([folder], spellings()), hits([folder], written_out(self.wrapped + self.opened)))
            for part, folder in (("data", self.backup.data), ("keys", self.backup.keys))
        }

    def _control(self) -> Found:
        """Where a word is found that was written down as it is: so the search sees what is there."""
        (self.installation.temporary / "control").write_bytes(CONTROL)
        self.installation.writes_down(CONTROL.decode())
        self.installation.settles()
        return hits(self.installation.folders, [CONTROL])

    def _looked(self) -> tuple[Found, Found, Found]:
        """Where the word stands, where the case's wrapped keys stand, and where the keys themselves do."""
        self.installation.settles()
        folders = self.installation.folders
        return hits(folders, spellings()), hits(folders, written_out(self.wrapped)), hits(folders, written_out(self.opened))

    def _start_on_older_keys(self) -> str:
        """What a start says to the keys of the backup."""
        with older_keys_put_back(self.installation, self.backup) as settings:
            try:
                make_read_model(settings)
            except (OlderKeyStoreError, WrongTenantKeyError) as error:
                return type(error).__name__
        return "started"


def _within_reach(found: Found) -> list[str]:
    """The files of those in which something was found that are neither a server's log of changes nor what it says."""
    return sorted(name for name in found if "/pg_wal/" not in name and not name.endswith("/data/log"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    with ExitStack() as open_until_looked_at:
        server = open_until_looked_at.enter_context(own_postgres()) if request.param == "postgres" else None
        if server is not None:
            make_talkative(server)
        folder = tmp_path_factory.mktemp("installation")
        return Lived(open_until_looked_at.enter_context(installed(folder, server=server)))


def test_the_search_finds_a_word_that_was_written_down_as_it_is(lived: Lived) -> None:
    parts = {Path(name).parent.name for name in lived.control}
    assert "temporary" in parts
    if lived.on_server:
        assert "pg_wal" in parts
        assert any("/base/" in name for name in lived.control)
        assert any(name.endswith("/log") for name in lived.control)


def test_a60_no_text_of_the_case_ever_lay_in_any_file(lived: Lived) -> None:
    assert lived.before[0] == lived.after[0] == lived.after_rewrap[0] == {}


def test_a60_no_key_lay_unwrapped_in_any_file(lived: Lived) -> None:
    assert len(lived.opened) == 2
    assert lived.before[2] == lived.after[2] == lived.after_rewrap[2] == {}


def test_a60_the_wrapped_keys_lay_in_the_key_store_and_are_gone_from_all_that_varde_can_reach(lived: Lived) -> None:
    assert len(lived.wrapped) == 2
    assert lived.before[1]
    assert _within_reach(lived.after[1]) == []
    assert bool(lived.after[1]) is lived.on_server


def test_a60_what_a_server_keeps_of_wrapped_keys_opens_with_no_key_that_exists_once_they_are_wrapped_anew(lived: Lived) -> None:
    assert lived.old_kek == {}
    for key, row in lived.rows.items():
        with pytest.raises(WrongTenantKeyError):
            Wrapping("lyngfjord", lived.keks[1]).unwrap(key, row)
    assert _within_reach(lived.after_rewrap[1]) == []


def test_a60_nobody_is_shown_a_word_of_it_and_its_files_are_gone(lived: Lived) -> None:
    assert len(lived.files_of_case) >= 3
    assert lived.files_left == []
    assert WORD not in str(lived.pages)
    read = msgspec.json.encode([one.event for one in lived.read]).decode()
    assert WORD not in read
    assert UNREADABLE in read


def test_a60_other_cases_read_as_before_and_the_log_goes_on_from_where_it_was(lived: Lived) -> None:
    assert lived.others_after == lived.others
    assert lived.log_after[: len(lived.log)] == lived.log
    told = [one for one in lived.log_after if one not in lived.log]
    assert len(told) >= 4


def test_a60_a_backup_from_before_has_neither_text_nor_an_opened_key_and_its_data_no_key_at_all(lived: Lived) -> None:
    assert [text for text, _ in lived.in_backup.values()] == [{}, {}]
    assert lived.in_backup["data"][1] == {}
    assert lived.in_backup["keys"][1]


def test_a62_the_keys_of_a_backup_from_before_are_refused_and_open_nothing_once_they_are_wrapped_anew(lived: Lived) -> None:
    assert lived.older_keys == "OlderKeyStoreError"
    assert lived.older_keys_after_rewrap == "WrongTenantKeyError"
