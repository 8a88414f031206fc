"""varde nation: several municipalities' published figures together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from varde.cli.output import AsJson, fail, give, say, tell

app = typer.Typer(no_args_is_help=True, help="The county and the nation, from what municipalities have published.")

NATION_FOLDER = Path("nation")


@app.callback()
def group() -> None:
    """The county and the nation, from what municipalities have published."""


@app.command()
def combine(
    files: Annotated[list[Path], typer.Argument(help="Published folders, or the datapackage.json in them.")],
    *,
    into: Annotated[Path, typer.Option(help="The folder that the figures are written into.")] = NATION_FOLDER,
    as_json: AsJson = False,
) -> None:
    """Combine what several municipalities have published: all of it, or nothing when one file is wrong."""
    from services.reporting.nation import writing  # noqa: PLC0415  (Polars takes its time)
    from services.reporting.nation.combining import combine as combined_of  # noqa: PLC0415
    from services.reporting.nation.delivered import NotTakenInError, read  # noqa: PLC0415

    try:
        deliveries = [read(file) for file in files]
        combined = combined_of(deliveries)
    except NotTakenInError as error:
        fail("nation.refused", file=error.file, why=_why(error.fault.value, error.detail))
    said = writing.write(into, combined, deliveries)
    if as_json:
        give({"municipalities": len(said.municipalities), "figures": combined.height, "folder": into, "hashes": said.hashes})
    else:
        tell("nation.done", municipalities=len(said.municipalities), figures=combined.height, folder=into)


def _why(fault: str, detail: str) -> str:
    return say(f"nation.fault.{fault}") + (f" ({detail})" if detail else "")
