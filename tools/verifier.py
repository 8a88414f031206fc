#!/usr/bin/env python3
"""Writes the offline verifier as it is released: the one file, a zipapp of it, and their SHA-256. Argument: the folder (dist)."""

from __future__ import annotations

import hashlib
import io
import sys
import zipapp
import zipfile
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "services" / "integrity" / "verifier" / "varde_verify.py"
START = "import sys\n\nimport varde_verify\n\nsys.exit(varde_verify.main())\n"


def build(folder: Path) -> list[Path]:
    """Write the files into ``folder``, the same bytes for the same source, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    file, app = folder / "varde_verify.py", folder / "varde_verify.pyz"
    file.write_bytes(SOURCE.read_bytes())
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("__main__.py", START), ("varde_verify.py", SOURCE.read_text(encoding="utf-8"))):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    inside.seek(0)
    zipapp.create_archive(inside, app, interpreter="/usr/bin/env python3")
    app.chmod(0o755)
    return [file, app]


if __name__ == "__main__":
    for made in build(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")):
        sys.stdout.write(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}\n")
