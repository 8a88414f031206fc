"""Invented OneRoster bundles, written by the tests."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field

from town import A, B

from services.case_service.roster.columns import FILES

DIRECTORY = "kommunen"
SCHOOLS = {"skole-a": (A, "Aspetun skole"), "skole-b": (B, "Bjørkelia skole")}


def zipped(*files: tuple[str, str | bytes]) -> bytes:
    """A zip of these files, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def manifest(*files: str, mode: str = "bulk", version: str = "1.2") -> str:
    """The manifest of a bundle with these files; the others are absent."""
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
    return "\n".join([*lines, *(f"file.{name},{mode if name in files else 'absent'}" for name in FILES)]) + "\n"


@dataclass
class Bundle:
    """A municipality's register; every method adds to it, rows may be changed by hand before it is packed."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {name: [] for name in FILES})
    more: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def row(self, file: str, ref: str, **cells: str) -> dict[str, str]:
        made = {"sourcedId": ref, **cells}
        self.rows[file].append(made)
        return made

    def schools(self, *refs: str) -> Bundle:
        self.row("orgs", DIRECTORY, name="Lyngfjord kommune", type="district")
        for ref in refs or tuple(SCHOOLS):
            orgnr, name = SCHOOLS[ref]
            self.row("orgs", ref, name=name, type="school", identifier=orgnr, parentSourcedId=DIRECTORY)
        return self

    def person(self, ref: str, given: str, family: str, **cells: str) -> Bundle:
        self.row("users", ref, enabledUser="true", username=ref, givenName=given, familyName=family, **cells)
        return self

    def role(self, ref: str, role: str, school: str, **cells: str) -> Bundle:
        number = len(self.rows["roles"])
        self.row(
            "roles", f"r{number}", **{"userSourcedId": ref, "roleType": "primary", "role": role, "orgSourcedId": school, **cells}
        )
        return self

    def works(self, ref: str, school: str = "skole-a", *, role: str = "teacher", given: str = "Aud", family: str = "") -> Bundle:
        return self.person(ref, given, family or ref.title(), email=f"{ref}@lyngfjord.example").role(ref, role, school)

    def attends(
        self, ref: str, school: str = "skole-a", *, grade: str = "4", given: str = "Ask", family: str = "", agents: str = ""
    ) -> Bundle:
        return self.person(ref, given, family or ref.title(), grades=grade, agentSourcedIds=agents).role(ref, "student", school)

    def guardian(self, ref: str, *, given: str = "Mor", family: str = "", agents: str = "", role: str = "guardian") -> Bundle:
        return self.person(ref, given, family or ref.title(), agentSourcedIds=agents).role(ref, role, DIRECTORY)

    def room(self, ref: str, title: str, school: str, *, teachers: tuple[str, ...] = (), pupils: tuple[str, ...] = ()) -> Bundle:
        self.row("classes", ref, title=title, classType="homeroom", schoolSourcedId=school)
        for role, members in (("teacher", teachers), ("student", pupils)):
            for one in members:
                self.row("enrollments", f"{ref}-{one}", classSourcedId=ref, schoolSourcedId=school, userSourcedId=one, role=role)
        return self

    def born(self, ref: str, day: str) -> Bundle:
        self.row("demographics", ref, birthDate=day)
        return self

    def without(self, *refs: str) -> Bundle:
        """The same without these people, and what refers to them."""
        kept = {
            file: [
                {**row, "agentSourcedIds": ",".join(one for one in row.get("agentSourcedIds", "").split(",") if one not in refs)}
                if file == "users"
                else row
                for row in rows
                if not {row["sourcedId"], row.get("userSourcedId", "")} & set(refs)
            ]
            for file, rows in self.rows.items()
        }
        return Bundle(kept, self.more)

    def change(self, file: str, ref: str, **cells: str) -> Bundle:
        """The same with other cells in one row."""
        rows = [{**row, **cells} if row["sourcedId"] == ref else row for row in self.rows[file]]
        return Bundle({**self.rows, file: rows}, self.more)

    def files(self) -> dict[str, str]:
        return {f"{name}.csv": self._table(name) for name in FILES if self.rows[name]}

    def packed(self) -> bytes:
        present = [name for name in FILES if self.rows[name]]
        return zipped(("manifest.csv", manifest(*present)), *self.files().items())

    def _table(self, name: str) -> str:
        made = io.StringIO(newline="")
        writer = csv.DictWriter(made, (*FILES[name].known, *self.more.get(name, ())), restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.rows[name])
        return made.getvalue()


def small() -> Bundle:
    """Two schools, three teachers, three pupils, two guardians."""
    return (
        Bundle()
        .schools()
        .works("t1", "skole-a", given="Elle Máret", family="Åsmoen")
        .works("t2", "skole-a", family="Brattvoll")
        .works("t3", "skole-b", family="Dyrnes", role="principal")
        .attends("p1", "skole-a", grade="04", given="Niillas", family="Sæterdal", agents="g1,g2")
        .attends("p2", "skole-a", grade="10", given="Ylva", family="Ødegard")
        .attends("p3", "skole-b", grade="1", given="Bo", family="Fagerli", agents="g2")
        .guardian("g1", given="Ravna", family="Sæterdal")
        .guardian("g2", given="Even", family="Fagerli", role="parent")
        .room("c4", "4A", "skole-a", teachers=("t1",), pupils=("p1",))
        .born("p1", "2017-05-04")
    )
