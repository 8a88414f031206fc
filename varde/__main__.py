"""python -m varde: the command line."""

from varde.cli import main

main()
