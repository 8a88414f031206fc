"""Lyngfjord kommune: eight schools that do not exist, with numbers that no register gives out."""

from __future__ import annotations

from random import Random
from uuid import UUID, uuid5

import msgspec

from services.case_service.streams import school_stream

DEMO = UUID("5d6a3c1e-0000-5000-8000-000000000000")
DEMO_TENANT = "demo"
MUNICIPALITY = "Lyngfjord kommune"
MUNICIPALITY_NUMBER = "9901"

FIRST_NAMES = (
    "Aksel",
    "Brage",
    "Dina",
    "Eira",
    "Falk",
    "Gro",
    "Hedda",
    "Iver",
    "Jorunn",
    "Kaja",
    "Leif",
    "Mira",
    "Njål",
    "Oda",
    "Pål",
)
LAST_NAMES = ("Bergtun", "Dalmo", "Fossli", "Granhaug", "Heiane", "Kvitsand", "Lyngmo", "Myrdal", "Nesbakk", "Ospelund", "Rypdal")


class DemoSchool(msgspec.Struct, frozen=True, kw_only=True):
    """A made-up school: ``care`` from 0 to 1 says how well it handles its cases, ``load`` how many it has."""

    orgnr: str
    name: str
    grades: tuple[int, int]
    pupils: int
    care: float
    load: float
    rulebook: str

    @property
    def stream_id(self) -> UUID:
        """The school's own stream."""
        return school_stream(DEMO_TENANT, self.orgnr)

    def person(self, post: str) -> UUID:
        """Somebody who works at the school, by post."""
        return uuid5(DEMO, f"{self.orgnr}:{post}")

    @property
    def principal(self) -> UUID:
        """The principal."""
        return self.person("principal")


SCHOOLS = (
    DemoSchool(orgnr="100000011", name="Myrtun skole", grades=(1, 7), pupils=310, care=0.95, load=1.0, rulebook="oyer"),
    DemoSchool(orgnr="100000022", name="Bjørkenes skole", grades=(1, 7), pupils=240, care=0.85, load=0.9, rulebook="oyer"),
    DemoSchool(orgnr="100000033", name="Nordhavn skole", grades=(1, 10), pupils=420, care=0.75, load=1.2, rulebook="oyer"),
    DemoSchool(orgnr="100000044", name="Tjernlia skole", grades=(1, 7), pupils=180, care=0.9, load=0.7, rulebook="oyer"),
    DemoSchool(orgnr="100000055", name="Vardehaug ungdomsskole", grades=(8, 10), pupils=360, care=0.6, load=1.4, rulebook="oyer"),
    DemoSchool(orgnr="100000066", name="Havblikk skole", grades=(1, 10), pupils=290, care=0.7, load=1.1, rulebook="oyer"),
    DemoSchool(orgnr="100000077", name="Rypelia skole", grades=(1, 7), pupils=130, care=0.8, load=0.8, rulebook="oyer"),
    DemoSchool(orgnr="100000088", name="Kråkenes ungdomsskole", grades=(8, 10), pupils=330, care=0.5, load=1.3, rulebook="oyer"),
)

OWNER = uuid5(DEMO, "owner")
OWNER_ADVISER = uuid5(DEMO, "owner-adviser")
STATSFORVALTER = uuid5(DEMO, "statsforvalter")
UDIR = uuid5(DEMO, "udir")
DATA_PROTECTION_OFFICER = uuid5(DEMO, "data-protection-officer")


def invented_name(rng: Random) -> str:
    """A made-up name."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
