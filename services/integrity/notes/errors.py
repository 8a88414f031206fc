"""What can be wrong with a note or a key."""

from __future__ import annotations


class NoteError(ValueError):
    """A note is not to be believed. The message says why."""


class MalformedKeyError(NoteError):
    """What should be a key is none."""


class MalformedNoteError(NoteError):
    """The text has not the form of a signed note."""


class BadSignatureError(NoteError):
    """A signature names a key that is known, and that key did not make it: the text was changed, or the signature forged."""


class UnsignedNoteError(NoteError):
    """No key that is known has signed."""
