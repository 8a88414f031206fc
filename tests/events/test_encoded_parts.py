"""What an event is encoded from lies in its bytes, byte for byte, so its leaf can be made before the bytes are read again."""

import pytest
from builders import example
from open_sealer import OpenSealer, recorded

from events import EventType, catalogue
from events.stored import FORMAT, encode, encode_parts
from services.case_service.store.leaves import content_of_encoded
from services.integrity.leaf import parts_of, stored_content


@pytest.mark.parametrize("kind", catalogue(), ids=lambda kind: kind.name)
def test_the_leaf_of_an_event_that_was_just_encoded_is_that_of_its_stored_bytes(kind: EventType) -> None:
    sample = recorded(example(kind.cls))

    encoded = encode_parts(sample, OpenSealer())

    place = (sample.envelope.tenant, sample.stream_id, sample.version, sample.topic)
    assert content_of_encoded(sample, encoded) == stored_content(*place, encoded.state)
    assert encoded.state == encode(sample, OpenSealer())
    assert parts_of(*place, encoded.state).format == FORMAT
