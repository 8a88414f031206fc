"""The witness as a module."""

from services.integrity.witness.cli import main

main()
