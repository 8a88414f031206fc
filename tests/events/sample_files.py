"""The samples: for every version that an event class has ever had, its bytes as stored and the event they must give today.

``python tests/events/sample_files.py`` writes the samples that are missing. It never touches one that stands.
"""

import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from builders import LEFT_OUT, example, person  # noqa: E402 - the path above
from open_sealer import OpenSealer, recorded  # noqa: E402

from events import EventType, Recorded, catalogue  # noqa: E402
from events.closed_lists import closed_lists  # noqa: E402
from events.schema import schema_of  # noqa: E402
from events.sealing import split  # noqa: E402
from events.stored import decode, encode  # noqa: E402

SAMPLES = HERE / "samples"
LISTS = SAMPLES / "lists.json"
FORM_KEYS = (
    "type",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "items",
    "anyOf",
    "$ref",
    "default",
    "required",
    "properties",
    "x-sealed",
)


def sample_path(topic: str, version: int) -> Path:
    return SAMPLES / topic / f"v{version}.json"


def form_of(kind: EventType) -> dict[str, Any]:
    """What may not change within a version: names, types and sealing of all fields. Texts and closed lists are left out."""
    schema = schema_of(kind.topic)
    parts = {name: _form(part) for name, part in schema.get("$defs", {}).items() if "enum" not in part}
    return _form(schema) | ({"$defs": parts} if parts else {})


def _form(part: Any) -> Any:
    if isinstance(part, list):
        return [_form(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: part[key] for key in FORM_KEYS if key in part}
    return {
        key: {name: _form(field) for name, field in value.items()} if key == "properties" else _form(value)
        for key, value in kept.items()
    }


def new_sample(kind: EventType) -> dict[str, Any]:
    left_out = {name: person(name) for name in LEFT_OUT & set(kind.cls.__struct_fields__)}
    sample = recorded(example(kind.cls, **left_out))
    facts, sealed = split(sample.event)
    return {
        "topic": kind.topic,
        "class_version": kind.cls.class_version,
        "stream_id": str(sample.stream_id),
        "version": sample.version,
        "form": form_of(kind),
        "state": b64encode(encode(sample, OpenSealer())).decode(),
        "envelope": msgspec.to_builtins(sample.envelope),
        "facts": facts,
        "sealed": {retention.value: text for retention, text in sealed.items()},
        "event": msgspec.to_builtins(sample.event),
    }


def read_sample(path: Path) -> dict[str, Any]:
    sample: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return sample


def state_of(sample: dict[str, Any]) -> bytes:
    return b64decode(sample["state"])


def decoded(sample: dict[str, Any], sealer: OpenSealer) -> Recorded:
    return decode(
        state_of(sample), stream_id=UUID(sample["stream_id"]), version=sample["version"], topic=sample["topic"], sealer=sealer
    )


def codes_today() -> dict[str, list[str]]:
    return {each.__name__: [member.value for member in each] for each in closed_lists()}


def write_missing() -> list[Path]:
    """Write what is missing: samples, and codes that the closed lists have got since."""
    missing = [kind for kind in catalogue() if not sample_path(kind.topic, kind.cls.class_version).exists()]
    for kind in missing:
        _write(sample_path(kind.topic, kind.cls.class_version), new_sample(kind))
    known = json.loads(LISTS.read_text(encoding="utf-8")) if LISTS.exists() else {}
    _write(
        LISTS, {name: list(dict.fromkeys([*known.get(name, []), *codes_today().get(name, [])])) for name in known | codes_today()}
    )
    return [sample_path(kind.topic, kind.cls.class_version) for kind in missing]


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.writelines(f"written: {path.relative_to(HERE)}\n" for path in write_missing())
