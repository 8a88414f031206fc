"""Files as they are published, about schools that do not exist."""

from __future__ import annotations

HEAD = "Organisasjonsnummer;Enhetsnavn;Skoleår;Trinn;Kjønn;Indikator;Antall besvart;Verdi"
A, B, ELSEWHERE = "974620014", "974620022", "999888777"


def line(indicator: str, value: str, *, school: str = A, year: str = "2026-27", grade: str = "7. trinn", **more: str) -> str:
    return ";".join(
        (school, "Oppdiktet skole", year, grade, more.get("gender", "Alle"), indicator, more.get("answered", "41"), value)
    )


LINES = (
    line("Trivsel", "4,3"),
    line("Trygt miljø", "4,1"),
    line("Mobbet", "12,5"),
    line("Mobbet av voksne på skolen", "*", answered="*"),
    line("Trivsel", "4,0", grade="Alle trinn", answered="160"),
)


def published(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join((head, *(lines or LINES), "")).encode("utf-8-sig")
