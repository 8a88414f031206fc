"""varde nation: several municipalities' published figures together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from services.reporting.nation import writing
from services.reporting.nation.combining import combine as combined_of
from services.reporting.nation.delivered import NotTakenInError, read
from services.reporting.nation.senders import known_senders, proven
from varde.cli.output import AsJson, fail, give, say, tell

app = typer.Typer(no_args_is_help=True, help="The county and the nation, from what municipalities have published.")

NATION_FOLDER = Path("nation")
KEYS_FOLDER = Path("keys")


@app.callback()
def group() -> None:
    """The county and the nation, from what municipalities have published."""


@app.command()
def combine(
    files: Annotated[list[Path], typer.Argument(help="Published folders, or the datapackage.json in them.")],
    *,
    into: Annotated[Path, typer.Option(help="The folder that the figures are written into.")] = NATION_FOLDER,
    keys: Annotated[
        Path,
        typer.Option(help="Every municipality's public keys: MUNICIPALITY.keys, as `varde integrity keys` prints."),
    ] = KEYS_FOLDER,
    unsigned: Annotated[
        list[str] | None,
        typer.Option(help="A municipality whose delivery needs no signature: you vouch for how it came. May be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Combine what several municipalities have published: all of it, or nothing when one file is wrong or its sender not known."""
    try:
        known = known_senders(keys)
        deliveries = [proven(read(file), known, unsigned or ()) for file in files]
        combined = combined_of(deliveries)
    except NotTakenInError as error:
        fail("nation.refused", file=error.file, why=_why(error.fault.value, error.detail))
    said = writing.write(into, combined, deliveries)
    unproven = [one.municipality for one in said.municipalities if one.sender is None]
    if as_json:
        told = {"municipalities": len(said.municipalities), "figures": combined.height, "folder": into, "hashes": said.hashes}
        give({**told, "unsigned": unproven})
    else:
        tell("nation.done", municipalities=len(said.municipalities), figures=combined.height, folder=into)
        if unproven:
            tell("nation.unsigned", municipalities=", ".join(unproven))


def _why(fault: str, detail: str) -> str:
    return say(f"nation.fault.{fault}") + (f" ({detail})" if detail else "")
