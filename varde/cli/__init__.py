"""The command line."""

from varde.cli.app import main

__all__ = ["main"]
