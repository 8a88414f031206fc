"""The repository keeps its own promises."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_the_readme_fits_on_a_screen_and_has_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert len(readme.splitlines()) <= 60
    assert "make run" in readme
    assert "make test" in readme


def test_every_link_in_the_documentation_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked("*.md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists()
    ]

    assert not broken


def test_the_lock_files_name_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9][^=\s]*==\S+", lock, re.MULTILINE)

        assert len(pinned) > 30
        assert "://" not in lock
        assert lock.count("--hash=sha256:") >= len(pinned)


def test_the_lock_file_of_the_front_end_names_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))

    assert {f"node_modules/{name}" for name in wanted["dependencies"] | wanted["devDependencies"]} <= set(packages)
    assert all("resolved" not in each and each["integrity"].startswith("sha512-") for name, each in packages.items() if name)
    assert "://" not in (ROOT / "requirements-node.lock").read_text(encoding="utf-8")
    assert (ROOT / "requirements-node.lock").read_text(encoding="utf-8").count("--hash=sha256:") > 1


def test_nothing_that_others_wrote_is_in_the_repository():
    assert tracked("node_modules", "services/case_service/http/static/vendor") == []


def test_every_dependency_is_locked_and_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8").lower()
    for requirement in project["project"]["dependencies"] + project["dependency-groups"]["dev"]:
        name = re.split(r"[\[<>=,;]", requirement)[0].lower()

        assert f"\n{name}==" in f"\n{lock}" or f"\n{name}[" in f"\n{lock}", name
        assert re.search(rf'"{re.escape(requirement)}",\s+# \S+', text), requirement


def test_no_path_of_anybodys_machine_stands_in_the_code():
    suspicious = re.compile(r"/(?:root|home)/\w|/work/")
    found = [
        str(file.relative_to(ROOT))
        for file in tracked("*.py", "*.toml", "*.md", "*.sh", "*.yml", "Makefile", ".ci/run", "Dockerfile")
        if file != Path(__file__) and suspicious.search(file.read_text(encoding="utf-8"))
    ]

    assert not found


def test_the_clock_is_read_in_one_place_of_the_core():
    allowed = {
        "varde/clock.py",
        "services/reporting/clock.py",
        "services/case_service/store/keys.py",
        "services/integrity/witness/clock.py",
    }
    clock = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(")
    found = {
        str(file.relative_to(ROOT))
        for file in tracked("events/*.py", "services/*.py", "dashboards/*.py", "varde/*.py")
        if clock.search(file.read_text(encoding="utf-8"))
    }

    assert found <= allowed
