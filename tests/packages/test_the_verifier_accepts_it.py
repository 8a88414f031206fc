"""What goes to Statsforvalteren and to a family is checked by the offline verifier, which knows nothing of Varde."""

from __future__ import annotations

from at_the_counter import CASE, Counter, asked_by_statsforvalteren, asked_for_access, made
from disposal_steps import decided, disposals, lapsed
from integrity.own_reader import read_package
from integrity.remaking import codes, verify
from town import CANARY, Town

from services.case_service.packages.redaction import Why
from services.integrity.package import DisclosedEvent, LeftOutEvent
from services.integrity.verifier.varde_verify import LANGUAGES, REASONS, as_text
from texts import Language, text


def test_the_package_for_statsforvalteren_holds(town: Town):
    report = verify(made(town, asked_by_statsforvalteren(town)))

    assert codes(report, "fails") == []
    assert {"events_hold", "texts_hold"} <= {*codes(report, "holds")}


def test_a_copy_with_masked_and_left_out_events_holds_and_says_what_cannot_be_checked(town: Town):
    report = verify(made(town, asked_for_access(town)))

    assert codes(report, "fails") == []
    assert {"events_hold", "left_out_hold"} <= {*codes(report, "holds")}
    assert {"masked", "left_out_unknown"} <= {*codes(report, "unknown")}


def test_the_verifier_says_why_something_does_not_go_in_the_words_of_the_page(town: Town):
    said = as_text(verify(made(town, asked_for_access(town))), "copy.zip", "nb")

    assert "gjelder ikke mottakeren: " in said
    assert "not_the_recipients" not in said
    assert {code: [*words] for code, words in REASONS.items()} == {
        why: [text(f"package.why.{why}", Language(language)) for language in LANGUAGES] for why in Why
    }


def test_a_changed_byte_is_refused_wherever_it_is(town: Town):
    package = made(town, asked_for_access(town))

    for place in (0.1, 0.35, 0.6, 0.85, 0.999):
        changed = bytearray(package)
        changed[int(len(package) * place)] ^= 1
        assert codes(verify(bytes(changed)), "fails"), place


def test_each_event_is_shown_masked_or_told_of_as_left_out(town: Town):
    package = read_package(made(town, asked_for_access(town)))

    shown = {one.topic: one for one in package.events if isinstance(one, DisclosedEvent)}
    left_out = [one for one in package.events if isinstance(one, LeftOutEvent)]
    adopted = shown["case.PlanAdopted"]
    assert len(shown) + len(left_out) == len(town.events(CASE))
    assert {one.reason for one in left_out} == {"not_the_recipients"}
    assert adopted.masked["problem"].reason == "another_pupil"
    assert adopted.masked["problem"].left == "Problem en annen elev"
    assert adopted.masked["pupils_perspective"].reason == "confidence"
    assert adopted.masked["pupils_perspective"].left is None


def test_statsforvalteren_can_check_every_text_but_the_working_note(town: Town):
    package = read_package(made(town, asked_by_statsforvalteren(town)))

    masked = {
        (one.topic, field): how.reason
        for one in package.events
        if isinstance(one, DisclosedEvent)
        for field, how in one.masked.items()
    }
    talk = next(one for one in package.events if isinstance(one, DisclosedEvent) and one.topic == "case.ConversationHeld")
    assert masked == {("case.ConversationHeld", "note"): "working_note"}
    assert talk.disclosed["own_words"].value == f"Betrodd {CANARY}"


def disposed_in(package: bytes) -> list[DisclosedEvent]:
    return [one for one in read_package(package).events if isinstance(one, DisclosedEvent) and one.topic == "access.Disposed"]


def test_the_package_carries_what_tells_of_a_text_that_was_destroyed(town: Town):
    decided(town, lapsed(town, "sak"))
    assert disposals(town).carry_out_decided()

    package = made(town, asked_by_statsforvalteren(town))
    report = verify(package)

    assert len(disposed_in(package)) == 1
    assert codes(report, "fails") == []
    assert "destroyed_told" in codes(report, "holds")
    assert "destroyed_untold" not in codes(report, "unknown")


def test_who_is_given_no_event_that_lost_a_text_is_told_of_no_disposal(town: Town):
    decided(town, lapsed(town, "sak"))
    assert disposals(town).carry_out_decided()

    package = made(town, asked_for_access(town))
    report = verify(package)

    assert disposed_in(package) == []
    assert "destroyed" not in codes(report, "unknown")


def test_the_manifest_says_to_whom_on_what_basis_and_which_request(town: Town):
    request = asked_by_statsforvalteren(town)

    manifest = read_package(made(town, request)).manifest

    assert manifest["recipient"] == "Statsforvalteren"
    assert manifest["legal_basis"] == "opplæringslova § 12-6 tredje ledd"
    assert manifest["about"]["request"] == str(request)


def test_without_a_signed_log_nothing_is_handed_over(town: Town):
    request = asked_by_statsforvalteren(town)
    counter = Counter(town.comes("rektor"), request)
    counter.writes()
    town.server.desk.integrity.files.signing.unlink()

    answer = counter.approves()

    assert answer.status_code == 503
    assert "Loggen kan ikke signeres nå" in answer.text
    assert not town.of("access.DisclosureAnswered")
