"""The guide's own examples are sent to a running server, word for word."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import requests
from api.programs import token
from record.town_in_browser import served
from town import A, Town, matter, person

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md"
EXAMPLE = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def sent(line: str) -> requests.Response:
    """What the command line would send."""
    words = iter(shlex.split(line)[1:])
    method, headers, body, url = "GET", {}, None, ""
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                body = next(words).encode()
            case _:
                url = word
    return requests.request(method, url, headers=headers, data=body, timeout=20)


def test_every_example_of_the_guide_works(town: Town):
    written = GUIDE.read_text(encoding="utf-8")
    lines = [line for part in EXAMPLE.findall(written) for line in part.replace("\\\n", " ").strip().split("\n")]
    assert len(lines) == 6
    with served(town) as place:
        known = {
            "$TOKEN": token(town, "rektor"),
            "$VARDE": place.address,
            "$MATTER": str(matter("sak")),
            "$SCHOOL": A,
            "$PUPIL": str(person("elev")),
            "$VERSION": f'\\"{len(town.events(matter("sak")))}\\"',
        }
        for line in lines:
            for name, value in known.items():
                line = line.replace(name, value)  # noqa: PLW2901 - as a shell does
            answer = sent(line)
            assert answer.ok, (line, answer.text)
