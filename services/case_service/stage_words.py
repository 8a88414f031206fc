"""What a matter of any kind waits for, in words."""

from __future__ import annotations

from texts import Language, catalogue, text


def stage_words(stage: str, language: Language) -> str:
    """The name of a stage, by the id that the read model and the domain have of it."""
    common = f"list.Stage.{stage}"
    return text(common if common in catalogue() else f"matter.stage.{stage}", language)
