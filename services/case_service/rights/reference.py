"""The reference page of who sees what, made from the table that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from services.case_service.rights.action import READS_CONTENT, SECOND_FACTOR, STEP_UP, UNTRAINED, Action, Share
from services.case_service.rights.deciding import IN_EMERGENCY, STEP_UP_LASTS
from services.case_service.rights.matrix import EVERY, STAFF, TABLE, Ground, Line
from services.case_service.rights.shown import PUPILS_WORD, TO_THE_FAMILY

GROUNDS: Final = {
    Ground.REPORTED_IT: "reported it",
    Ground.HAS_A_TASK_IN_IT: "carries a measure, a talk, an observation or another task in it",
    Ground.HANDLES_IT: "is its case handler",
    Ground.WAS_GRANTED_IT: "was granted it, in that role",
    Ground.AT_THE_SCHOOL_NO_LEADER_SUSPECTED: "holds the role at the matter's school, and no leader is suspected",
    Ground.OWNER_WAS_TOLD: "the owner was told of the matter",
    Ground.LEADER_SUSPECTED_OR_OWNER_TOLD: "the owner was told, or a leader is suspected",
    Ground.PERSONNEL_FILE_REFERENCED: "a reference to a personnel file stands in it",
    Ground.IN_THE_MUNICIPALITY: "holds the role in the municipality",
    Ground.OWN_CHILD: "acts for the pupil, verified and not blocked",
    Ground.OWN_CHILD_RELEASED: "the same, and the pupil is under fifteen or it was released to her",
    Ground.ABOUT_HERSELF: "is the pupil",
}

SHARES: Final = {
    Share.NOTHING: "no content",
    Share.RECEIPT: "the own report, and that it was received and by whom",
    Share.METADATA: "what the journal says: dates, kinds of document, no text",
    Share.REFERENCE: "the reference to the personnel file",
    Share.SHARED: "the referrals to her service, which say what was shared and on what basis, and what she wrote herself",
    Share.ASSIGNED: "the own measures, talks, observations and tasks; the plan when it was granted",
    Share.FAMILY: "plan, measures, letters, decisions, own talks; no report, note, draft, or talk with others; nobody else's name",
    Share.WHOLE: "everything",
}

MINUTES: Final = int(STEP_UP_LASTS.total_seconds() // 60)

_HEAD: Final = f"""# Who sees what

This page is made from `services/case_service/rights`; change it there. Why it is so, and what it does not do, is told in
[the explanation](../explanation/access.md).

**Before the table** comes a denial: whoever is suspected in the matter, is the pupil's guardian while coming as staff, or was
shut out by `AccessDenied`, has no right in it at all, whatever role, task, grant or emergency says. Where an event that may say so
cannot be read, nobody has but the school owner.

**In the table** the widest share counts when several lines hold. *All staff* are all roles but pupil, guardian, Statsforvalteren,
Udir, administrator and system: these reach no content, whatever they are granted. A role counts from its first day to its last,
where it is held; a report, a task or a grant counts as long as somebody works at the school or in the municipality.

**After the table** come training and second factor. Staff whose training in privacy is not attested may {{untrained}} and
nothing more. Everything else needs a login with two factors. The second factor anew, at most {MINUTES} minutes before, is needed
to {{step_up}}.

Access **in an emergency** opens {{emergency}} of any matter for staff who took it, until it ends, and lets nobody change
anything. {{reads}} are logged as `access.ContentRead`, one for each page.
"""


def pages() -> dict[str, str]:
    """The page's content by file name, below docs/reference."""
    head = _HEAD.format(
        untrained=_words(UNTRAINED),
        step_up=_words(STEP_UP),
        emergency=_words(IN_EMERGENCY),
        reads=_words(READS_CONTENT).capitalize(),
    )
    assert frozenset(Action) == SECOND_FACTOR | UNTRAINED  # noqa: S101 - what the head says of "everything else"
    return {"access.md": "\n".join([head, *_table(), *_shares(), *_family()])}


def _table() -> list[str]:
    return [
        "## The table",
        "",
        "| role | matter | when she | sees | may | for |",
        "|---|---|---|---|---|---|",
        *(_row(line) for line in TABLE),
        "",
    ]


def _row(line: Line) -> str:
    roles = "all staff" if line.roles == STAFF else _words(line.roles)
    streams = "every" if line.streams == EVERY else _words(line.streams)
    actions = _words(line.actions)
    if Action.RECORD in line.actions and line.topics is not None:
        actions = _words(line.actions - {Action.RECORD}) + "; record " + ", ".join(f"`{topic}`" for topic in sorted(line.topics))
    return f"| {roles} | {streams} | {GROUNDS[line.ground]} | {line.share.value} | {actions} | {_word(line.purpose)} |"


def _shares() -> list[str]:
    return ["## How much is seen", "", "| share | what |", "|---|---|", *(f"| {one.value} | {SHARES[one]} |" for one in Share), ""]


def _family() -> list[str]:
    own = ", ".join(f"`{topic}`" for topic in sorted(PUPILS_WORD))
    return [
        "## What a family is shown",
        "",
        ", ".join(f"`{topic}`" for topic in sorted(TO_THE_FAMILY)) + ";",
        "`case.FindingsShared` when it was for pupil or guardians; `case.ConversationHeld` with the reader herself.",
        f"The pupil alone: {own}.",
        "",
    ]


def _words(values: Iterable[Enum]) -> str:
    values = set(values)
    order: list[Enum] = [one for kind in {type(value) for value in values} for one in kind]
    return ", ".join(_word(value) for value in order if value in values)


def _word(value: Enum) -> str:
    return str(value.value).replace("_", " ")
