"""The warehouse's reference page is made from the schema and is up to date."""

from __future__ import annotations

import re
from pathlib import Path

import events
from services.reporting import reference, schema

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_page_is_up_to_date():
    assert {name: (REFERENCE / name).read_text(encoding="utf-8") for name in reference.pages()} == reference.pages()


def test_every_table_and_column_says_what_it_means():
    for table in schema.TABLES:
        assert table.meaning.endswith(".")
        for column in table.columns:
            assert column.meaning, (table.name, column.name)
            assert column.type == "TIMESTAMP" or not column.name.endswith("_at"), column.name
            assert column.type != "TIMESTAMP" or column.unit == "UTC"


def test_every_event_that_a_column_names_exists():
    names = {kind.name for kind in events.catalogue()}
    named = {
        word for table in schema.TABLES for column in table.columns for word in re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", column.source)
    }
    assert named
    assert named <= names


def test_every_topic_that_a_fact_table_asks_for_exists():
    topics = {kind.topic for kind in events.catalogue()}
    asked = {topic for table in schema.FACTS for topic in re.findall(r"'([a-z]+\.[A-Z]\w+)'", schema.fact_sql(table))}
    assert len(asked) > 20
    assert asked <= topics
