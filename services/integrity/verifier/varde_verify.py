#!/usr/bin/env python3
"""Checks a copy from Varde offline: one file, Python 3.9 or newer, the standard library and ``cryptography``.

    python varde_verify.py [--language nb|nn|en] [--json] [--events] [--key KEY] [--witness KEY] [--earlier FILE] [--log FILE] FILE

It needs no database, no network and no Varde, and says in plain words what holds, what does not, and what it cannot know.
The answer is 0 when everything that can be checked holds, 1 when something does not, 2 when nothing could be checked.

Nothing in the file is trusted: it is read strictly, nothing is unpacked to the disk, and whatever has not its one right form is
refused. Format: docs/reference/proof-formats.md. RFC 6962 (tree), RFC 8032 (Ed25519), RFC 3161 (time stamps), C2SP signed-note,
tlog-checkpoint, tlog-cosignature. Written apart from the code that makes the copies; tests compare the two.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import mmap
import pathlib
import re
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

VERSION = "1"
FORMAT = "varde-package/1"
LANGUAGES = ("nb", "nn", "en")
HOLDS, FAILS, UNKNOWN = "holds", "fails", "unknown"
ALL_WELL, WRONG, UNCHECKED = 0, 1, 2
HASH_BYTES = 32
MOST_SHOWN = 20


class RefusedError(Exception):
    """Something is not as it must be. ``code`` is a code of TEXTS, ``with_`` what its sentence names."""

    def __init__(self, code: str, **with_: Any) -> None:
        super().__init__(code)
        self.code = code
        self.with_ = with_


class NothingCheckedError(RefusedError):
    """The file cannot be checked at all."""


def refuse(code: str, **with_: Any) -> NoReturn:
    """Stop with a reason. Raises RefusedError."""
    raise RefusedError(code, **with_)


# --- What is said -----------------------------------------------------------------------------------------------------------

SECTIONS = {
    HOLDS: ("Dette stemmer", "Dette stemmer", "This holds"),
    FAILS: ("Dette stemmer IKKE", "Dette stemmer IKKJE", "This does NOT hold"),
    UNKNOWN: ("Dette kan kontrollen ikke vite", "Dette kan ikkje kontrollen vite", "This the check cannot know"),
}
HINDRANCE = ("Dette hindret kontrollen", "Dette hindra kontrollen", "This kept the check from being made")
VERDICTS = {
    ALL_WELL: (
        "RESULTAT: alt som kan kontrolleres, stemmer.",
        "RESULTAT: alt som kan kontrollerast, stemmer.",
        "RESULT: everything that can be checked holds.",
    ),
    WRONG: (
        "RESULTAT: AVVIST. Stol ikke på denne filen.",
        "RESULTAT: AVVIST. Stol ikkje på denne fila.",
        "RESULT: REFUSED. Do not trust this file.",
    ),
    UNCHECKED: (
        "RESULTAT: ingenting er kontrollert.",
        "RESULTAT: ingenting er kontrollert.",
        "RESULT: nothing was checked.",
    ),
}
EVENTS = ("Hendelsene som er vist", "Hendingane som er viste", "The events shown")
TIMES = {
    "occurred_at": ("skjedde", "hende", "happened"),
    "known_at": ("kjent", "kjent", "known"),
    "recorded_at": ("registrert", "registrert", "recorded"),
}
MASKED = ("tatt ut: {reason}", "teke ut: {reason}", "masked: {reason}")
REASONS = {
    "working_note": ("arbeidsnotat, internt", "arbeidsnotat, internt", "working note, internal"),
    "confidence": ("betrodd av eleven", "fortalt i tillit av eleven", "told in confidence by the pupil"),
    "another_pupil": ("en annen elev", "ein annan elev", "another pupil"),
    "third_person": ("en annens foresatte", "føresette til ein annan", "somebody else's guardian"),
    "protected_address": ("beskyttet adresse", "verna adresse", "protected address"),
    "by_hand": ("skjermet av den som ga innsyn", "skjerma av den som gav innsyn", "masked by whoever gave access"),
    "not_the_recipients": ("gjelder ikke mottakeren", "gjeld ikkje mottakaren", "does not concern the recipient"),
    "left_out_by_hand": ("utelatt av den som ga innsyn", "utelate av den som gav innsyn", "left out by whoever gave access"),
}
"""Why something does not go, by the code that Varde gives; another sender's word is shown as it stands."""
UNPROVEN = ("ikke kontrollert", "ikkje kontrollert", "not checked")
HEADING = ("Kontroll av {file}", "Kontroll av {file}", "Check of {file}")
LABELS = {
    "recipient": ("Laget for", "Laga for", "Made for"),
    "legal_basis": ("Rettslig grunnlag", "Rettsleg grunnlag", "Legal basis"),
    "made_at": ("Laget", "Laga", "Made"),
    "origin": ("Logg", "Logg", "Log"),
    "position": ("Hendelser i loggen", "Hendingar i loggen", "Events in the log"),
    "shown": ("Hendelser vist", "Hendingar viste", "Events shown"),
    "left_out": ("Hendelser utelatt", "Hendingar utelatne", "Events left out"),
    "sha256": ("SHA-256 av filen", "SHA-256 av fila", "SHA-256 of the file"),
}
OWN_LABELS = {
    "case": ("Sak", "Sak", "Case"),
    "request": ("Kravets id", "Id-en til kravet", "The request's id"),
    "approved_by": ("Godkjent av", "Godkjend av", "Approved by"),
}
"""For what a sender tells of the copy besides; whatever else it tells stands under its own name."""
INSTANT = re.compile(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z")

TEXTS = {
    # the file
    "no_such_file": (
        "Filen {file} finnes ikke.",
        "Fila {file} finst ikkje.",
        "There is no file {file}.",
    ),
    "unreadable_file": (
        "{file} kan ikke leses som en fil ({why}).",
        "{file} kan ikkje lesast som ei fil ({why}).",
        "{file} cannot be read as a file ({why}).",
    ),
    "not_a_package": (
        "Filen er ikke en kopi fra Varde: den begynner ikke som en ZIP-fil.",
        "Fila er ikkje ein kopi frå Varde: ho byrjar ikkje som ei ZIP-fil.",
        "The file is no copy from Varde: it does not begin as a ZIP file.",
    ),
    "too_large": (
        "{what} er større enn dette programmet leser ({most} byte).",
        "{what} er større enn dette programmet les ({most} byte).",
        "{what} is larger than this program reads ({most} bytes).",
    ),
    "bad_key_given": (
        "Nøkkelen du oppga, er ikke en nøkkel: {key}.",
        "Nøkkelen du oppgav, er ikkje ein nøkkel: {key}.",
        "The key that you gave is no key: {key}.",
    ),
    "unknown_format": (
        "Kopien har formatet {format}, som denne utgaven av programmet ikke kjenner. Hent en nyere.",
        "Kopien har formatet {format}, som denne utgåva av programmet ikkje kjenner. Hent ei nyare.",
        "The copy has the format {format}, which this edition of the program does not know. Get a newer one.",
    ),
    "broken_header": (
        "Filen er endret: hodet ved byte {at} er ikke det som hører til fila det står foran.",
        "Fila er endra: hovudet ved byte {at} er ikkje det som høyrer til fila det står føre.",
        "The file was changed: the header at byte {at} is not the one that belongs to what follows it.",
    ),
    "broken_content": (
        "Innholdet i {name} er endret, eller kontrollsummen for det er det.",
        "Innhaldet i {name} er endra, eller kontrollsummen for det er det.",
        "The content of {name} was changed, or its checksum was.",
    ),
    "bad_name": (
        "En fil i kopien har et navn som ikke er tillatt: {name}.",
        "Ei fil i kopien har eit namn som ikkje er tillate: {name}.",
        "A file in the copy has a name that is not allowed: {name}.",
    ),
    "misplaced_name": (
        "{name} står der to ganger, i feil rekkefølge, eller som én fil for mye.",
        "{name} står der to gonger, i feil rekkjefølgje, eller som éi fil for mykje.",
        "{name} is there twice, out of order, or one file too many.",
    ),
    "broken_directory": (
        "Filen er endret: listen over innholdet ved byte {at} er ikke den som hører til.",
        "Fila er endra: lista over innhaldet ved byte {at} er ikkje den som høyrer til.",
        "The file was changed: the directory at byte {at} is not the one that belongs to it.",
    ),
    "one_form": (
        "ZIP-filen har den ene formen som innholdet kan ha; ingen byte er uten mening.",
        "ZIP-fila har den eine forma som innhaldet kan ha; ingen byte er utan meining.",
        "The ZIP has the one form that its contents can have; no byte is without a meaning.",
    ),
    "missing_file": ("{name} mangler i kopien.", "{name} manglar i kopien.", "{name} is missing from the copy."),
    "unlisted_file": (
        "{name} ligger i kopien, men er ikke nevnt i manifestet.",
        "{name} ligg i kopien, men er ikkje nemnd i manifestet.",
        "{name} lies in the copy and is not named in the manifest.",
    ),
    "changed_file": (
        "{name} er en annen enn den manifestet nevner: innholdet er endret.",
        "{name} er ei anna enn den manifestet nemner: innhaldet er endra.",
        "{name} is another than the one that the manifest names: its content was changed.",
    ),
    "files_hold": (
        "Alle {count} filer er de som manifestet nevner (SHA-256).",
        "Alle {count} filer er dei som manifestet nemner (SHA-256).",
        "All {count} files are those that the manifest names (SHA-256).",
    ),
    "not_json": (
        "{where} er ikke gyldig JSON: {why}.",
        "{where} er ikkje gyldig JSON: {why}.",
        "{where} is not valid JSON: {why}.",
    ),
    "not_canonical": (
        "{where} er ikke skrevet i den ene formen som innholdet har.",
        "{where} er ikkje skrive i den eine forma som innhaldet har.",
        "{where} is not written in the one form that its content has.",
    ),
    "bad_fields": (
        "{where} har ikke de feltene det skal ha: {fields}.",
        "{where} har ikkje dei felta det skal ha: {fields}.",
        "{where} does not have the fields that it must have: {fields}.",
    ),
    "bad_value": (
        "{where}: {field} har en verdi som ikke er tillatt.",
        "{where}: {field} har ein verdi som ikkje er tillaten.",
        "{where}: {field} has a value that is not allowed.",
    ),
    # keys and signatures
    "bad_key": (
        "{where} inneholder noe som ikke er en nøkkel: {key}.",
        "{where} inneheld noko som ikkje er ein nøkkel: {key}.",
        "{where} holds something that is no key: {key}.",
    ),
    "bad_note": (
        "{where} er ikke en signert tekst etter C2SP signed-note: {why}.",
        "{where} er ikkje ein signert tekst etter C2SP signed-note: {why}.",
        "{where} is no signed text by C2SP signed-note: {why}.",
    ),
    "no_log_key": (
        "Det finnes ingen nøkkel for loggen {origin}: verken i kopien eller oppgitt.",
        "Det finst ingen nøkkel for loggen {origin}: verken i kopien eller oppgjeven.",
        "There is no key for the log {origin}: neither in the copy nor given.",
    ),
    "forged": (
        "{where}: signaturen til {name} passer ikke til teksten. Teksten er endret, eller signaturen er falsk.",
        "{where}: signaturen til {name} passar ikkje til teksten. Teksten er endra, eller signaturen er falsk.",
        "{where}: the signature of {name} does not fit the text. The text was changed, or the signature is forged.",
    ),
    "unsigned": (
        "{where} er ikke signert med noen nøkkel som gjelder for loggen ved {size} hendelser.",
        "{where} er ikkje signert med nokon nøkkel som gjeld for loggen ved {size} hendingar.",
        "{where} is not signed by any key that holds for the log at {size} events.",
    ),
    "bad_checkpoint": (
        "{where} er ikke et sjekkpunkt: {why}.",
        "{where} er ikkje eit sjekkpunkt: {why}.",
        "{where} is no checkpoint: {why}.",
    ),
    "other_log": (
        "{where} gjelder loggen {found}, ikke {origin}.",
        "{where} gjeld loggen {found}, ikkje {origin}.",
        "{where} is of the log {found}, not of {origin}.",
    ),
    "other_manifest": (
        "manifest.note er signert for et annet manifest: manifest.json er endret.",
        "manifest.note er signert for eit anna manifest: manifest.json er endra.",
        "manifest.note was signed for another manifest: manifest.json was changed.",
    ),
    "manifest_holds": (
        "Avsenderen har signert manifestet, og dermed hver byte i kopien.",
        "Avsendaren har signert manifestet, og dermed kvar byte i kopien.",
        "The sender signed the manifest, and with it every byte of the copy.",
    ),
    "checkpoint_holds": (
        "Skoleeieren har signert at loggen hadde {size} hendelser, med én kontrollsum over alle ({key}).",
        "Skuleeigaren har signert at loggen hadde {size} hendingar, med éin kontrollsum over alle ({key}).",
        "The school owner signed that the log had {size} events, with one hash over all of them ({key}).",
    ),
    "checkpoint_differs": (
        "Manifestet og sjekkpunktet sier ulikt: {field}.",
        "Manifestet og sjekkpunktet seier ulikt: {field}.",
        "The manifest and the checkpoint disagree: {field}.",
    ),
    "witnessed": (
        "Vitnet {name} så dette sjekkpunktet {at} og fant at det fortsatte det vitnet hadde sett før.",
        "Vitnet {name} såg dette sjekkpunktet {at} og fann at det heldt fram frå det vitnet hadde sett før.",
        "The witness {name} saw this checkpoint at {at} and found that it continued what it had seen before.",
    ),
    "witness_missing": (
        "Vitnet {name}, som du oppga, har ikke signert sjekkpunktet.",
        "Vitnet {name}, som du oppgav, har ikkje signert sjekkpunktet.",
        "The witness {name}, which you named, has not signed the checkpoint.",
    ),
    "no_witness": (
        "Ingen vitner har signert sjekkpunktet. Den som har loggens nøkkel, kan ha skrevet hele loggen om før den ble signert.",
        "Ingen vitne har signert sjekkpunktet. Den som har nøkkelen til loggen, kan ha skrive heile loggen om før han vart signert.",
        "No witness has signed the checkpoint. Whoever has the log's key may have rewritten the whole log before it was signed.",
    ),
    "before_witness": (
        "Om eieren av nøkkelen var ærlig før vitnet så sjekkpunktet: vitnet hindrer bare endringer etterpå.",
        "Om eigaren av nøkkelen var ærleg før vitnet såg sjekkpunktet: vitnet hindrar berre endringar etterpå.",
        "Whether the key's owner was honest before the witness saw the checkpoint: the witness only prevents changes after it.",
    ),
    "unknown_signature": (
        "{name} har også signert sjekkpunktet, med en nøkkel som ikke er kjent her.",
        "{name} har òg signert sjekkpunktet, med ein nøkkel som ikkje er kjend her.",
        "{name} has signed the checkpoint too, with a key that is not known here.",
    ),
    "first_use_log": (
        "Om loggens nøkkel er skoleeierens: den lå i kopien selv. Sammenlign den med en du har fått på en annen måte: {key}",
        "Om nøkkelen til loggen er skuleeigaren sin: han låg i kopien sjølv. Samanlikn han med ein du har fått på ein annan måte: {key}",
        "Whether the log's key is the school owner's: it lay in the copy itself. Compare it with one that you got in some other way: {key}",
    ),
    "first_use_witness": (
        "Om vitnets nøkkel er vitnets: den lå i kopien selv. Spør vitnet om den: {key}",
        "Om nøkkelen til vitnet er vitnet sin: han låg i kopien sjølv. Spør vitnet om han: {key}",
        "Whether the witness's key is the witness's: it lay in the copy itself. Ask the witness for it: {key}",
    ),
    # events
    "bad_envelope": (
        "Hendelse {position}: konvolutten kan ikke leses: {why}.",
        "Hending {position}: konvolutten kan ikkje lesast: {why}.",
        "Event {position}: the envelope cannot be read: {why}.",
    ),
    "read_differently": (
        "Hendelse {position}: det som står å lese i {field}, er ikke det som loggen har.",
        "Hending {position}: det som står å lese i {field}, er ikkje det som loggen har.",
        "Event {position}: what is there to be read in {field} is not what the log has.",
    ),
    "out_of_order": (
        "Hendelse {position} står to ganger eller i feil rekkefølge, eller er nyere enn sjekkpunktet.",
        "Hending {position} står to gonger eller i feil rekkjefølgje, eller er nyare enn sjekkpunktet.",
        "Event {position} is there twice, out of order, or newer than the checkpoint.",
    ),
    "other_tenant": (
        "Hendelse {position} hører til {found}, ikke {tenant}.",
        "Hending {position} høyrer til {found}, ikkje {tenant}.",
        "Event {position} belongs to {found}, not to {tenant}.",
    ),
    "not_in_log": (
        "Hendelse {position} står ikke slik i loggen: beviset fører ikke til sjekkpunktets kontrollsum.",
        "Hending {position} står ikkje slik i loggen: beviset fører ikkje til kontrollsummen i sjekkpunktet.",
        "Event {position} does not stand like this in the log: its proof does not lead to the checkpoint's hash.",
    ),
    "text_changed": (
        "Hendelse {position}: teksten i {field} er ikke den som ble registrert.",
        "Hending {position}: teksten i {field} er ikkje den som vart registrert.",
        "Event {position}: the text of {field} is not the one that was recorded.",
    ),
    "text_unaccounted": (
        "Hendelse {position}: {field} er verken vist eller merket som tatt ut, eller begge deler.",
        "Hending {position}: {field} er verken vist eller merkt som teken ut, eller begge delar.",
        "Event {position}: {field} is neither shown nor marked as masked, or it is both.",
    ),
    "newer_event_format": (
        "Hendelse {position} er lagret i form {format}, som denne utgaven ikke kjenner. Hent en nyere.",
        "Hending {position} er lagra i form {format}, som denne utgåva ikkje kjenner. Hent ei nyare.",
        "Event {position} is stored in form {format}, which this edition does not know. Get a newer one.",
    ),
    "repeated_event": (
        "Hendelse {position} har samme {field} som en annen hendelse i kopien.",
        "Hending {position} har same {field} som ei anna hending i kopien.",
        "Event {position} has the same {field} as another event of the copy.",
    ),
    "bad_version": (
        "Historikken {stream}: versjonene av hendelsene passer ikke med det manifestet sier.",
        "Historikken {stream}: versjonane av hendingane passar ikkje med det manifestet seier.",
        "History {stream}: the versions of its events do not fit what the manifest says.",
    ),
    "bad_count": (
        "Manifestet sier {stated} hendelser ({field}), kopien har {found}.",
        "Manifestet seier {stated} hendingar ({field}), kopien har {found}.",
        "The manifest says {stated} events ({field}), the copy has {found}.",
    ),
    "events_hold": (
        "Alle {count} viste hendelser står i loggen slik de er gjengitt, på sin plass og med sine tider.",
        "Alle {count} viste hendingar står i loggen slik dei er gjevne att, på plassen sin og med tidene sine.",
        "All {count} events shown stand in the log as they are given here, in their places and with their times.",
    ),
    "left_out_hold": (
        "Utelatte hendelser: {count}. De finnes i loggen; hva de er, vises ikke i denne kopien.",
        "Utelatne hendingar: {count}. Dei finst i loggen; kva dei er, er ikkje vist i denne kopien.",
        "Events left out: {count}. They exist in the log; what they are is not shown in this copy.",
    ),
    "left_out_unknown": (
        "Hva de utelatte hendelsene ({count}) inneholder, og om de hører til saken (oppgitt grunn: {reasons}).",
        "Kva dei utelatne hendingane ({count}) inneheld, og om dei høyrer til saka (oppgjeven grunn: {reasons}).",
        "What the events left out ({count}) contain, and whether they belong to the case (reason given: {reasons}).",
    ),
    "texts_hold": (
        "Tekstene som vises ({count}), er de som ble registrert; hver stemmer med sin forpliktelse i loggen.",
        "Tekstane som er viste ({count}), er dei som vart registrerte; kvar stemmer med forpliktinga si i loggen.",
        "The texts shown ({count}) are those that were recorded; each fits its commitment in the log.",
    ),
    "masked": (
        "Hva som står i tekstene som er tatt ut helt eller delvis ({count}; oppgitt grunn: {reasons}). At de finnes, er bevist; det som er igjen av dem, kan ikke kontrolleres.",
        "Kva som står i tekstane som er tekne ut heilt eller delvis ({count}; oppgjeven grunn: {reasons}). At dei finst, er prova; det som er att av dei, kan ikkje kontrollerast.",
        "What the texts say that are masked in whole or in part ({count}; reason given: {reasons}). That they exist is proven; what is left of them cannot be checked.",
    ),
    "destroyed_told": (
        "Tekster som er kassert ({count}): loggen forteller at nøkkelen ble destruert etter vedtak av to. Attest og plass i loggen: {disposals}.",
        "Tekstar som er kasserte ({count}): loggen fortel at nøkkelen vart destruert etter vedtak av to. Attest og plass i loggen: {disposals}.",
        "Texts that were destroyed ({count}): the log tells that their key was destroyed by a decision of two. Certificate and place in the log: {disposals}.",
    ),
    "destroyed": (
        "Hva som sto i tekstene som er kassert ({count}). Ingen kan lese dem mer, heller ikke den som laget kopien. At de fantes, er bevist.",
        "Kva som stod i tekstane som er kasserte ({count}). Ingen kan lese dei meir, heller ikkje den som laga kopien. At dei fanst, er prova.",
        "What the destroyed texts said ({count}). Nobody can read them any more, nor can whoever made the copy. That they existed is proven.",
    ),
    "destroyed_untold": (
        "Om tekstene som er oppgitt som kassert ({count}), ble det etter vedtak av to: kopien har ingen hendelse som forteller om det. Be om attesten.",
        "Om tekstane som er oppgjevne som kasserte ({count}), vart det etter vedtak av to: kopien har inga hending som fortel om det. Be om attesten.",
        "Whether the texts that are given as destroyed ({count}) were so by a decision of two: the copy has no event that tells of it. Ask for the certificate.",
    ),
    "old_text": (
        "Om tekstene i hendelser av eldre form ({count}) er de som ble registrert: de har ingen forpliktelse, og står slik avsenderen ga dem.",
        "Om tekstane i hendingar av eldre form ({count}) er dei som vart registrerte: dei har inga forplikting, og står slik avsendaren gav dei.",
        "Whether the texts in events of an older form ({count}) are those recorded: they have no commitment, and stand as the sender gave them.",
    ),
    "versions_missing": (
        "Historikken {stream}: av {last} hendelser er {shown} vist ({missing} er utelatt eller gjelder andre). Tallet {last} er avsenderens.",
        "Historikken {stream}: av {last} hendingar er {shown} viste ({missing} er utelatne eller gjeld andre). Talet {last} er avsendaren sitt.",
        "History {stream}: of {last} events {shown} are shown ({missing} are left out or about others). The number {last} is the sender's.",
    ),
    "versions_whole": (
        "Historikker som er vist uten hull, fra den første hendelsen til den siste som avsenderen oppgir: {count}.",
        "Historikkar som er viste utan hol, frå den første hendinga til den siste som avsendaren oppgjev: {count}.",
        "Histories that are shown without gaps, from the first event to the last that the sender states: {count}.",
    ),
    "after_last": (
        "Om en historikk har flere hendelser etter den siste som er vist. Det viser bare en eksport av hele loggen (--log).",
        "Om ein historikk har fleire hendingar etter den siste som er vist. Det viser berre ein eksport av heile loggen (--log).",
        "Whether a history has more events after the last one shown. Only an export of the whole log shows that (--log).",
    ),
    "documents": (
        "Om dokumentene ({count}) gjengir hendelsene riktig. De er avsenderens; det er hendelsene som er bevist.",
        "Om dokumenta ({count}) gjev att hendingane rett. Dei er avsendaren sine; det er hendingane som er prova.",
        "Whether the documents ({count}) render the events correctly. They are the sender's; it is the events that are proven.",
    ),
    "attachment": (
        "{name} er vedlegget som hendelse {position} nevner.",
        "{name} er vedlegget som hending {position} nemner.",
        "{name} is the attachment that event {position} names.",
    ),
    "after_checkpoint": (
        "Hva som er registrert senere: sjekkpunktet dekker de første {size} hendelsene i loggen.",
        "Kva som er registrert seinare: sjekkpunktet dekkjer dei første {size} hendingane i loggen.",
        "What was recorded later: the checkpoint covers the first {size} events of the log.",
    ),
    "never_recorded": (
        "Om noe har skjedd som aldri ble registrert, og om det som ble registrert er sant.",
        "Om noko har hendt som aldri vart registrert, og om det som vart registrert er sant.",
        "Whether something happened that was never recorded, and whether what was recorded is true.",
    ),
    "own_clock": (
        "Om skoleeierens klokke gikk riktig: tidene i hendelsene er deres egne. Bevist er bare at alt fantes {at}.",
        "Om klokka til skuleeigaren gjekk rett: tidene i hendingane er deira eigne. Prova er berre at alt fanst {at}.",
        "Whether the school owner's clock was right: the times in the events are their own. Proven is only that all existed by {at}.",
    ),
    "own_clock_alone": (
        "Om skoleeierens klokke gikk riktig: ingen utenforstående har bekreftet noen tid.",
        "Om klokka til skuleeigaren gjekk rett: ingen utanforståande har stadfesta noka tid.",
        "Whether the school owner's clock was right: nobody outside has confirmed any time.",
    ),
    "recorded_after_witness": (
        "Hendelse {position} sier at den ble registrert {recorded}, etter at vitnet så den ({at}).",
        "Hending {position} seier at ho vart registrert {recorded}, etter at vitnet såg ho ({at}).",
        "Event {position} says that it was recorded at {recorded}, after the witness saw it ({at}).",
    ),
    # the whole log
    "bad_entry": (
        "Post {position} i log.bin er ikke en post, eller står på feil plass.",
        "Post {position} i log.bin er ikkje ein post, eller står på feil plass.",
        "Entry {position} of log.bin is no entry, or stands in the wrong place.",
    ),
    "entry_version": (
        "Post {position} i log.bin: versjon {version} følger ikke på den forrige i sin historikk.",
        "Post {position} i log.bin: versjon {version} følgjer ikkje på den førre i historikken sin.",
        "Entry {position} of log.bin: version {version} does not follow the one before it in its history.",
    ),
    "other_root": (
        "De {count} postene i log.bin gir en annen kontrollsum enn sjekkpunktets: en post er endret, tatt bort eller satt inn.",
        "Dei {count} postane i log.bin gjev ein annan kontrollsum enn den i sjekkpunktet: ein post er endra, teken bort eller sett inn.",
        "The {count} entries of log.bin give another hash than the checkpoint's: an entry was changed, removed or put in.",
    ),
    "log_holds": (
        "Alle {count} hendelser i loggen er der, hver på sin plass, i {streams} historikker uten hull.",
        "Alle {count} hendingar i loggen er der, kvar på plassen sin, i {streams} historikkar utan hol.",
        "All {count} events of the log are there, each in its place, in {streams} histories without gaps.",
    ),
    "log_contents": (
        "Hva hendelsene i loggen inneholder: eksporten har bare kontrollsummer av innholdet.",
        "Kva hendingane i loggen inneheld: eksporten har berre kontrollsummar av innhaldet.",
        "What the events of the log contain: the export has only hashes of their contents.",
    ),
    # earlier copies
    "continues": (
        "Loggen fortsetter den som {file} viste ({size} hendelser): ingenting av det er endret eller tatt bort.",
        "Loggen held fram frå den som {file} viste ({size} hendingar): ingenting av det er endra eller teke bort.",
        "The log continues the one that {file} showed ({size} events): nothing of that was changed or removed.",
    ),
    "same_log": (
        "{file} viser den samme loggen, med samme kontrollsum.",
        "{file} viser den same loggen, med same kontrollsum.",
        "{file} shows the same log, with the same hash.",
    ),
    "rewritten": (
        "Loggen fortsetter IKKE den som {file} viste: historien er skrevet om mellom de to.",
        "Loggen held IKKJE fram frå den som {file} viste: historia er skriven om mellom dei to.",
        "The log does NOT continue the one that {file} showed: history was rewritten between the two.",
    ),
    "shared_events": (
        "{count} hendelser er med i både denne og {file}, og er like.",
        "{count} hendingar er med i både denne og {file}, og er like.",
        "{count} events are in both this and {file}, and are the same.",
    ),
    "no_consistency": (
        "Om loggen fortsetter den som {file} viste: det mangler et bevis fra {old} til {new} hendelser. Be om en kopi laget med --since.",
        "Om loggen held fram frå den som {file} viste: det manglar eit bevis frå {old} til {new} hendingar. Be om ein kopi laga med --since.",
        "Whether the log continues the one that {file} showed: a proof from {old} to {new} events is missing. Ask for one made with --since.",
    ),
    "earlier_unusable": (
        "{file} kan ikke brukes til å sammenligne med: {why}",
        "{file} kan ikkje brukast til å samanlikne med: {why}",
        "{file} cannot be used to compare with: {why}",
    ),
    "bad_consistency": (
        "Beviset i consistency.json fra {size} hendelser stemmer ikke.",
        "Beviset i consistency.json frå {size} hendingar stemmer ikkje.",
        "The proof in consistency.json from {size} events does not hold.",
    ),
    "consistency_holds": (
        "Kopien beviser at loggen fortsetter et eldre sjekkpunkt med {size} hendelser.",
        "Kopien provar at loggen held fram frå eit eldre sjekkpunkt med {size} hendingar.",
        "The copy proves that the log continues an older checkpoint of {size} events.",
    ),
    "log_shows_more": (
        "Historikken {stream} har {log} hendelser i loggen da kopien ble laget, men manifestet sier {stated}: noe er holdt tilbake.",
        "Historikken {stream} har {log} hendingar i loggen då kopien vart laga, men manifestet seier {stated}: noko er halde tilbake.",
        "History {stream} has {log} events in the log when the copy was made, and the manifest says {stated}: something is held back.",
    ),
    "log_shows_other": (
        "Hendelse {position} er en annen i {file}.",
        "Hending {position} er ei anna i {file}.",
        "Event {position} is another one in {file}.",
    ),
    "complete_by_log": (
        "Eksporten av hele loggen viser at historikkene i kopien ikke hadde flere hendelser enn manifestet sier.",
        "Eksporten av heile loggen viser at historikkane i kopien ikkje hadde fleire hendingar enn manifestet seier.",
        "The export of the whole log shows that the histories in the copy had no more events than the manifest says.",
    ),
    # time stamps
    "stamp_unreadable": (
        "timestamp.tsr kan ikke leses som et tidsstempel (RFC 3161): {why}.",
        "timestamp.tsr kan ikkje lesast som eit tidsstempel (RFC 3161): {why}.",
        "timestamp.tsr cannot be read as a time stamp (RFC 3161): {why}.",
    ),
    "stamp_other": (
        "Tidsstempelet gjelder noe annet enn dette sjekkpunktet.",
        "Tidsstempelet gjeld noko anna enn dette sjekkpunktet.",
        "The time stamp is of something else than this checkpoint.",
    ),
    "stamp_unchecked": (
        "Om tidsstempelet ({at}) er ekte: oppgi utstederens sertifikat med --authority.",
        "Om tidsstempelet ({at}) er ekte: oppgje sertifikatet til utferdaren med --authority.",
        "Whether the time stamp ({at}) is genuine: give the authority's certificate with --authority.",
    ),
    "stamp_forged": (
        "Tidsstempelet er ikke laget av den som har sertifikatet du oppga: {why}.",
        "Tidsstempelet er ikkje laga av den som har sertifikatet du oppgav: {why}.",
        "The time stamp was not made by the holder of the certificate that you gave: {why}.",
    ),
    "stamp_holds": (
        "{name} har tidsstemplet sjekkpunktet {at}: alt i loggen fantes da.",
        "{name} har tidsstempla sjekkpunktet {at}: alt i loggen fanst då.",
        "{name} time-stamped the checkpoint at {at}: everything in the log existed then.",
    ),
    "stamp_revocation": (
        "Om tidsstemplerens sertifikat var trukket tilbake; det krever nett.",
        "Om sertifikatet til tidsstemplaren var trekt tilbake; det krev nett.",
        "Whether the time stamper's certificate had been revoked; that needs a network.",
    ),
    "more_like_it": (
        "… og {count} til av samme slag.",
        "… og {count} til av same slag.",
        "… and {count} more of the same kind.",
    ),
    "not_expected": (
        "Filen er satt sammen på en måte som programmet ikke kan lese ({why}).",
        "Fila er sett saman på ein måte som programmet ikkje kan lese ({why}).",
        "The file is put together in a way that this program cannot read ({why}).",
    ),
}


# --- Strict reading ---------------------------------------------------------------------------------------------------------

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,2}")
LONGEST_NAME = 100
MOST_FILES = 10_000
LARGEST_TEXT_FILE = 256 * 1024 * 1024
LONGEST_NUMBER = 19
DEEPEST = 64
LOCAL = struct.Struct("<IHHHHHIIIHH")
CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
END = struct.Struct("<IHHHHIIH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = 0x04034B50, 0x02014B50, 0x06054B50
ZIP_VERSION, FIRST_OF_JANUARY_1980 = 20, 0x0021


def read_container(data: memoryview) -> dict[str, memoryview]:
    """The files of the ZIP, as views. Raises RefusedError unless it is byte for byte the one ZIP of these files.

    The files are walked from the front, so no directory is believed; nothing is compressed, so nothing can grow.
    """
    if bytes(data[:4]) != LOCAL_MARK.to_bytes(4, "little"):
        raise NothingCheckedError("not_a_package")
    files: dict[str, memoryview] = {}
    folded: set[str] = set()
    directory: list[bytes] = []
    at, last = 0, ""
    while bytes(data[at : at + 4]) == LOCAL_MARK.to_bytes(4, "little"):
        name, content, after = _read_member(data, at)
        if name <= last or name.lower() in folded or len(files) >= MOST_FILES:
            refuse("misplaced_name", name=name)
        last = name
        folded.add(name.lower())
        files[name] = content
        row = (ZIP_VERSION, ZIP_VERSION, 0, 0, 0, FIRST_OF_JANUARY_1980, zlib.crc32(content), len(content), len(content))
        directory.append(CENTRAL.pack(CENTRAL_MARK, *row, len(name), 0, 0, 0, 0, 0, at) + name.encode("ascii"))
        at = after
    joined = b"".join(directory)
    tail = joined + END.pack(END_MARK, 0, 0, len(files), len(files), len(joined), at, 0)
    if bytes(data[at : at + len(tail) + 1]) != tail:
        refuse("broken_directory", at=at)
    return files


def _read_member(data: memoryview, at: int) -> tuple[str, memoryview, int]:
    """Name and content of the file whose header begins ``at``, and where it ends."""
    if len(data) < at + LOCAL.size:
        refuse("broken_header", at=at)
    _, version, flags, method, clock, day, crc, packed, size, name_length, extra = LOCAL.unpack(data[at : at + LOCAL.size])
    if (version, flags, method, clock, day, extra) != (ZIP_VERSION, 0, 0, 0, FIRST_OF_JANUARY_1980, 0) or packed != size:
        refuse("broken_header", at=at)
    start = at + LOCAL.size + name_length
    if name_length > LONGEST_NAME or len(data) < start + size:
        refuse("broken_header", at=at)
    name = bytes(data[at + LOCAL.size : start]).decode("ascii", "replace")
    if not NAME.fullmatch(name) or any(part.endswith(".") for part in name.split("/")):
        refuse("bad_name", name=name)
    content = data[start : start + size]
    if zlib.crc32(content) != crc:
        refuse("broken_content", name=name)
    return name, content, start + size


def text_file(files: dict[str, memoryview], name: str) -> bytes:
    """The bytes of a file that is read as text. Raises RefusedError when it is missing or too large."""
    if name not in files:
        refuse("missing_file", name=name)
    if len(files[name]) > LARGEST_TEXT_FILE:
        raise NothingCheckedError("too_large", what=name, most=LARGEST_TEXT_FILE)
    return bytes(files[name])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


def _number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("a number is too large")
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def json_value(data: bytes, where: str) -> Any:
    """The value of JSON: each name once, no NaN, no giant number, not too deep. Raises RefusedError."""
    try:
        value = json.loads(data.decode(), object_pairs_hook=_once, parse_int=_number, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        refuse("not_json", where=where, why=str(error) or "too deep")
    _refuse_deep(value, where)
    return value


def _refuse_deep(value: Any, where: str) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner for one in level if isinstance(one, (dict, list)) for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    refuse("not_json", where=where, why="too deep")


def canonical(value: Any, where: str) -> bytes:
    """The one form of a JSON value. Raises RefusedError for a value that has none."""
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        refuse("not_canonical", where=where)


def canonical_value(data: bytes, where: str) -> Any:
    """The value of JSON in its one form. Raises RefusedError."""
    value = json_value(data, where)
    if canonical(value, where) != data:
        refuse("not_canonical", where=where)
    return value


def strict_base64(text: str) -> bytes | None:
    """The bytes; None unless written in the one standard way."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode("ascii") == text else None


class Fields:
    """The fields of a JSON object that must have exactly these names. Every reading refuses what is not of its kind."""

    def __init__(self, value: Any, names: Iterable[str], where: str) -> None:
        wanted = set(names)
        if not isinstance(value, dict) or set(value) != wanted:
            odd = sorted(set(value) ^ wanted) if isinstance(value, dict) else sorted(wanted)
            refuse("bad_fields", where=where, fields=", ".join(odd[:MOST_SHOWN]))
        self._value: dict[str, Any] = value
        self._where = where

    def wrong(self, field: str) -> NoReturn:
        """Refuse the value of ``field``."""
        refuse("bad_value", where=self._where, field=field)

    def raw(self, field: str) -> Any:
        """Whatever it is."""
        return self._value[field]

    def text(self, field: str) -> str:
        """A text."""
        found = self._value[field]
        return found if isinstance(found, str) else self.wrong(field)

    def count(self, field: str) -> int:
        """An integer from 0."""
        found = self._value[field]
        return found if type(found) is int and found >= 0 else self.wrong(field)

    def hash(self, field: str) -> bytes:
        """32 bytes in hex."""
        return self._hex(field, self._value[field])

    def hashes(self, field: str) -> list[bytes]:
        """Hashes in a row."""
        found = self._value[field]
        return [self._hex(field, one) for one in found] if isinstance(found, list) else self.wrong(field)

    def table(self, field: str) -> dict[str, Any]:
        """An object with any names."""
        found = self._value[field]
        return found if isinstance(found, dict) else self.wrong(field)

    def rows(self, field: str) -> list[Any]:
        """A list."""
        found = self._value[field]
        return found if isinstance(found, list) else self.wrong(field)

    def named_hashes(self, field: str) -> dict[str, bytes]:
        """Hashes by name."""
        return {name: self._hex(field, one) for name, one in self.table(field).items()}

    def named_texts(self, field: str) -> dict[str, str]:
        """Texts by name."""
        found = self.table(field)
        return found if all(isinstance(one, str) for one in found.values()) else self.wrong(field)

    def decoded(self, field: str) -> bytes:
        """Bytes in base64."""
        found = strict_base64(self.text(field))
        return found if found is not None else self.wrong(field)

    def uuid(self, field: str) -> bytes:
        """The 16 bytes of an id."""
        found = self.text(field)
        return bytes.fromhex(found.replace("-", "")) if UUID_FORM.fullmatch(found) else self.wrong(field)

    def _hex(self, field: str, text: Any) -> bytes:
        return bytes.fromhex(text) if isinstance(text, str) and HASH_FORM.fullmatch(text) else self.wrong(field)


UUID_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HASH_FORM = re.compile(r"[0-9a-f]{64}")
TIME_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


# --- msgpack: the envelope as it is stored ----------------------------------------------------------------------------------


class MsgpackError(Exception):
    """The bytes are no msgpack of the kinds that an envelope has."""


TIMESTAMP = 0xFF
LATEST_SECOND = 253_402_300_799


class Msgpack:
    """Reads one value: nothing, truth, integers, texts, lists, maps with texts for names, and timestamps (as RFC 3339)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def whole(self) -> Any:
        """The value, when nothing follows it. Raises MsgpackError."""
        value = self._value(0)
        if self._at != len(self._data):
            raise MsgpackError("something follows it")
        return value

    def _take(self, length: int) -> bytes:
        taken = self._data[self._at : self._at + length]
        if len(taken) < length:
            raise MsgpackError("it ends too early")
        self._at += length
        return taken

    def _size(self, length: int) -> int:
        return int.from_bytes(self._take(length), "big")

    def _value(self, depth: int) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of first byte
        if depth > DEEPEST:
            raise MsgpackError("it is too deep")
        first = self._size(1)
        if first <= 0x7F:
            return first
        if first >= 0xE0:
            return first - 0x100
        if first <= 0x8F:
            return self._map(first & 0x0F, depth)
        if first <= 0x9F:
            return self._list(first & 0x0F, depth)
        if first <= 0xBF:
            return self._text(first & 0x1F)
        if first == 0xC0:
            return None
        if first in {0xC2, 0xC3}:
            return first == 0xC3
        if 0xCC <= first <= 0xCF:
            return self._size(1 << (first - 0xCC))
        if 0xD0 <= first <= 0xD3:
            return int.from_bytes(self._take(1 << (first - 0xD0)), "big", signed=True)
        if first in {0xD6, 0xD7}:
            return self._time(4 if first == 0xD6 else 8)
        if first == 0xC7:
            return self._time(self._size(1), type_first=True)
        if 0xD9 <= first <= 0xDB:
            return self._text(self._size(1 << (first - 0xD9)))
        if first in {0xDC, 0xDD}:
            return self._list(self._size(2 << (first - 0xDC)), depth)
        if first in {0xDE, 0xDF}:
            return self._map(self._size(2 << (first - 0xDE)), depth)
        raise MsgpackError(f"a value begins with {first:#x}")

    def _text(self, length: int) -> str:
        try:
            return self._take(length).decode()
        except UnicodeDecodeError as error:
            raise MsgpackError("a text is not UTF-8") from error

    def _list(self, length: int, depth: int) -> list[Any]:
        return [self._value(depth + 1) for _ in range(length)]

    def _map(self, length: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in range(length):
            name = self._value(depth + 1)
            if not isinstance(name, str) or name in found:
                raise MsgpackError("a name is no text, or is there twice")
            found[name] = self._value(depth + 1)
        return found

    def _time(self, length: int, *, type_first: bool = False) -> str:
        if self._size(1) != TIMESTAMP or length != {True: 12, False: length}[type_first]:
            raise MsgpackError("an extension is no timestamp")
        if length == 4:
            nanoseconds, seconds = 0, self._size(4)
        elif length == 8:
            both = self._size(8)
            nanoseconds, seconds = both >> 34, both & ((1 << 34) - 1)
        else:
            nanoseconds, seconds = self._size(4), int.from_bytes(self._take(8), "big", signed=True)
        if nanoseconds > 999_999_999:
            raise MsgpackError("a timestamp has too many nanoseconds")
        return moment(seconds, nanoseconds // 1000)


def moment(seconds: int, microseconds: int = 0) -> str:
    """A time as RFC 3339 in UTC, from seconds since 1970. Raises MsgpackError outside of the years 1 to 9999."""
    if not -62_135_596_800 <= seconds <= LATEST_SECOND:
        raise MsgpackError("a time lies outside of the calendar")
    days, rest = divmod(seconds, 86_400)
    year, month, day = _civil(days)
    fraction = f".{microseconds:06d}" if microseconds else ""
    return f"{year:04d}-{month:02d}-{day:02d}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}{fraction}Z"


def _civil(days: int) -> tuple[int, int, int]:
    """The date that lies so many days after 1 January 1970, in the Gregorian calendar; the same on every platform."""
    era, of_era = divmod(days + 719_468, 146_097)
    of_years = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * of_years + of_years // 4 - of_years // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return of_years + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


# --- Hashes and proofs (RFC 6962) -------------------------------------------------------------------------------------------


def sha256(data: bytes | memoryview) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def lp(data: bytes) -> bytes:
    """Length-prefixed."""
    return len(data).to_bytes(4, "big") + data


def u64(number: int) -> bytes:
    """Eight bytes, big-endian."""
    return number.to_bytes(8, "big")


def leaf_hash(entry: bytes | memoryview) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + entry)


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to (RFC 9162 section 2.1.3.2); None when the path is not of the length that is due."""
    if not 0 <= index < size:
        return None
    found, one, last = leaf, index, size - 1
    for beside in path:
        if last == 0:
            return None
        if one & 1 or one == last:
            found = sha256(b"\x01" + beside + found)
            while not one & 1 and one:
                one >>= 1
                last >>= 1
        else:
            found = sha256(b"\x01" + found + beside)
        one >>= 1
        last >>= 1
    return found if last == 0 else None


def continues(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a consistency proof holds (RFC 9162 section 2.1.4.2). An empty old log proves nothing."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new:
        return False
    rest = list(path)
    if old & (old - 1) == 0:
        rest.insert(0, old_root)
    if not rest:
        return False
    one, last = old - 1, new - 1
    while one & 1:
        one >>= 1
        last >>= 1
    first = second = rest[0]
    for beside in rest[1:]:
        if last == 0:
            return False
        if one & 1 or one == last:
            first = sha256(b"\x01" + beside + first)
            second = sha256(b"\x01" + beside + second)
            while not one & 1 and one:
                one >>= 1
                last >>= 1
        else:
            second = sha256(b"\x01" + second + beside)
        one >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root


CHUNK = 1 << 16


def root_of(leaves: bytearray, size: int) -> bytes:
    """The root over the first ``size`` leaf hashes, which lie one behind the other."""
    if size == 0:
        return sha256(b"")
    whole = memoryview(leaves)
    level: list[bytes] = []
    for start in range(0, size, CHUNK):
        stop = min(start + CHUNK, size)
        level.append(_climbed([bytes(whole[at * HASH_BYTES : (at + 1) * HASH_BYTES]) for at in range(start, stop)]))
    return _climbed(level)


def _climbed(level: list[bytes]) -> bytes:
    """The root over hashes of one level: a last one without a neighbour moves up as it is."""
    new = hashlib.sha256
    while len(level) > 1:
        odd = level[-1:] if len(level) & 1 else []
        pairs = iter(level)
        level = [new(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs)] + odd
    return level[0]


# --- Signed notes and checkpoints (C2SP) ------------------------------------------------------------------------------------

NOTE_KEY, COSIGNATURE_KEY = 0x01, 0x04
LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
LAST_SIZE = (1 << 63) - 1
DASH = "\u2014 "


class Key(NamedTuple):
    """A verifier key. ``first`` and ``last`` are the sizes of the log that a log's key holds for."""

    line: str
    name: str
    kind: int
    id: bytes
    public: bytes
    first: int = 0
    last: int = LAST_SIZE

    def made(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made an Ed25519 signature."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signature(NamedTuple):
    """One line of signature: nothing of it is believed before a key has checked it."""

    name: str
    key_id: bytes
    made: bytes


class Note(NamedTuple):
    """A text and what claims to sign it."""

    text: str
    signatures: list[Signature]


class Checkpoint(NamedTuple):
    """How large a log was, and the root over it."""

    origin: str
    size: int
    root: bytes
    note: Note


def _good_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(sign.isspace() or ord(sign) < 0x20 for sign in name)


def _plain_number(text: str) -> int | None:
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text, re.ASCII) or int(text) > LAST_SIZE:
        return None
    return int(text)


def read_key(line: str) -> Key | None:
    """A key from ``name+id+base64``, for a log's key optionally with the first and the last size it holds for; None if it is none."""
    vkey, *sizes = line.split(" ")
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not _good_name(parts[0]) or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        return None
    raw = strict_base64(parts[2])
    if raw is None or len(raw) != 1 + HASH_BYTES or raw[0] not in {NOTE_KEY, COSIGNATURE_KEY}:
        return None
    if sha256(parts[0].encode() + b"\n" + raw)[:4].hex() != parts[1]:
        return None
    numbers = [_plain_number(size) for size in sizes]
    if len(numbers) > 2 or None in numbers or (numbers and raw[0] != NOTE_KEY):
        return None
    first, last = ([number or 0 for number in numbers] + [0, LAST_SIZE][len(numbers) :])[:2]
    return Key(vkey, parts[0], raw[0], bytes.fromhex(parts[1]), raw[1:], first, last)


def read_keys(data: bytes, where: str) -> list[Key]:
    """The keys of a file, one per line. Raises RefusedError."""
    try:
        *lines, rest = data.decode().split("\n")
    except UnicodeDecodeError:
        refuse("bad_key", where=where, key="UTF-8")
    found = [(line, read_key(line)) for line in lines]
    for line, key in found:
        if key is None:
            refuse("bad_key", where=where, key=line)
    if rest or lines != sorted(set(lines)) or len(lines) > MOST_SIGNATURES:
        refuse("not_canonical", where=where)
    return [key for _, key in found if key is not None]


def read_note(data: bytes, where: str) -> Note:
    """A signed note; no signature is checked. Raises RefusedError."""
    if len(data) > LONGEST_NOTE:
        refuse("bad_note", where=where, why="too long")
    try:
        before, gap, after = data.decode().rpartition("\n\n")
    except UnicodeDecodeError:
        refuse("bad_note", where=where, why="UTF-8")
    text = before + "\n"
    *lines, rest = after.split("\n")
    if not gap or rest or not lines or len(lines) > MOST_SIGNATURES or any(sign < " " and sign != "\n" for sign in text):
        refuse("bad_note", where=where, why="text, empty line, signatures")
    return Note(text, [_read_signature(line, where) for line in lines])


def _read_signature(line: str, where: str) -> Signature:
    name, _, encoded = line[len(DASH) :].partition(" ")
    made = strict_base64(encoded)
    if not line.startswith(DASH) or not _good_name(name) or made is None or len(made) <= 4:
        refuse("bad_note", where=where, why=line)
    return Signature(name, made[:4], made[4:])


def signers(note: Note, keys: Iterable[Key], where: str) -> list[tuple[Key, int]]:
    """Which of the keys signed, and when a cosigner says that it did (seconds since 1970; 0 for a plain signature).

    Raises RefusedError when a signature names one of the keys and was not made by it.
    """
    found: dict[Key, int] = {}
    for signature in note.signatures:
        for key in keys:
            if (signature.name, signature.key_id) == (key.name, key.id):
                at = _signed_at(note.text, signature, key)
                if at is None:
                    refuse("forged", where=where, name=key.name)
                found.setdefault(key, at)
    return list(found.items())


def _signed_at(text: str, signature: Signature, key: Key) -> int | None:
    if key.kind == NOTE_KEY:
        return 0 if len(signature.made) == 64 and key.made(signature.made, text.encode()) else None
    at = int.from_bytes(signature.made[:8], "big")
    if len(signature.made) != 72 or at > LATEST_SECOND:
        return None
    return at if key.made(signature.made[8:], f"cosignature/v1\ntime {at}\n{text}".encode()) else None


def read_checkpoint(data: bytes, where: str) -> Checkpoint:
    """A checkpoint; no signature is checked. Raises RefusedError."""
    note = read_note(data, where)
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        refuse("bad_checkpoint", where=where, why="origin, size, root")
    size, root = _plain_number(lines[1]), strict_base64(lines[2])
    if size is None or root is None or len(root) != HASH_BYTES:
        refuse("bad_checkpoint", where=where, why=f"{lines[1]}, {lines[2]}")
    return Checkpoint(lines[0], size, root, note)


# --- What was found ---------------------------------------------------------------------------------------------------------


class Finding(NamedTuple):
    """One thing that holds, does not hold, or cannot be known."""

    section: str
    code: str
    with_: dict[str, Any]

    def said(self, language: str) -> str:
        """The sentence. What comes from the file is shown without what could move a cursor."""
        spoken = LANGUAGES.index(language)
        words = {name: tally(value, spoken) if name == "reasons" else plain(value) for name, value in self.with_.items()}
        return TEXTS[self.code][spoken].format(**words)


def plain(value: Any) -> str:
    """A value from a file that may be hostile, as one short line."""
    text = "".join(sign if sign.isprintable() else "?" for sign in str(value)[:400])
    return text + ("…" if len(str(value)) > 400 else "")


def why(code: str, spoken: int) -> str:
    """The reason that a sender gives, in words."""
    return REASONS[code][spoken] if code in REASONS else plain(code) or "-"


def tally(counts: dict[str, int], spoken: int) -> str:
    """Reasons, and how often each is given."""
    return plain(", ".join(f"{why(code, spoken)}: {count}" for code, count in sorted(counts.items())))


def whole(value: Any) -> str:
    """A value from a file that may be hostile, in full on one line."""
    return "".join(sign if sign.isprintable() else "?" for sign in json.dumps(value, ensure_ascii=False))


class Shown(NamedTuple):
    """An event that was checked, as it is to be read."""

    position: int
    topic: str
    envelope: dict[str, Any]
    facts: Any
    disclosed: dict[str, Any]
    masked: dict[str, Any]
    proven: bool


class Report:
    """Everything that was found, what the file says of itself, and the events that hold."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.findings: list[Finding] = []
        self.about: dict[str, Any] = {}
        self.checked = True
        self._more: dict[tuple[str, str], int] = {}

    def add(self, section: str, code: str, **with_: Any) -> None:
        """Note something. Of one kind the first twenty are kept and the others counted."""
        same = sum(1 for finding in self.findings if (finding.section, finding.code) == (section, code))
        if same >= MOST_SHOWN:
            self._more[section, code] = self._more.get((section, code), 0) + 1
            return
        self.findings.append(Finding(section, code, with_))

    def holds(self, code: str, **with_: Any) -> None:
        """Note what holds."""
        self.add(HOLDS, code, **with_)

    def fails(self, code: str, **with_: Any) -> None:
        """Note what does not hold."""
        self.add(FAILS, code, **with_)

    def unknown(self, code: str, **with_: Any) -> None:
        """Note what cannot be known."""
        self.add(UNKNOWN, code, **with_)

    def of(self, section: str) -> list[Finding]:
        """The findings of one section, in order."""
        more = [
            Finding(section, "more_like_it", {"count": count, "code": code})
            for (of_section, code), count in self._more.items()
            if of_section == section
        ]
        return [finding for finding in self.findings if finding.section == section] + more

    @property
    def verdict(self) -> int:
        """0, 1 or 2, as the program answers."""
        if not self.checked:
            return UNCHECKED
        return WRONG if self.of(FAILS) else ALL_WELL


class Given(NamedTuple):
    """What the checker brought along."""

    keys: list[Key]
    witnesses: list[Key]
    authority: bytes | None = None


# --- The package ------------------------------------------------------------------------------------------------------------

MANIFEST_NAMES = {
    *("format", "kind", "made_at", "tenant", "origin", "position", "root", "case_id", "recipient", "legal_basis"),
    *("shown", "left_out", "streams", "about", "files"),
}
EVENT_NAMES = {
    *("kind", "position", "tenant", "stream_id", "version", "topic", "format", "class_version", "envelope", "envelope_bytes"),
    *("facts", "facts_bytes", "seals", "commitments", "disclosed", "masked", "proof"),
}
DESTROYED = "destroyed"
"""The reason that a copy gives where a text's key is gone."""

DISPOSED = "access.Disposed"
CERTIFICATE_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LEFT_OUT_NAMES = {"kind", "position", "leaf", "reason", "proof"}
UNLISTED = ("manifest.json", "manifest.note")
TO_BE_READ = re.compile(r"documents/.+|(?:LES-MEG|READ-ME)-[a-z]+\.txt")
KNOWN_FILES = {
    *UNLISTED,
    *("checkpoint.note", "consistency.json", "events.jsonl", "keys.txt", "log.bin", "timestamp.tsr"),
}
NEWEST_EVENT_FORMAT = 2
MOST_CLOCK_SKEW = 3600


class Manifest(NamedTuple):
    """What the sender states."""

    kind: str
    tenant: str
    origin: str
    position: int
    root: bytes
    shown: int
    left_out: int
    streams: dict[bytes, tuple[int, int]]
    files: dict[str, tuple[int, str]]
    told: dict[str, Any]


class Trusted(NamedTuple):
    """The keys that signatures are checked with, and whether they came with the file itself."""

    log: list[Key]
    witnesses: list[Key]
    log_from_file: bool
    witnesses_from_file: bool


class Opened:
    """A package whose form, signatures and files were checked: what further checks go by."""

    def __init__(self, files: dict[str, memoryview], manifest: Manifest, checkpoint: Checkpoint, trusted: Trusted) -> None:
        self.files = files
        self.manifest = manifest
        self.checkpoint = checkpoint
        self.trusted = trusted
        self.leaves: dict[int, bytes] = {}
        self.all_leaves: bytearray | None = None
        self.witnessed_at: int | None = None


def open_package(data: memoryview, given: Given, report: Report) -> Opened:
    """Check container, manifest, signatures and files. Raises RefusedError at the first that does not hold."""
    files = read_container(data)
    report.holds("one_form")
    described = text_file(files, "manifest.json")
    manifest = read_manifest(described)
    report.about.update(manifest.told)
    trusted = trusted_keys(files, manifest, given)
    check_manifest_note(files, described, manifest, trusted, report)
    check_files(files, manifest, report)
    checkpoint = read_checkpoint(text_file(files, "checkpoint.note"), "checkpoint.note")
    opened = Opened(files, manifest, checkpoint, trusted)
    check_checkpoint(opened, report)
    return opened


def read_manifest(data: bytes) -> Manifest:
    """The manifest in its one form. Raises RefusedError."""
    where = "manifest.json"
    value = canonical_value(data, where)
    stated = value.get("format") if isinstance(value, dict) else None
    if stated != FORMAT:
        raise NothingCheckedError("unknown_format", format=stated)
    fields = Fields(value, MANIFEST_NAMES, where)
    kind = fields.text("kind")
    if kind not in {"case", "log"}:
        fields.wrong("kind")
    if not TIME_FORM.fullmatch(fields.text("made_at")):
        fields.wrong("made_at")
    if fields.raw("case_id") is not None:
        fields.uuid("case_id")
    told: dict[str, Any] = {name: fields.text(name) for name in ("recipient", "legal_basis", "made_at", "origin", "tenant")}
    told |= {name: fields.count(name) for name in ("position", "shown", "left_out")}
    told |= {"kind": kind, "case_id": fields.raw("case_id"), "about": fields.named_texts("about")}
    streams = [Fields(row, ("stream_id", "last_version", "shown"), f"{where}: streams") for row in fields.rows("streams")]
    by_id = {stream.uuid("stream_id"): (stream.count("last_version"), stream.count("shown")) for stream in streams}
    if list(by_id) != sorted(by_id) or len(by_id) < len(streams):
        fields.wrong("streams")
    rows = [Fields(row, ("name", "size", "sha256"), f"{where}: files") for row in fields.rows("files")]
    listed = {row.text("name"): (row.count("size"), row.hash("sha256").hex()) for row in rows}
    if list(listed) != sorted(listed) or len(listed) < len(rows):
        fields.wrong("files")
    return Manifest(
        kind=kind,
        tenant=told["tenant"],
        origin=told["origin"],
        position=told["position"],
        root=fields.hash("root"),
        shown=told["shown"],
        left_out=told["left_out"],
        streams=by_id,
        files=listed,
        told=told,
    )


def trusted_keys(files: dict[str, memoryview], manifest: Manifest, given: Given) -> Trusted:
    """The keys that were given; for the log or the witnesses those in the file, where none was. Raises RefusedError."""
    own = read_keys(text_file(files, "keys.txt"), "keys.txt")
    log = [key for key in given.keys or own if key.kind == NOTE_KEY and key.name == manifest.origin]
    witnesses = [key for key in given.witnesses or own if key.kind == COSIGNATURE_KEY]
    if not log:
        refuse("no_log_key", origin=manifest.origin)
    return Trusted(log, witnesses, not given.keys, not given.witnesses)


def check_manifest_note(
    files: dict[str, memoryview], described: bytes, manifest: Manifest, trusted: Trusted, report: Report
) -> None:
    """That a key of the log signed the manifest, and none that was given up before. Raises RefusedError."""
    where = "manifest.note"
    note = read_note(text_file(files, where), where)
    digest = base64.b64encode(sha256(described)).decode("ascii")
    if not any(key.last >= manifest.position for key, _ in signers(note, trusted.log, where)):
        refuse("unsigned", where=where, size=manifest.position)
    if note.text != f"{FORMAT}\n{manifest.origin}\n{digest}\n":
        refuse("other_manifest")
    report.holds("manifest_holds")


def _by_log(signed: list[tuple[Key, int]], size: int) -> list[Key]:
    return [key for key, _ in signed if key.first <= size <= key.last]


def check_files(files: dict[str, memoryview], manifest: Manifest, report: Report) -> None:
    """That the files are those of the manifest. Raises RefusedError."""
    for name in manifest.files:
        if name not in files:
            refuse("missing_file", name=name)
    for name, content in files.items():
        if name not in KNOWN_FILES and not TO_BE_READ.fullmatch(name):
            refuse("bad_name", name=name)
        if name in UNLISTED:
            continue
        if name not in manifest.files:
            refuse("unlisted_file", name=name)
        if (len(content), hashlib.sha256(content).hexdigest()) != manifest.files[name]:
            refuse("changed_file", name=name)
    report.holds("files_hold", count=len(files) - len(UNLISTED))


def check_checkpoint(opened: Opened, report: Report) -> None:
    """That the checkpoint is the log's, signed by it, and who cosigned it. Raises RefusedError."""
    where = "checkpoint.note"
    checkpoint, manifest, trusted = opened.checkpoint, opened.manifest, opened.trusted
    if checkpoint.origin != manifest.origin:
        refuse("other_log", where=where, found=checkpoint.origin, origin=manifest.origin)
    by = _by_log(signers(checkpoint.note, trusted.log, where), checkpoint.size)
    if not by:
        refuse("unsigned", where=where, size=checkpoint.size)
    for field, stated, found in (("position", manifest.position, checkpoint.size), ("root", manifest.root, checkpoint.root)):
        if stated != found:
            refuse("checkpoint_differs", field=field)
    report.holds("checkpoint_holds", size=checkpoint.size, key=by[0].line)
    if trusted.log_from_file:
        report.unknown("first_use_log", key=by[0].line)
    _check_witnesses(opened, report)
    report.unknown("after_checkpoint", size=checkpoint.size)
    report.unknown("never_recorded")


def _check_witnesses(opened: Opened, report: Report) -> None:
    note, trusted = opened.checkpoint.note, opened.trusted
    cosigned = signers(note, trusted.witnesses, "checkpoint.note")
    for key, at in cosigned:
        report.holds("witnessed", name=key.name, at=moment(at))
        if trusted.witnesses_from_file:
            report.unknown("first_use_witness", key=key.line)
    if not trusted.witnesses_from_file:
        for key in trusted.witnesses:
            if key not in dict(cosigned):
                report.fails("witness_missing", name=key.name)
    known = {(key.name, key.id) for key in [*trusted.log, *trusted.witnesses]}
    for signature in note.signatures:
        if (signature.name, signature.key_id) not in known:
            report.unknown("unknown_signature", name=signature.name)
    if cosigned:
        opened.witnessed_at = min(at for _, at in cosigned)
        report.unknown("before_witness")
        report.unknown("own_clock", at=moment(opened.witnessed_at))
    else:
        report.unknown("no_witness")
        report.unknown("own_clock_alone")


# --- The events of a case ---------------------------------------------------------------------------------------------------


class Counted:
    """What is added up over the events."""

    def __init__(self) -> None:
        self.shown = 0
        self.left_out = 0
        self.texts = 0
        self.old_texts = 0
        self.masked: dict[str, int] = {}
        self.destroyed: dict[tuple[str, str], int] = {}
        """Texts that are given as destroyed, by whose they are and the classes that their event has."""
        self.disposals: dict[tuple[str, str], dict[str, int]] = {}
        """By whose and which class: the certificates of disposals that the log tells of, with their positions."""
        self.reasons: dict[str, int] = {}
        self.versions: dict[bytes, set[int]] = {}
        self.event_ids: set[str] = set()
        self.attachments: dict[str, int] = {}


def check_case(opened: Opened, report: Report) -> None:
    """Every line of events.jsonl against the checkpoint, and all of them against the manifest."""
    counted = Counted()
    last, sound = 0, True
    for number, line in enumerate(_lines(text_file(opened.files, "events.jsonl"), "events.jsonl"), start=1):
        try:
            last = _check_line(opened, (line, f"events.jsonl:{number}"), last, counted, report)
        except RefusedError as refused:
            sound = False
            report.fails(refused.code, **refused.with_)
    if sound:
        _tell_histories(opened, counted, report)
    _tell_counts(opened, counted, report)


def _lines(data: bytes, where: str) -> list[bytes]:
    *lines, rest = data.split(b"\n")
    if rest:
        refuse("not_canonical", where=where)
    return lines


def _check_line(opened: Opened, line: tuple[bytes, str], last: int, counted: Counted, report: Report) -> int:
    """Check one line, given with its place, and return its position. Raises RefusedError."""
    value, where = canonical_value(*line), line[1]
    left_out = isinstance(value, dict) and value.get("kind") == "left_out"
    fields = Fields(value, LEFT_OUT_NAMES if left_out else EVENT_NAMES, where)
    if fields.text("kind") not in {"event", "left_out"}:
        fields.wrong("kind")
    position = fields.count("position")
    if not last < position <= opened.checkpoint.size:
        refuse("out_of_order", position=position)
    if left_out:
        leaf = fields.hash("leaf")
        reason = fields.text("reason")
    else:
        leaf = leaf_hash(entry_of(fields, position))
    path = fields.hashes("proof")
    if root_from_path(leaf, position - 1, opened.checkpoint.size, path) != opened.checkpoint.root:
        refuse("not_in_log", position=position)
    opened.leaves[position] = leaf
    if left_out:
        counted.left_out += 1
        counted.reasons[reason] = counted.reasons.get(reason, 0) + 1
    else:
        check_event(opened, fields, position, counted, report)
        counted.shown += 1
    return position


def entry_of(fields: Fields, position: int) -> bytes:
    """The entry that the log holds for a shown event. Raises RefusedError."""
    for field in ("version", "format", "class_version"):
        if fields.count(field) > LAST_SIZE:
            fields.wrong(field)
    parts = [
        b"varde/leaf/1",
        u64(position),
        fields.text("tenant").encode(),
        fields.uuid("stream_id"),
        u64(fields.count("version")),
        fields.text("topic").encode(),
        u64(fields.count("format")),
        u64(fields.count("class_version")),
        sha256(fields.decoded("envelope_bytes")),
        sha256(fields.decoded("facts_bytes")),
    ]
    for field in ("seals", "commitments"):
        hashes = fields.named_hashes(field)
        parts.append(u64(len(hashes)))
        for name in sorted(hashes):
            parts += [name.encode(), hashes[name]]
    return b"".join(map(lp, parts))


def check_event(opened: Opened, fields: Fields, position: int, counted: Counted, report: Report) -> None:
    """What a shown event says to the reader, against what the log holds of it. Raises RefusedError."""
    if fields.text("tenant") != opened.manifest.tenant:
        refuse("other_tenant", position=position, found=fields.text("tenant"), tenant=opened.manifest.tenant)
    try:
        envelope = Msgpack(fields.decoded("envelope_bytes")).whole()
    except MsgpackError as error:
        refuse("bad_envelope", position=position, why=error)
    facts = json_value(fields.decoded("facts_bytes"), f"facts_bytes ({position})")
    for field, stored in (("envelope", envelope), ("facts", facts)):
        if canonical(stored, field) != canonical(fields.raw(field), field):
            refuse("read_differently", position=position, field=field)
    if not isinstance(envelope, dict) or envelope.get("tenant") != opened.manifest.tenant:
        found = envelope.get("tenant") if isinstance(envelope, dict) else None
        refuse("other_tenant", position=position, found=found, tenant=opened.manifest.tenant)
    event_id = envelope.get("event_id")
    if not isinstance(event_id, str) or event_id in counted.event_ids:
        refuse("repeated_event", position=position, field="event_id")
    counted.event_ids.add(event_id)
    versions = counted.versions.setdefault(fields.uuid("stream_id"), set())
    if fields.count("version") in versions:
        refuse("repeated_event", position=position, field="version")
    versions.add(fields.count("version"))
    _note_attachments(envelope, position, counted)
    _check_clock(opened, envelope, position, report)
    stream = hyphened(fields.uuid("stream_id"))
    _check_texts(fields, position, str(envelope.get("case_id") or stream), counted)
    _note_disposal(fields.text("topic"), facts, position, counted)
    texts = (fields.table("disclosed"), fields.table("masked"), fields.count("format") > 1)
    report.shown.append(Shown(position, fields.text("topic"), envelope, facts, *texts))


def _note_attachments(envelope: dict[str, Any], position: int, counted: Counted) -> None:
    attachments = envelope.get("attachments", [])
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict) and isinstance(attachment.get("sha256"), str):
            counted.attachments.setdefault(attachment["sha256"], position)


def _check_clock(opened: Opened, envelope: dict[str, Any], position: int, report: Report) -> None:
    recorded = envelope.get("recorded_at")
    if opened.witnessed_at is not None and isinstance(recorded, str):
        latest = moment(min(opened.witnessed_at + MOST_CLOCK_SKEW, LATEST_SECOND))
        if recorded > latest:
            report.fails("recorded_after_witness", position=position, recorded=recorded, at=moment(opened.witnessed_at))


def _note_disposal(topic: str, facts: Any, position: int, counted: Counted) -> None:
    if topic == DISPOSED and isinstance(facts, dict):
        of, receipt = (str(facts.get("of_subject")), str(facts.get("retention"))), facts.get("receipt")
        counted.disposals.setdefault(of, {})[certificate_of(receipt)] = position


def certificate_of(receipt: Any) -> str:
    """The number of the certificate of a disposal, which follows from the disposal's id."""
    if not isinstance(receipt, str) or not UUID_FORM.fullmatch(receipt):
        return "-"
    name = bytes.fromhex(receipt.replace("-", "")) + b"number"
    value = int.from_bytes(hashlib.sha1(name, usedforsecurity=False).digest()[:5], "big")  # as an id of version 5 begins, RFC 9562
    digits = "".join(CERTIFICATE_DIGITS[value >> (5 * place) & 31] for place in reversed(range(8)))
    return f"K-{digits[:4]}-{digits[4:]}"


def _check_texts(fields: Fields, position: int, subject: str, counted: Counted) -> None:
    form = fields.count("format")
    if not 1 <= form <= NEWEST_EVENT_FORMAT:
        refuse("newer_event_format", position=position, format=form)
    disclosed, masked, commitments = fields.table("disclosed"), fields.table("masked"), fields.named_hashes("commitments")
    unaccounted = set(disclosed) & set(masked)
    if form > 1:
        unaccounted |= (set(disclosed) | set(masked)) ^ set(commitments)
    elif commitments:
        fields.wrong("commitments")
    if unaccounted:
        refuse("text_unaccounted", position=position, field=min(unaccounted))
    for name, shown in disclosed.items():
        _check_text(shown, name, position, commitments.get(name))
    counted.texts += len(disclosed) if form > 1 else 0
    counted.old_texts += len(disclosed) if form == 1 else 0
    for name, left in masked.items():
        reason = Fields(left, ("reason", "left"), f"masked ({position}, {name})").text("reason")
        if reason == DESTROYED:
            for_ = (subject, " ".join(sorted(fields.named_hashes("seals"))))
            counted.destroyed[for_] = counted.destroyed.get(for_, 0) + 1
        else:
            counted.masked[reason] = counted.masked.get(reason, 0) + 1


def _check_text(shown: Any, name: str, position: int, committed: bytes | None) -> None:
    """That a text is the one that was committed to; None for an event of the form that has no commitments."""
    where = f"disclosed ({position}, {name})"
    text = Fields(shown, ("value", "salt"), where)
    if committed is None:
        if text.raw("salt") is not None:
            text.wrong("salt")
    elif not hmac.compare_digest(commitment(text.hash("salt"), name, canonical(text.raw("value"), where)), committed):
        refuse("text_changed", position=position, field=name)


def commitment(salt: bytes, field: str, value: bytes) -> bytes:
    """What the log holds of a sealed field: a hash that nobody can guess the text from without the salt."""
    return sha256(b"".join(map(lp, (b"varde/text/1", salt, field.encode(), value))))


def _tell_histories(opened: Opened, counted: Counted, report: Report) -> None:
    manifest = opened.manifest
    for field, number, found in (("shown", manifest.shown, counted.shown), ("left_out", manifest.left_out, counted.left_out)):
        if number != found:
            report.fails("bad_count", field=field, stated=number, found=found)
    whole = 0
    stated = manifest.streams
    for stream in sorted(set(stated) | set(counted.versions)):
        last, shown = stated.get(stream, (0, 0))
        versions = counted.versions.get(stream, set())
        if len(versions) != shown or any(not 1 <= version <= last for version in versions):
            report.fails("bad_version", stream=hyphened(stream))
        elif shown < last:
            report.unknown("versions_missing", stream=hyphened(stream), last=last, shown=shown, missing=last - shown)
        else:
            whole += 1
    if whole:
        report.holds("versions_whole", count=whole)


def _tell_counts(opened: Opened, counted: Counted, report: Report) -> None:
    if counted.shown and not report.of(FAILS):
        report.holds("events_hold", count=counted.shown)
    if counted.left_out:
        report.holds("left_out_hold", count=counted.left_out)
        report.unknown("left_out_unknown", count=counted.left_out, reasons=counted.reasons)
    if counted.texts:
        report.holds("texts_hold", count=counted.texts)
    if counted.masked:
        report.unknown("masked", count=sum(counted.masked.values()), reasons=counted.masked)
    if counted.destroyed:
        _tell_destroyed(counted, report)
    if counted.old_texts:
        report.unknown("old_text", count=counted.old_texts)
    if counted.versions:
        report.unknown("after_last")
    _tell_documents(opened, counted, report)


def _tell_destroyed(counted: Counted, report: Report) -> None:
    told, certificates = 0, dict[str, int]()
    for (subject, classes), count in counted.destroyed.items():
        found = [counted.disposals[subject, one] for one in classes.split() if (subject, one) in counted.disposals]
        told += count if found else 0
        for one in found:
            certificates.update(one)
    if told:
        listed = ", ".join(f"{number} ({position})" for number, position in sorted(certificates.items()))
        report.holds("destroyed_told", count=told, disposals=listed)
    every = sum(counted.destroyed.values())
    report.unknown("destroyed", count=every)
    if told < every:
        report.unknown("destroyed_untold", count=every - told)


def _tell_documents(opened: Opened, counted: Counted, report: Report) -> None:
    documents = 0
    for name, (_, digest) in opened.manifest.files.items():
        if name.startswith("documents/"):
            if digest in counted.attachments:
                report.holds("attachment", name=name, position=counted.attachments[digest])
            else:
                documents += 1
    if documents:
        report.unknown("documents", count=documents)


def hyphened(stream: bytes) -> str:
    """An id as people write it."""
    text = stream.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


# --- A whole log ------------------------------------------------------------------------------------------------------------

SHORTEST_ENTRY = 16 + 12 + 4 + 20 + 12 + 4 + 12 + 12 + 36 + 36 + 12 + 12
AFTER_TOPIC = struct.Struct(">IQIQI32sI32sIQ")
COUNT = struct.Struct(">IQ")
WIDTHS = (8, 8, 32, 32, 8)
WINDOW = 1 << 22


def check_log(opened: Opened, report: Report) -> None:
    """Every entry of log.bin, their order and versions, and the root over them. Raises RefusedError."""
    if "log.bin" not in opened.files:
        refuse("missing_file", name="log.bin")
    size = opened.checkpoint.size
    for field, stated, found in (("shown", opened.manifest.shown, size), ("left_out", opened.manifest.left_out, 0)):
        if stated != found:
            report.fails("bad_count", field=field, stated=stated, found=found)
    leaves, versions = read_log(opened.files["log.bin"], size, opened.manifest.tenant)
    if root_of(leaves, size) != opened.checkpoint.root:
        refuse("other_root", count=size)
    opened.all_leaves = leaves
    report.holds("log_holds", count=size, streams=len(versions))
    report.unknown("log_contents")


def read_log(data: memoryview, size: int, tenant: str, until: int | None = None) -> tuple[bytearray, dict[bytes, int]]:
    """The leaf hashes of all entries, one behind the other, and the last version of every history.

    ``until``: the versions as they were at that position. Raises RefusedError for an entry that is not the one of its place.
    """
    if len(data) < size * SHORTEST_ENTRY:
        refuse("bad_entry", position=len(data) // SHORTEST_ENTRY + 1)
    leaves = bytearray(size * HASH_BYTES)
    versions: dict[bytes, int] = {}
    start, name = lp(b"varde/leaf/1"), tenant.encode()
    head = struct.Struct(f">I{len(start)}sIQ{4 + len(name)}sI16sIQI")
    fixed, named, until = (start, 8), lp(name), size if until is None else until
    new, unpack, before_topic = hashlib.sha256, head.unpack_from, head.size
    position, entries = 0, _entries(data)
    for position, entry in zip(range(1, size + 1), entries):
        if len(entry) < SHORTEST_ENTRY + 4:
            refuse("bad_entry", position=position)
        length, tag, eight, at, whose, sixteen, stream, also_eight, version, topic = unpack(entry)
        if (tag, eight) != fixed or (at, whose, sixteen, also_eight) != (position, named, 16, 8) or length != len(entry) - 4:
            refuse("bad_entry", position=position)
        if not _rest_is_sound(entry, before_topic + topic):
            refuse("bad_entry", position=position)
        if position <= until:
            if version != versions.get(stream, 0) + 1:
                refuse("entry_version", position=position, version=version)
            versions[stream] = version
        leaves[(position - 1) * 32 : position * 32] = new(b"\0" + entry[4:]).digest()
    if position != size or next(entries, None) is not None:
        refuse("bad_entry", position=position + 1)
    return leaves, versions


def _entries(data: memoryview) -> Iterator[bytes]:
    """The entries, each with its length before it; the last may be cut off."""
    at, end = 0, len(data)
    while at < end:
        window = bytes(data[at : at + WINDOW])
        inside, length = 0, 4 + int.from_bytes(window[:4], "big")
        if length > len(window):
            yield bytes(data[at : at + length])
            at += length
            continue
        while inside + length <= len(window):
            yield window[inside : inside + length]
            inside += length
            length = 4 + int.from_bytes(window[inside : inside + 4], "big")
        at += inside


def _rest_is_sound(entry: bytes, at: int) -> bool:
    """Whether an entry goes on after the topic as it must, and ends where it ends."""
    if len(entry) < at + AFTER_TOPIC.size + COUNT.size:
        return False
    a, _, b, _, c, _, d, _, e, seals = AFTER_TOPIC.unpack_from(entry, at)
    if (a, b, c, d, e) != WIDTHS:
        return False
    at = _after_hashes(entry, at + AFTER_TOPIC.size, seals)
    if at < 0 or len(entry) < at + COUNT.size:
        return False
    eight, commitments = COUNT.unpack_from(entry, at)
    return eight == 8 and _after_hashes(entry, at + COUNT.size, commitments) == len(entry)


def _after_hashes(entry: bytes, at: int, count: int) -> int:
    """Where a sorted row of ``count`` names and hashes ends; -1 when it is none."""
    last, whole = b"", len(entry)
    for _ in range(min(count, whole)):
        begins = at + 4
        at = begins + int.from_bytes(entry[at:begins], "big")
        name = entry[begins:at]
        if at + 36 > whole or name <= last or entry[at : at + 4] != b"\0\0\0\x20":
            return -1
        last = name
        at += 36
    return at if count <= whole else -1


# --- Two copies -------------------------------------------------------------------------------------------------------------


def check_consistency_file(opened: Opened, report: Report) -> dict[int, bytes]:
    """The older roots that the copy itself proves its own to continue, by size. Raises RefusedError."""
    where = "consistency.json"
    if where not in opened.files:
        return {}
    rows = canonical_value(text_file(opened.files, where), where)
    proven: dict[int, bytes] = {}
    last = 0
    for row in rows if isinstance(rows, list) else refuse("bad_fields", where=where, fields="[]"):
        fields = Fields(row, ("size", "root", "proof"), where)
        size, root = fields.count("size"), fields.hash("root")
        if not last < size or not continues(size, root, opened.checkpoint.size, opened.checkpoint.root, fields.hashes("proof")):
            refuse("bad_consistency", size=size)
        last = size
        proven[size] = root
        report.holds("consistency_holds", size=size)
    return proven


class Compared(NamedTuple):
    """The other copy: its checkpoint, and whatever leaves it shows."""

    checkpoint: Checkpoint
    leaves: dict[int, bytes]
    all_leaves: bytearray | None
    proven: dict[int, bytes]


def read_other(data: memoryview, file: str, opened: Opened, report: Report) -> Compared | None:
    """An older or newer copy, or a bare checkpoint, checked by itself. None when it cannot be used, which is told."""
    trusted = opened.trusted
    try:
        if bytes(data[:2]) == b"PK":
            other = open_package(data, Given(trusted.log, []), Report())
            own = Report()
            check_contents(other, own)
            for failed in own.of(FAILS):
                refuse(failed.code, **failed.with_)
            return Compared(other.checkpoint, other.leaves, other.all_leaves, check_consistency_file(other, Report()))
        checkpoint = read_checkpoint(bytes(data[: LONGEST_NOTE + 1]), file)
        if checkpoint.origin != opened.checkpoint.origin:
            refuse("other_log", where=file, found=checkpoint.origin, origin=opened.checkpoint.origin)
        if not _by_log(signers(checkpoint.note, trusted.log, file), checkpoint.size):
            refuse("unsigned", where=file, size=checkpoint.size)
        return Compared(checkpoint, {}, None, {})
    except RefusedError as refused:
        report.fails("earlier_unusable", file=file, why=refused)
        return None


def compare(opened: Opened, proven: dict[int, bytes], other: Compared, file: str, report: Report) -> None:
    """Whether the larger of the two logs continues the smaller one."""
    mine = Compared(opened.checkpoint, opened.leaves, opened.all_leaves, proven)
    old, new = sorted((mine, other), key=lambda one: one.checkpoint.size)
    size, root = old.checkpoint.size, old.checkpoint.root
    shared = _shared(old, new)
    differing = [position for position, one, another in shared if one != another]
    for position in differing:
        report.fails("log_shows_other", position=position, file=file)
    known = _root_known_by(new, size)
    if known is not None and known != root:
        report.fails("rewritten", file=file)
    elif known is None:
        if shared and not differing:
            report.holds("shared_events", file=file, count=len(shared))
        report.unknown("no_consistency", file=file, old=size, new=new.checkpoint.size)
    elif size == new.checkpoint.size:
        report.holds("same_log", file=file)
    else:
        report.holds("continues", file=file, size=size)


def _root_known_by(new: Compared, size: int) -> bytes | None:
    if size == new.checkpoint.size:
        return new.checkpoint.root
    if new.all_leaves is not None:
        return root_of(new.all_leaves, size)
    return new.proven.get(size)


def _shared(old: Compared, new: Compared) -> list[tuple[int, bytes, bytes]]:
    def at(one: Compared, position: int) -> bytes | None:
        if one.all_leaves is not None and position <= one.checkpoint.size:
            return bytes(one.all_leaves[(position - 1) * HASH_BYTES : position * HASH_BYTES])
        return one.leaves.get(position)

    found = [(position, at(old, position), at(new, position)) for position in sorted({*old.leaves, *new.leaves})]
    return [(position, one, another) for position, one, another in found if one is not None and another is not None]


def check_against_log(opened: Opened, data: memoryview, file: str, report: Report) -> None:
    """Whether the histories of a case's copy had more events than it says, by an export of the whole log."""
    own = Report()
    try:
        log = open_package(data, Given(opened.trusted.log, []), own)
        if log.manifest.kind != "log" or log.checkpoint.size < opened.checkpoint.size:
            refuse("bad_value", where=file, field="kind, position")
        check_log(log, own)
        _, versions = read_log(log.files["log.bin"], log.checkpoint.size, log.manifest.tenant, until=opened.checkpoint.size)
    except RefusedError as refused:
        report.fails("earlier_unusable", file=file, why=refused)
        return
    compare(opened, {}, Compared(log.checkpoint, {}, log.all_leaves, {}), file, report)
    complete = True
    for stream, (last, _) in opened.manifest.streams.items():
        if versions.get(stream, 0) != last:
            complete = False
            report.fails("log_shows_more", stream=hyphened(stream), log=versions.get(stream, 0), stated=last)
    if complete:
        report.holds("complete_by_log")
        report.findings = [finding for finding in report.findings if finding.code != "after_last"]


def check_contents(opened: Opened, report: Report) -> None:
    """The events, or the log, that the package carries. What does not hold is told in the report."""
    try:
        (check_case if opened.manifest.kind == "case" else check_log)(opened, report)
    except RefusedError as refused:
        report.fails(refused.code, **refused.with_)


# --- The time stamp (RFC 3161) ----------------------------------------------------------------------------------------------

SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
DIGESTS = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
SEQUENCE, SET, OID, OCTETS, INTEGER, GENERALIZED_TIME = 0x30, 0x31, 0x06, 0x04, 0x02, 0x18
LARGEST_STAMP = 1_000_000
LONGEST_CHAIN = 6
STAMP_TIME = re.compile(rb"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:\.[0-9]+)?Z")


class Der(NamedTuple):
    """One value of DER: its tag, its content, and its bytes as they stand."""

    tag: int
    content: bytes
    whole: bytes

    def inner(self) -> list[Der]:
        """What it is made of."""
        return list(_der(self.content))

    def of(self, tag: int) -> Der:
        """Itself. Refused when it is of another kind."""
        return self if self.tag == tag else refuse("stamp_unreadable", why=f"DER {self.tag:#x}, {tag:#x}")


def _der(data: bytes) -> Iterator[Der]:
    at = 0
    while at < len(data):
        start, tag, length = at, data[at], int.from_bytes(data[at + 1 : at + 2], "big")
        at += 2
        if length > 0x84 or length == 0x80 or tag & 0x1F == 0x1F:
            refuse("stamp_unreadable", why="DER")
        if length > 0x80:
            width = length & 0x7F
            length = int.from_bytes(data[at : at + width], "big")
            at += width
        if at + length > len(data):
            refuse("stamp_unreadable", why="DER")
        at += length
        yield Der(tag, data[at - length : at], data[start:at])


class Stamp(NamedTuple):
    """A time stamp taken apart: what was stamped, when, and what was signed how."""

    algorithm: str
    imprint: bytes
    at: str
    stamped: bytes
    certificates: list[bytes]
    digest: str
    signed: bytes
    signature: bytes


def read_stamp(data: bytes) -> Stamp:
    """The parts of an RFC 3161 response. Raises RefusedError."""
    if len(data) > LARGEST_STAMP:
        raise NothingCheckedError("too_large", what="timestamp.tsr", most=LARGEST_STAMP)
    try:
        return _stamp(data)
    except (IndexError, ValueError, KeyError) as error:
        refuse("stamp_unreadable", why=type(error).__name__)


def _stamp(data: bytes) -> Stamp:
    (response,) = _der(data)
    status, token = response.of(SEQUENCE).inner()
    if status.inner()[0].content not in {b"\0", b"\1"}:
        refuse("stamp_unreadable", why="status")
    kind, wrapped = token.of(SEQUENCE).inner()
    if kind.of(OID).content != SIGNED_DATA:
        refuse("stamp_unreadable", why="signedData")
    _, _, encapsulated, *rest = wrapped.of(0xA0).inner()[0].of(SEQUENCE).inner()
    content_kind, content = encapsulated.of(SEQUENCE).inner()
    if content_kind.of(OID).content != TST_INFO:
        refuse("stamp_unreadable", why="TSTInfo")
    stamped = content.of(0xA0).inner()[0].of(OCTETS).content
    certificates = [one.whole for part in rest if part.tag == 0xA0 for one in part.inner()]
    (signer,) = rest[-1].of(SET).inner()
    _, _, digest, attributes, _, signature, *_ = signer.of(SEQUENCE).inner()
    name = DIGESTS[digest.inner()[0].of(OID).content]
    values = {row.inner()[0].content: row.inner()[1].of(SET).inner()[0].content for row in attributes.of(0xA0).inner()}
    if values[CONTENT_TYPE] != TST_INFO or values[MESSAGE_DIGEST] != hashlib.new(name, stamped).digest():
        refuse("stamp_unreadable", why="messageDigest")
    (info,) = _der(stamped)
    _, _, imprint, _, generated, *_ = info.of(SEQUENCE).inner()
    algorithm, hashed = imprint.of(SEQUENCE).inner()
    found = STAMP_TIME.fullmatch(generated.of(GENERALIZED_TIME).content)
    if found is None:
        refuse("stamp_unreadable", why="genTime")
    year, month, day, hour, minute, second = (part.decode() for part in found.groups())
    return Stamp(
        algorithm=DIGESTS[algorithm.inner()[0].of(OID).content],
        imprint=hashed.of(OCTETS).content,
        at=f"{year}-{month}-{day}T{hour}:{minute}:{second}Z",
        stamped=stamped,
        certificates=certificates,
        digest=name,
        signed=b"\x31" + attributes.whole[1:],
        signature=signature.of(OCTETS).content,
    )


def check_stamp(opened: Opened, given: Given, report: Report) -> None:
    """That the time stamp is over this checkpoint's text and, with the authority's certificate, that it is genuine."""
    if "timestamp.tsr" not in opened.files:
        return
    try:
        stamp = read_stamp(bytes(opened.files["timestamp.tsr"][: LARGEST_STAMP + 1]))
        if hashlib.new(stamp.algorithm, opened.checkpoint.note.text.encode()).digest() != stamp.imprint:
            refuse("stamp_other")
        if given.authority is None:
            report.unknown("stamp_unchecked", at=stamp.at)
            return
        name = _stamper(stamp, given.authority)
    except RefusedError as refused:
        report.fails(refused.code, **refused.with_)
        return
    report.holds("stamp_holds", name=name, at=stamp.at)
    report.unknown("stamp_revocation")


def _stamper(stamp: Stamp, authority: bytes) -> str:
    """The name of the stamper that the given certificates vouch for. Raises RefusedError."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        anchors = list(x509.load_pem_x509_certificates(authority))
        others = [x509.load_der_x509_certificate(one) for one in stamp.certificates]
    except ValueError:
        refuse("stamp_forged", why="X.509")
    for certificate in [*others, *anchors]:
        if not _signed_stamp(certificate, stamp):
            continue
        try:
            usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except (x509.ExtensionNotFound, ValueError):
            refuse("stamp_forged", why="extendedKeyUsage")
        if ExtendedKeyUsageOID.TIME_STAMPING not in usage:
            refuse("stamp_forged", why="extendedKeyUsage")
        if not _vouched_for(certificate, others, anchors, stamp.at):
            refuse("stamp_forged", why=certificate.subject.rfc4514_string())
        return str(certificate.subject.rfc4514_string())
    refuse("stamp_forged", why="signature")


def _signed_stamp(certificate: Any, stamp: Stamp) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    known: dict[str, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    digest = known[stamp.digest]
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(stamp.signature, stamp.signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(stamp.signature, stamp.signed, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _vouched_for(certificate: Any, others: list[Any], anchors: list[Any], at: str) -> bool:
    """Whether a chain of certificates that were valid at that time leads to one that was given."""
    from cryptography.exceptions import InvalidSignature

    for _ in range(LONGEST_CHAIN):
        if not _valid_at(certificate, at):
            return False
        if certificate in anchors:
            return True
        for issuer in [*anchors, *others]:
            if issuer == certificate:
                continue
            try:
                certificate.verify_directly_issued_by(issuer)
            except (ValueError, TypeError, InvalidSignature):
                continue
            certificate = issuer
            break
        else:
            return False
    return False


def _valid_at(certificate: Any, at: str) -> bool:
    begins, ends = (
        getattr(certificate, f"{name}_utc", None) or getattr(certificate, name) for name in ("not_valid_before", "not_valid_after")
    )
    return bool(begins.strftime("%Y-%m-%dT%H:%M:%SZ") <= at <= ends.strftime("%Y-%m-%dT%H:%M:%SZ"))


# --- The program ------------------------------------------------------------------------------------------------------------


def verify(
    data: memoryview,
    given: Given,
    others: Sequence[tuple[str, memoryview]] = (),
    log: tuple[str, memoryview] | None = None,
) -> Report:
    """Everything that can be said about a copy. ``others`` are older or newer ones, ``log`` an export of the whole log.

    Never raises: what it cannot read it refuses.
    """
    report = Report()
    try:
        opened = open_package(data, given, report)
        check_contents(opened, report)
        proven = check_consistency_file(opened, report)
        check_stamp(opened, given, report)
        for file, content in others:
            other = read_other(content, file, opened, report)
            if other is not None:
                compare(opened, proven, other, file, report)
        if log is not None:
            check_against_log(opened, log[1], log[0], report)
    except NothingCheckedError as refused:
        report.checked = False
        report.fails(refused.code, **refused.with_)
    except RefusedError as refused:
        report.fails(refused.code, **refused.with_)
    except Exception as error:  # noqa: BLE001 - a file made to make the program fail is refused like any other
        report.fails("not_expected", why=type(error).__name__)
    return report


def opened_file(path: str) -> memoryview:
    """The bytes of a file, mapped and not read. Raises NothingCheckedError."""
    try:
        with pathlib.Path(path).open("rb") as file:
            if not file.read(1):
                return memoryview(b"")
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except FileNotFoundError as error:
        raise NothingCheckedError("no_such_file", file=path) from error
    except (OSError, ValueError) as error:
        raise NothingCheckedError("unreadable_file", file=path, why=type(error).__name__) from error


def given_keys(texts: Sequence[str], kind: int) -> list[Key]:
    """Keys from the command line: each a key, or the name of a file with one per line. Raises NothingCheckedError."""
    found: list[Key] = []
    for text in texts:
        lines = [text]
        if read_key(text) is None and pathlib.Path(text).is_file():
            lines = [line.strip() for line in bytes(opened_file(text)).decode("utf-8", "replace").splitlines()]
        for line in lines:
            key = read_key(line)
            if line and not line.startswith("#"):
                if key is None or key.kind != kind:
                    raise NothingCheckedError("bad_key_given", key=line)
                found.append(key)
    return found


def as_list(report: Report, language: str) -> str:
    """The events that hold, to be read one after the other: position, topic, three times, facts and texts."""
    spoken = LANGUAGES.index(language)
    lines = [EVENTS[spoken], ""]
    for event in report.shown:
        times = ", ".join(f"{words[spoken]} {plain(event.envelope.get(name))}" for name, words in TIMES.items())
        lines.append(f"{event.position}  {plain(event.topic)}  {times}")
        lines.append(f"    {whole(event.facts)}")
        for name, text in event.disclosed.items():
            lines.append(f"    {plain(name)}: {whole(text['value'])}" + ("" if event.proven else f" ({UNPROVEN[spoken]})"))
        for name, text in event.masked.items():
            left = "" if text["left"] is None else f" {whole(text['left'])} ({UNPROVEN[spoken]})"
            lines.append(f"    {plain(name)}: [{MASKED[spoken].format(reason=why(text['reason'], spoken))}]{left}")
    return "\n".join([*lines, "", ""])


def as_text(report: Report, file: str, language: str) -> str:
    """The report for people."""
    spoken = LANGUAGES.index(language)
    lines = [HEADING[spoken].format(file=plain(file)), ""]
    lines += [f"  {LABELS[name][spoken]}: {plain(report.about[name])}" for name in LABELS if name in report.about]
    own = {name: words[spoken] for name, words in OWN_LABELS.items()}
    lines += [f"  {own.get(name) or plain(name)}: {plain(value)}" for name, value in report.about.get("about", {}).items()]
    for section in (HOLDS, FAILS, UNKNOWN):
        findings = report.of(section)
        if findings:
            mark = {HOLDS: "+", FAILS: "!", UNKNOWN: "?"}[section]
            heading = SECTIONS[section] if report.checked or section != FAILS else HINDRANCE
            lines += ["", heading[spoken], *(f"  {mark} {_said(finding, language)}" for finding in findings)]
    return INSTANT.sub(r"\1 \2 UTC", "\n".join([*lines, "", VERDICTS[report.verdict][spoken], ""]))


def _said(finding: Finding, language: str) -> str:
    """The sentence of a finding; a reason that is itself a refusal is said in the same language."""
    with_ = {
        name: Finding(FAILS, value.code, value.with_).said(language) if isinstance(value, RefusedError) else value
        for name, value in finding.with_.items()
    }
    return finding._replace(with_=with_).said(language)


def as_json(report: Report, file: str, language: str) -> str:
    """The report for programs."""
    value: dict[str, Any] = {"verifier": VERSION, "file": file, "exit": report.verdict, "ok": report.verdict == ALL_WELL}
    value["package"] = report.about
    for section in (HOLDS, FAILS, UNKNOWN):
        value[section] = [{"code": one.code, "text": _said(one, language)} for one in report.of(section)]
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="varde_verify",
        description="Kontrollerer en kopi fra Varde, uten nett. / Checks a copy from Varde, offline.",
    )
    parser.add_argument("file", metavar="FILE", help="kopien (ZIP) / the copy (ZIP)")
    parser.add_argument("--language", choices=LANGUAGES, default="nb", help="språk / language")
    parser.add_argument("--json", action="store_true", help="svar som JSON / answer as JSON")
    parser.add_argument(
        "--key", action="append", default=[], metavar="KEY", help="loggens nøkkel, eller en fil / the log's key, or a file"
    )
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="et vitnes nøkkel, eller en fil / a witness's key"
    )
    parser.add_argument(
        "--earlier", action="append", default=[], metavar="FILE", help="en eldre kopi eller et sjekkpunkt / an older copy"
    )
    parser.add_argument("--log", metavar="FILE", help="en eksport av hele loggen / an export of the whole log")
    parser.add_argument("--authority", metavar="FILE", help="tidsstemplerens sertifikat (PEM) / the time stamper's certificate")
    parser.add_argument("--events", action="store_true", help="vis også hendelsene / show the events, too")
    parser.add_argument("--version", action="version", version=f"varde_verify {VERSION}")
    return parser


def run(options: argparse.Namespace) -> Report:
    """The report of what was asked for."""
    try:
        given = Given(
            given_keys(options.key, NOTE_KEY),
            given_keys(options.witness, COSIGNATURE_KEY),
            bytes(opened_file(options.authority)) if options.authority else None,
        )
        data = opened_file(options.file)
        others = [(pathlib.Path(path).name, opened_file(path)) for path in options.earlier]
        log = (pathlib.Path(options.log).name, opened_file(options.log)) if options.log else None
    except NothingCheckedError as refused:
        report = Report()
        report.checked = False
        report.fails(refused.code, **refused.with_)
        return report
    report = verify(data, given, others, log)
    report.about["sha256"] = hashlib.sha256(data).hexdigest()
    return report


def main(words: Sequence[str] | None = None) -> int:
    """The program: prints what was found and returns 0, 1 or 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = arguments().parse_args(words)
    try:
        import cryptography  # noqa: F401 - its absence is told in plain words
    except ImportError:
        sys.stderr.write("Biblioteket «cryptography» mangler: / The library “cryptography” is missing: pip install cryptography\n")
        return UNCHECKED
    report = run(options)
    if options.events and not options.json:
        sys.stdout.write(as_list(report, options.language))
    say = as_json if options.json else as_text
    sys.stdout.write(say(report, options.file, options.language))
    return report.verdict


if __name__ == "__main__":
    sys.exit(main())
