"""Files that come with a form: laid down at once, and carried along while the form is not recorded yet.

A form that is sent back with what is wrong loses no file: each stands in it under a mark that only this server can make, for this
person and this matter; for nobody in particular where no login is asked for. What is never recorded is swept away by the vault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

import msgspec
from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from events.envelope import Attachment
from services.case_service.attachments.inspection import NotAcceptedError
from services.case_service.attachments.kinds import KINDS
from services.case_service.http.attachments.blueprint import MOST_FILES
from services.case_service.http.identity import current_login
from services.case_service.http.languages import t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem
from services.case_service.http.web import the_desk, the_web

FILES: Final = "files"
"""The field of a form in which files are chosen."""

KEPT: Final = "kept_file"
"""The field in which a file that was laid down already is carried along."""

NOBODY: Final = "nobody"
"""Whose the marks are where nobody is logged in: the matter, which follows from the form's key, is what binds them."""

ACCEPTED: Final = ",".join(dict.fromkeys([*(kind.media_type for kind in KINDS), *(f".{kind.ending}" for kind in KINDS)]))


class KeptFile(msgspec.Struct, frozen=True):
    """A file that was laid down, and the mark under which the form carries it."""

    attachment: Attachment
    mark: str

    @property
    def kind(self) -> str:
        """What it is, as people call it: ``JPEG``, ``PDF``."""
        return next((kind.ending.upper() for kind in KINDS if kind.media_type == self.attachment.media_type), "")

    @property
    def kilobytes(self) -> int:
        """Its size, at least one."""
        return max(1, round(self.attachment.size / 1024))


class FormFiles(msgspec.Struct, frozen=True):
    """The files of a form, and what is wrong with those that could not be taken."""

    kept: tuple[KeptFile, ...] = ()
    problems: tuple[FormProblem, ...] = ()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What the event shall tell of."""
        return tuple(one.attachment for one in self.kept)


NO_FILES: Final = FormFiles()


def files_of_form(subject: UUID, key: str) -> FormFiles:
    """The files that this request carries along and brings, sealed under the key of ``subject`` (the case).

    A file's id follows from the form's own ``key`` and from what is in it: sending twice lays down one file, and other content
    under the same form never takes the place of what was recorded.
    """
    carried, lost = _carried(subject, request.form.getlist(KEPT))
    given = [one for one in request.files.getlist(FILES) if one.filename]
    if len(carried) + len(given) > MOST_FILES:
        return FormFiles(carried, (_problem("attachment.problem.too_many", n=MOST_FILES),))
    laid, problems = _laid_down(given, subject, key)
    kept = {one.attachment.id: one for one in (*carried, *laid)}
    return FormFiles(tuple(kept.values()), (*lost, *problems))


def carried_along(subject: UUID, marks: Sequence[str]) -> FormFiles:
    """The files that a draft holds."""
    return FormFiles(_carried(subject, marks)[0])


def moved(files: FormFiles, *, subject: UUID, to: UUID, key: str) -> tuple[Attachment, ...]:
    """The same files under another case's key. ``key`` is the form's own: a repetition moves them to the same ids."""
    vault = the_desk().vault
    contents = ((one, vault.open(one, subject=subject)) for one in files.attachments)
    return tuple(
        vault.keep(content, subject=to, id_=uuid5(UUID(key), f"{to}:{one.sha256}"))
        for one, content in contents
        if content is not None
    )


def _carried(subject: UUID, marks: Sequence[str]) -> tuple[tuple[KeptFile, ...], tuple[FormProblem, ...]]:
    found = tuple(_of_marks(subject, marks))
    there = tuple(one for one in found if the_desk().vault.holds(one.attachment))
    lost = (_problem("attachment.problem.choose_again"),) if len(there) < len(marks) else ()
    return there, lost


def _of_marks(subject: UUID, marks: Sequence[str]) -> Iterator[KeptFile]:
    for mark in dict.fromkeys(marks[:MOST_FILES]):
        try:
            whose, written = _signer(subject).loads(mark)
        except BadSignature:
            continue
        if whose == _holder():
            yield KeptFile(msgspec.convert(written, Attachment), mark)


def _laid_down(given: Sequence[FileStorage], subject: UUID, key: str) -> tuple[list[KeptFile], list[FormProblem]]:
    laid: list[KeptFile] = []
    problems: list[FormProblem] = []
    for number, one in enumerate(given):
        content = one.stream.read()
        try:
            id_ = uuid5(UUID(key), f"file:{sha256(content).hexdigest()}")
            attachment = the_desk().vault.keep(content, subject=subject, id_=id_)
        except NotAcceptedError as refused:
            why = t(f"attachment.fault.{refused.fault.value}")
            problems.append(_problem("attachment.problem.file", number=number + 1, why=why))
        else:
            laid.append(KeptFile(attachment, _mark(attachment, subject)))
    return laid, problems


def _mark(attachment: Attachment, subject: UUID) -> str:
    written: Mapping[str, object] = msgspec.to_builtins(attachment)
    return str(_signer(subject).dumps([_holder(), written]))


def _holder() -> str:
    return NOBODY if current_login() is None else str(current_person().id)


def _signer(subject: UUID) -> URLSafeSerializer:
    return URLSafeSerializer(the_web().settings.secret_key, salt=f"varde kept file {subject}")


def _problem(key: str, **values: object) -> FormProblem:
    return FormProblem(field=FILES, message=t(key, **values))
