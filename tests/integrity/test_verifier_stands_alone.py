"""The verifier is one file: without Varde, its libraries, a network or a database."""

import ast
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import cryptography
import pytest
from integrity.package_making import LOG_KEY, WITNESS_KEY, ordinary_log, package

from services.integrity.verifier import varde_verify

FILE = Path(varde_verify.__file__)
NEEDED = ("cryptography", "cffi", "_cffi_backend")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the one file, a library folder with cryptography alone, and a package."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(FILE, folder / "varde_verify.py")
    (folder / "libraries").mkdir()
    libraries = Path(cryptography.__file__).parents[1]
    for found in libraries.iterdir():
        if found.name.split(".")[0] in NEEDED:
            (folder / "libraries" / found.name).symlink_to(found)
    log = ordinary_log()
    (folder / "older.zip").write_bytes(package(log.first(16)))
    (folder / "package.zip").write_bytes(package(log, since=(16,)))
    changed = bytearray((folder / "package.zip").read_bytes())
    changed[len(changed) // 2] ^= 1
    (folder / "changed.zip").write_bytes(changed)
    return folder


RUN = (
    "import importlib.util, runpy, sys; sys.path[:0] = ['libraries'];"
    "assert not any(importlib.util.find_spec(name) for name in ('services', 'varde', 'events', 'msgspec'));"
    "sys.argv[:] = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)


def run(place, *words, program="varde_verify.py", code=RUN):
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, program, *words], cwd=place, env={}, capture_output=True, text=True, check=False
    )


def test_it_accepts_a_package_on_a_machine_without_varde(place):
    found = run(place, "package.zip")
    assert (found.returncode, found.stderr) == (0, "")
    assert "RESULTAT: alt som kan kontrolleres, stemmer." in found.stdout


def test_it_refuses_one_changed_byte_and_says_why(place):
    found = run(place, "--language", "en", "changed.zip")
    assert (found.returncode, found.stderr) == (1, "")
    assert "was changed" in found.stdout
    assert "RESULT: REFUSED" in found.stdout


def test_it_answers_as_json(place):
    found = run(place, "--json", "--language", "nn", "package.zip")
    answer = json.loads(found.stdout)
    assert answer["ok"] is True
    assert answer["package"]["recipient"] == "Statsforvalteren i Lyngfjord"
    assert {"code", "text"} == set(answer["unknown"][0])


def test_keys_come_as_words_or_in_a_file(place):
    (place / "keys").write_text(f"# the log's\n{LOG_KEY.public_key.vkey} 0\n", encoding="ascii")
    found = run(place, "--key", "keys", "--witness", WITNESS_KEY.public_key.vkey, "--earlier", "older.zip", "package.zip")
    assert (found.returncode, found.stderr) == (0, "")
    assert "older.zip" in found.stdout
    assert "lå i kopien selv" not in found.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.zip"], "There is no file nowhere.zip."),
        (["--key", "rubbish", "package.zip"], "rubbish"),
        (["--key", WITNESS_KEY.public_key.vkey, "package.zip"], "is no key"),
        (["varde_verify.py"], "does not begin as a ZIP"),
        (["--log", "nowhere.zip", "package.zip"], "There is no file nowhere.zip."),
        (["libraries"], "libraries cannot be read as a file"),
    ],
)
def test_what_cannot_be_checked_is_told_apart_from_what_is_wrong(place, words, said):
    found = run(place, "--language", "en", *words)
    assert (found.returncode, found.stderr) == (2, "")
    assert said in found.stdout
    assert "This kept the check from being made" in found.stdout
    assert "does NOT hold" not in found.stdout


def test_times_are_told_as_people_read_them_and_with_their_zone(place):
    told = run(place, "package.zip").stdout
    assert re.search(r"Laget: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", told)
    assert not re.search(r"\dT\d\d:", told)


def test_without_its_one_library_it_says_what_to_install(place):
    found = run(place, "package.zip", code=RUN.replace("'libraries'", ""))
    assert found.returncode == 2
    assert "pip install cryptography" in found.stderr


def test_the_zipapp_is_the_same_program(place):
    made = subprocess.run(
        [sys.executable, FILE.parents[3] / "tools" / "verifier.py", place / "released"], capture_output=True, text=True, check=True
    )
    assert "varde_verify.pyz" in made.stdout
    assert (place / "released" / "varde_verify.py").read_bytes() == FILE.read_bytes()
    assert zipfile.ZipFile(place / "released" / "varde_verify.pyz").read("varde_verify.py") == FILE.read_bytes()
    found = run(place, "package.zip", program="released/varde_verify.pyz")
    assert (found.returncode, found.stderr) == (0, "")


def test_it_is_written_for_python_3_9():
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.split(".")[0] for name in imported} - {"__future__"}
    assert roots - sys.stdlib_module_names == {"cryptography"}
