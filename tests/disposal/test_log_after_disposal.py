"""A disposal destroys text and nothing of the log: its root and proofs are what they were, and it says what was destroyed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from disposal.canary import CASE, WORD
from disposal.installation import Installation, installed
from disposal.planting import dispose, plant
from integrity.remaking import codes, verify
from town import NOW
from typer.testing import CliRunner

from events.archive import Disposed
from events.lists.access import DisclosureBasis
from services.case_service.integrity.thorough import check_whole_log
from services.case_service.proven.copying import For, write_whole_log
from services.case_service.reactions.keeping_watch import KeepingWatch
from services.case_service.reactions.recipients import Recipients
from services.case_service.store.recheck import recheck
from services.integrity.merkle import check_consistency, check_inclusion
from services.integrity.package import unpack
from texts.case_number import case_number
from varde.cli.app import app
from varde.composition import make_read_model
from varde.exporting import Wanted, export_case

pytestmark = pytest.mark.long

FOR = For(recipient="Revisor", legal_basis="kommuneloven § 24-2")


class Lived:
    """An installation whose case was disposed of, and what its log was before."""

    def __init__(self, installation: Installation) -> None:
        self.installation, self.town = installation, installation.town
        self.store = self.town.server.desk.store
        plant(self.town)
        desk = self.town.server.desk
        desk.integrity.keeper().look(desk.clock())
        self.size = self.store.tree_size()
        self.root = self.store.root()
        of_case = (one.position for one in self.town.log() if one.envelope.case_id == CASE and one.position is not None)
        self.leaves = {position: self.store.leaf_hash(position) for position in of_case}
        dispose(self.town)
        desk.integrity.keeper().look(desk.clock())
        installation.follows()

    @property
    def disposed(self) -> list[Disposed]:
        return [one.event for one in self.town.log() if isinstance(one.event, Disposed)]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    dsn = request.getfixturevalue("postgres_dsn") if request.param == "postgres" else None
    with installed(tmp_path_factory.mktemp("installation"), dsn=dsn) as installation:
        yield Lived(installation)


def test_the_root_of_what_was_there_before_is_what_it_was_and_the_log_goes_on_from_it(lived: Lived) -> None:
    store, now = lived.store, lived.store.tree_size()

    assert store.root(lived.size) == lived.root
    assert now > lived.size
    check_consistency(lived.size, now, store.consistency(lived.size, now), lived.root, store.root())


def test_every_event_of_the_case_is_proven_to_be_in_the_log_by_the_leaf_that_it_had(lived: Lived) -> None:
    store, size = lived.store, lived.store.tree_size()
    assert len(lived.leaves) > 40

    for position, leaf in lived.leaves.items():
        assert store.leaf_hash(position) == leaf
        check_inclusion(leaf, position - 1, size, store.inclusion(position, size), store.root())
        check_inclusion(leaf, position - 1, lived.size, store.inclusion(position, lived.size), lived.root)


def test_the_whole_log_made_again_from_the_stored_events_has_the_same_root(lived: Lived) -> None:
    rechecked = recheck(lived.store)

    assert rechecked.faults == ()
    assert (rechecked.size, rechecked.root) == (lived.store.tree_size(), lived.store.root())


def test_a_start_the_nightly_check_and_the_check_on_the_command_line_find_nothing(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, settings = lived.town.server.desk, lived.installation.settings

    assert make_read_model(settings) == desk.store.last_position()
    watch = KeepingWatch(desk.integrity, desk.read_model, desk.notices, Recipients(desk.read_model))
    assert watch.look(desk.clock()) == ()
    assert check_whole_log(desk.integrity, desk.clock()).faults == ()
    for name, value in lived.installation.environment.items():
        monkeypatch.setenv(name, value)
    checked = CliRunner().invoke(app, ["check", "--integrity", "--json"])
    assert checked.exit_code == 0, checked.output
    assert '"faults": []' in checked.stdout


def test_the_verifier_accepts_the_whole_log(lived: Lived) -> None:
    out = io.BytesIO()
    write_whole_log(out, lived.town.server.desk.integrity, for_=FOR, now=NOW)

    report = verify(out.getvalue())

    assert codes(report, "fails") == []


def test_the_verifier_accepts_the_whole_case_and_says_that_its_text_was_destroyed_with_a_certificate(
    lived: Lived, tmp_path: Path
) -> None:
    wanted = Wanted(case=str(CASE), basis=DisclosureBasis.PARTY_ACCESS, text=True)
    export_case(lived.installation.settings, tmp_path / "copy.zip", FOR, wanted)

    package = (tmp_path / "copy.zip").read_bytes()
    report = verify(package)

    (one, *_) = lived.disposed
    said = [finding.said("nb") for finding in report.findings]
    assert codes(report, "fails") == []
    assert {"destroyed_told"} <= set(codes(report, "holds"))
    assert "destroyed" in codes(report, "unknown")
    assert "destroyed_untold" not in codes(report, "unknown")
    assert any(f"K-{case_number(UUID(one.receipt))}" in sentence and "vedtak av to" in sentence for sentence in said)
    assert WORD.encode() not in b"".join(bytes(content) for content in unpack(package).values())
