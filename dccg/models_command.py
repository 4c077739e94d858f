"""`dccg models`: the speech models there are, those that are here, and how one gets here."""

from __future__ import annotations

import typer

from captioner.engines import weights
from captioner.engines.catalogue import catalogue
from dccg.progress import Meter
from dccg.settings import read_settings

models = typer.Typer(no_args_is_help=True, help="Whisper weights: list them, download them, see where they are.")


@models.command("list")
def list_models() -> None:
    """List the catalogue: name, size, languages, licence, and whether the weights are installed."""
    folder = read_settings().models
    here = weights.installed(folder)
    for one in catalogue():
        state = "installed" if one.name in here else "not installed"
        print(
            f"{one.name:10} {one.size / 1e6:4.0f} MB  {one.languages:12} {one.licence}  {state}\n"
            f"           {one.repository} at {one.revision[:12]}, sha256 {(one.sha256 or 'not known')[:12]}"
        )


@models.command()
def pull(name: str) -> None:
    """Download weights once; they are checked and kept."""
    with Meter(f"Downloading {name}") as meter:
        folder = weights.pull(name, lambda done, size: meter.show(done, size), read_settings().models)
    print(folder)


@models.command()
def where() -> None:
    """Print the folder that weights are kept in."""
    print(read_settings().models)
