"""Packages made again by somebody who changes them, and what the verifier says."""

import io

from integrity.package_making import LOG_KEY, signed

from services.integrity.package import pack, unpack
from services.integrity.package.canonical import canonical, parse
from services.integrity.verifier import varde_verify

Given = varde_verify.Given
NOTHING = Given([], [])


def verify(data, given=NOTHING, earlier=(), log=None):
    others = [(f"earlier-{number}", memoryview(one)) for number, one in enumerate(earlier)]
    return varde_verify.verify(memoryview(data), given, others, None if log is None else ("log", memoryview(log)))


def codes(report, section):
    return [finding.code for finding in report.of(section)]


def remade(data, change, key=LOG_KEY):
    """The package with changed files, with hashes, manifest and signature made anew by whoever has ``key``."""
    files = {name: bytes(content) for name, content in unpack(data).items()}
    change(files)
    manifest = parse(files["manifest.json"])
    rows = [
        {"name": name, "size": len(content), "sha256": varde_verify.sha256(content).hex()}
        for name, content in sorted(files.items())
        if name not in {"manifest.json", "manifest.note"}
    ]
    files["manifest.json"] = canonical(manifest | {"files": rows})
    digest = varde_verify.base64.b64encode(varde_verify.sha256(files["manifest.json"])).decode()
    files["manifest.note"] = signed(f"varde-package/1\n{manifest['origin']}\n{digest}\n", key)
    out = io.BytesIO()
    pack(files, out)
    return out.getvalue()
