"""Time stamps of a third party over a checkpoint (RFC 3161), by the ``openssl`` program.

A stamp says that the checkpoint was there not later than its time. It remembers nothing, and so replaces no witness.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

TIME: Final = "Time stamp:"
FORM: Final = "%b %d %H:%M:%S %Y %Z"
FORM_WITH_FRACTION: Final = "%b %d %H:%M:%S.%f %Y %Z"
SECONDS: Final = 30


class StampError(Exception):
    """A time stamp that does not hold, or none can be asked for. The message says why."""


def stamp_request(text: str) -> bytes:
    """What a time-stamping authority is sent for a checkpoint's text (RFC 3161 request, DER). Raises StampError."""
    with TemporaryDirectory() as folder:
        data, request = Path(folder) / "checkpoint", Path(folder) / "request"
        data.write_text(text, encoding="utf-8")
        _openssl(["-query", "-data", str(data), "-sha256", "-cert", "-out", str(request)])
        return request.read_bytes()


def stamped_at(text: str, response: bytes, authorities: Path) -> datetime:
    """When an authority saw a checkpoint's text. ``response`` is its answer, ``authorities`` the roots (PEM) that we believe.

    Raises StampError when the answer is about something else, was changed, or comes from nobody whom we believe.
    """
    with TemporaryDirectory() as folder:
        data, answer = Path(folder) / "checkpoint", Path(folder) / "answer"
        data.write_text(text, encoding="utf-8")
        answer.write_bytes(response)
        _openssl(["-verify", "-data", str(data), "-in", str(answer), "-CAfile", str(authorities)])
        told = _openssl(["-reply", "-in", str(answer), "-text"])
    line = next((line for line in told.splitlines() if line.startswith(TIME)), TIME).removeprefix(TIME).strip()
    for form in (FORM, FORM_WITH_FRACTION):
        try:
            return datetime.strptime(line, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise StampError(f"The answer has no time: {line!r}")


def _openssl(words: Sequence[str]) -> str:
    program = shutil.which("openssl")
    if program is None:
        raise StampError("The program openssl is not installed.")
    try:
        done = subprocess.run(  # noqa: S603 - our own words and files
            [program, "ts", *words], capture_output=True, text=True, timeout=SECONDS, check=False, env={"LC_ALL": "C", "TZ": "UTC"}
        )
    except subprocess.TimeoutExpired as error:
        raise StampError("The program openssl did not end.") from error
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise StampError(reason[-1] if reason else "The time stamp does not hold.")
    return done.stdout
