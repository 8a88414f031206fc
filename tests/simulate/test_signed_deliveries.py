"""A delivery is known by the signature of the municipality's log key, and nothing is taken in of which the sender is not known."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from published import Town, term, town
from varde_command import varde_says

from services.integrity.checkpoints import Vouched, log_keys
from services.integrity.keeping.signer import KeyFiles
from services.integrity.notes import PrivateKey, new_key, new_note, sign
from services.reporting.nation import writing
from services.reporting.nation.combining import combine
from services.reporting.nation.delivered import Delivery, Fault, NotTakenInError, read
from services.reporting.nation.senders import known_senders, proven
from services.reporting.open_data import signature
from services.reporting.open_data.file_format import DESCRIPTION
from services.reporting.open_data.signature import NOTE, WHAT


class Sending:
    """A municipality that publishes and signs, and the folder of keys of whoever takes it in."""

    def __init__(self, folder: Path, number: str = "6101") -> None:
        self.number = number
        self.folder = folder
        self.keys = folder / "keys"
        self.keys.mkdir(exist_ok=True)
        self.files = KeyFiles(signing=folder / f"{number}.log_key", public=folder / f"{number}.log_keys")
        self.files.make(f"varde.example/{number}")

    def deliver(self, size: int = 10, *, told: Town | None = None, into: str = "sent") -> Path:
        """Publish and sign, when the log has so many events."""
        (self.folder / into).mkdir()
        home = (told or town(self.number, term(30, 9))).write(self.folder / into)
        signature.sign(home, self.files.sign_text, origin=self.files.origin(), size=size)
        return home

    def make_known(self) -> Path:
        """Give the keys to whoever takes in. Returns the file."""
        file = self.keys / f"{self.number}.keys"
        file.write_text(self.files.keys().text, encoding="utf-8")
        return file

    def taken_in(self, home: Path, *unsigned: str) -> Delivery:
        """The delivery, when its sender is known."""
        return proven(read(home), known_senders(self.keys), unsigned)


@pytest.fixture
def sending(tmp_path: Path) -> Sending:
    made = Sending(tmp_path)
    made.make_known()
    return made


def refused(sending: Sending, home: Path, *unsigned: str) -> tuple[Fault, str]:
    with pytest.raises(NotTakenInError) as error:
        sending.taken_in(home, *unsigned)
    return error.value.fault, error.value.file.name


def signed_by(key: PrivateKey, home: Path, *, what: str = WHAT, size: int = 10) -> None:
    content = sha256((home / DESCRIPTION).read_bytes()).hexdigest()
    note = new_note(Vouched(what=what, origin=key.name, size=size, sha256=content).text)
    (home / NOTE).write_text(note.with_signatures([sign(note, key)]).encoded(), encoding="utf-8")


def test_who_sent_a_delivery_stands_in_what_is_combined(sending: Sending, tmp_path: Path):
    delivery = sending.taken_in(sending.deliver(size=412))
    said = writing.write(tmp_path / "out", combine([delivery]), [delivery])
    assert writing.read(tmp_path / "out")[0] == said
    (part,) = said.municipalities
    assert part.sender is not None
    assert part.sender.key == sending.files.keys().keys[0].key.vkey
    assert part.sender.log_size == 412


def test_a_delivery_without_a_signature_is_refused_unless_somebody_vouches_for_that_municipality(sending: Sending):
    home = sending.deliver()
    (home / NOTE).unlink()
    assert refused(sending, home) == (Fault.UNSIGNED, NOTE)
    assert refused(sending, home, "6102") == (Fault.UNSIGNED, NOTE)
    assert sending.taken_in(home, "6101").sender is None


def test_a_municipality_whose_keys_are_not_known_is_refused_unless_somebody_vouches_for_it(tmp_path: Path):
    stranger = Sending(tmp_path)
    home = stranger.deliver()
    assert refused(stranger, home) == (Fault.UNKNOWN_SENDER, DESCRIPTION)
    assert stranger.taken_in(home, "6101").sender is None


def test_a_signature_that_does_not_hold_is_refused_whoever_vouches(sending: Sending):
    home = sending.deliver()
    signed_by(new_key(sending.files.origin()), home)
    assert refused(sending, home, "6101") == (Fault.OTHER_SENDER, NOTE)


def test_figures_that_were_changed_after_they_were_signed_are_refused_with_all_their_hashes_right(sending: Sending):
    home = sending.deliver()
    note = (home / NOTE).read_bytes()
    for file in home.iterdir():
        file.unlink()
    home.rmdir()
    forged = town("6101", term(31, 9)).write(home.parent)
    (forged / NOTE).write_bytes(note)
    assert refused(sending, forged) == (Fault.ALTERED, DESCRIPTION)


def test_a_signature_that_was_changed_is_refused(sending: Sending):
    home = sending.deliver()
    text = (home / NOTE).read_text(encoding="utf-8")
    (home / NOTE).write_text(text.replace("\n10\n", "\n11\n"), encoding="utf-8")
    assert refused(sending, home) == (Fault.FORGED, NOTE)
    (home / NOTE).write_bytes(b"\xff\xfe")
    assert refused(sending, home) == (Fault.UNREADABLE, NOTE)


def test_one_municipality_cannot_deliver_for_another(sending: Sending, tmp_path: Path):
    other = Sending(tmp_path, "6102")
    other.make_known()
    home = town("6101", term(30, 9)).write(tmp_path)
    signature.sign(home, other.files.sign_text, origin=other.files.origin(), size=10)
    assert refused(sending, home) == (Fault.OTHER_SENDER, NOTE)


def test_a_municipality_cannot_name_itself_into_another_folder(sending: Sending):
    outside = sending.folder / "outside.keys"
    outside.write_text(log_keys([new_key("varde.example/6101").public_key]).text, encoding="utf-8")
    home = sending.deliver(told=town("../outside", term(30, 9)))
    assert refused(sending, home) == (Fault.UNKNOWN_SENDER, DESCRIPTION)


def test_what_a_logs_key_signed_for_something_else_is_no_delivery(sending: Sending):
    home = sending.deliver()
    key = new_key("varde.example/6101")
    (sending.keys / "6101.keys").write_text(log_keys([key.public_key]).text, encoding="utf-8")
    signed_by(key, home, what="varde-backup-manifest/1")
    assert refused(sending, home) == (Fault.UNREADABLE, NOTE)
    signed_by(key, home)
    assert sending.taken_in(home).sender is not None


def test_after_another_key_took_over_both_old_and_new_deliveries_are_known_by_the_key_of_their_time(tmp_path: Path):
    sending = Sending(tmp_path)
    before = sending.deliver(size=10)
    sending.files.rotate(10)
    after = sending.deliver(size=11, told=town("6101", term(31, 9)), into="later")
    sending.make_known()
    old, new = sending.taken_in(before), sending.taken_in(after)
    assert old.sender is not None
    assert new.sender is not None
    assert old.sender.key != new.sender.key


def test_a_key_that_was_given_up_signs_nothing_new(tmp_path: Path):
    sending = Sending(tmp_path)
    stolen = new_key("varde.example/6101")
    sending.files.public.write_text(log_keys([stolen.public_key]).rotated(new_key(stolen.name).public_key, at=10).text)
    sending.make_known()
    home = town("6101", term(30, 9)).write(tmp_path)
    signed_by(stolen, home, size=11)
    assert refused(sending, home) == (Fault.KEY_OUT_OF_TIME, NOTE)


def test_a_new_key_is_not_believed_before_its_list_has_come(sending: Sending):
    sending.files.rotate(10)
    assert refused(sending, sending.deliver(size=11)) == (Fault.OTHER_SENDER, NOTE)


def test_a_list_of_keys_that_cannot_be_read_is_named(sending: Sending):
    home = sending.deliver()
    (sending.keys / "6105.keys").write_text("nothing", encoding="utf-8")
    assert refused(sending, home) == (Fault.UNREADABLE, "6105.keys")


@pytest.mark.parametrize(("language", "said"), [("nb", "signaturen mangler"), ("nn", "signaturen manglar"), ("en", "is missing")])
def test_the_command_names_the_file_and_what_is_wrong_in_the_readers_language(sending: Sending, language: str, said: str):
    home, out = sending.deliver(), sending.folder / "out"
    words = ("nation", "combine", "--keys", sending.keys, "--into", out, home)
    around = {"VARDE_LANGUAGE": language}
    (home / NOTE).rename(home / "kept")
    without = varde_says(*words, env=around)
    assert (without.returncode, out.exists()) == (1, False)
    assert str(home / NOTE) in without.stderr
    assert said in without.stderr
    vouched = varde_says(*words, "--unsigned", "6101", env=around)
    assert vouched.returncode == 0, vouched.stderr
    assert "6101" in vouched.stdout
    (home / "kept").rename(home / NOTE)
    proved = varde_says(*words, "--json", env=around)
    assert json.loads(proved.stdout)["unsigned"] == []
