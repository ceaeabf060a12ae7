"""Filling and changing the lists an administrator keeps."""

import json
import re
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any, cast

from flask import current_app
from sqlalchemy import select

from ctrack import states
from ctrack.domain.errors import Invalid, problem
from ctrack.domain.events import EventKind
from ctrack.domain.vocabulary import AuthorityType, BasisKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    CentralAuthority,
    DeadlineRule,
    Ground,
    Instrument,
    Nature,
    NatureSubtype,
    Offence,
    StateGroup,
    User,
    lists_have_changed,
)
from ctrack.models.base import Model
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries import authorities
from ctrack.services import events, timing, unchanged

_FILES: tuple[tuple[str, type[ReferenceEntry], dict[str, str]], ...] = (
    ("instruments", Instrument, {}),
    ("natures", Nature, {}),
    ("nature_subtypes", NatureSubtype, {"nature": "nature_code"}),
    ("offences", Offence, {"parent": "parent_code"}),
    ("grounds", Ground, {}),
    ("state_groups", StateGroup, {}),
    ("deadline_rules", DeadlineRule, {"instrument": "instrument_code"}),
)

_SHIPPED: dict[type[ReferenceEntry], tuple[str, ...]] = {
    StateGroup: ("label", "members", "members_as_of", "source"),
    DeadlineRule: ("label", "count", "unit", "source"),
}
"""What is brought up to date while no administrator has changed it: usually the label
alone."""


def load() -> None:
    """Add what ctrack ships and the register lacks; bring shipped words up to date.

    Entries that an administrator has added, changed or retired are left as they are.
    """
    if db.session.scalar(select(CentralAuthority.id).limit(1)) is None:
        db.session.add(
            CentralAuthority(
                code="CENTRAL",
                name="Central authority",
                state=str(current_app.config.get("CTRACK_STATE") or ""),
            )
        )
    for name, table, renamed in _FILES:
        _load_list(name, table, renamed)
        db.session.flush()
    lists_have_changed(db.session.connection())


def _load_list(
    name: str, table: type[ReferenceEntry], renamed: Mapping[str, str]
) -> None:
    present = {entry.code: entry for entry in db.session.scalars(select(table))}
    for position, shipped in enumerate(_read(name)):
        values = {renamed.get(k, k): v for k, v in shipped.items() if v is not None}
        if "members_as_of" in values:
            values["members_as_of"] = date.fromisoformat(values["members_as_of"])
        entry = present.get(values["code"])
        if entry is None:
            values |= {"position": position * 10, "is_shipped": True}
            db.session.add(_new(table, values))
        elif entry.is_shipped:
            for field in _shipped(table):
                if getattr(entry, field) != values[field]:
                    setattr(entry, field, values[field])


def _shipped(table: type[ReferenceEntry]) -> tuple[str, ...]:
    return _SHIPPED.get(table, ("label",))


def _new(table: type[ReferenceEntry], values: Mapping[str, Any]) -> ReferenceEntry:
    entry = table()
    for name, value in values.items():
        setattr(entry, name, value)
    return entry


def _read(name: str) -> list[dict[str, Any]]:
    file = resources.files("ctrack.data").joinpath(f"{name}.json")
    entries: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return entries


_BILATERAL = re.compile(r"^BILAT-([A-Z]{2,4})$")


def instrument_for(code: str) -> Instrument | None:
    """The instrument with this code; `BILAT-XX` is added when XX is a State.

    None when there is no such instrument and none can be added.
    """
    code = code.strip().upper()
    found = db.session.get(Instrument, code)
    if found is not None:
        return found
    match = _BILATERAL.match(code)
    if match is None or match[1] not in states.names():
        return None
    treaty = Instrument(
        code=code,
        kind=BasisKind.BILATERAL,
        label={"en": f"Bilateral treaty with {states.name(match[1])}"},
        partner_state=match[1],
        position=9000,
    )
    db.session.add(treaty)
    db.session.flush()
    return treaty


def authority_for(
    text: str, *, central_authority_id: int, note: str = ""
) -> tuple[Authority, bool]:
    """The authority meant by a code or name, added when unknown; and whether it was."""
    found = authorities.by_text(text, central_authority_id)
    if found is not None:
        return found, False
    name = " ".join(text.split())[:300]
    added = Authority(
        central_authority_id=central_authority_id,
        code=_free_code(name, central_authority_id),
        name=name,
        type=AuthorityType.OTHER,
        note=note,
    )
    db.session.add(added)
    db.session.flush()
    return added, True


def _free_code(name: str, central_authority_id: int) -> str:
    taken = {a.code for a in authorities.all_of(central_authority_id)}
    words = re.findall(r"[A-Z0-9]+", name.upper())
    stem = "-".join(words)[:30] or "AUTHORITY"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def add_bilateral(code: str, *, year: int | None, by: User) -> Instrument | None:
    """The bilateral treaty `BILAT-XX`, added where the list lacks it; None if no State.

    A treaty that is in the list keeps the year it has.
    """
    code = code.strip().upper()
    if db.session.get(Instrument, code) is not None:
        return instrument_for(code)
    treaty = instrument_for(code)
    if treaty is not None:
        treaty.year = year
        _tell(treaty, {}, {"label": treaty.label, "year": year}, by=by)
    return treaty


def save_entry(
    table: type[ReferenceEntry],
    code: str,
    values: Mapping[str, Any],
    *,
    by: User,
    seen: str = "",
) -> ReferenceEntry:
    """Add an entry to a list, or change it: label, validity and what the list has.

    `seen` is the fingerprint of what the form was filled with. Raises Invalid for a
    code that is no code, a label that is missing, or a validity that ends before it
    begins; ChangedMeanwhile where somebody else changed the entry since.
    """
    code = code.strip().upper()
    _check_entry(code, values)
    entry = db.session.get(table, code)
    before: dict[str, str | None] = {}
    if entry is None:
        entry = _new(table, {"code": code, "position": 9000, "is_shipped": False})
        db.session.add(entry)
    else:
        # every list of codes is a table
        unchanged.hold(cast(Model, entry), values, seen)
        before = {name: _worded(getattr(entry, name)) for name in values}
        if any(
            values.get(name, getattr(entry, name)) != getattr(entry, name)
            for name in _shipped(table)
        ):
            entry.is_shipped = False  # its words are the office's own from now on
    for name, value in values.items():
        setattr(entry, name, value)
    db.session.flush()
    _tell(entry, before, values, by=by)
    if table is DeadlineRule:
        timing.announce(by.central_authority)
    return entry


def _tell(
    entry: ReferenceEntry,
    before: Mapping[str, str | None],
    values: Mapping[str, Any],
    *,
    by: User,
) -> None:
    changes = {
        name: [before.get(name), _worded(value)]
        for name, value in values.items()
        if before.get(name) != _worded(value)
    }
    if changes:
        events.record(
            EventKind.REFERENCE_DATA_CHANGED,
            by=by,
            details={"what": f"{_KINDS[type(entry)]} {entry.code}"},
            changes=changes,
        )


_KINDS: dict[type[ReferenceEntry], str] = {
    Instrument: "instrument",
    Nature: "nature",
    NatureSubtype: "subtype",
    Offence: "offence",
    Ground: "ground",
    StateGroup: "group",
    DeadlineRule: "deadline",
}
"""What an entry is called in the log; put into words when it is read."""


def _check_entry(code: str, values: Mapping[str, Any]) -> None:
    problems = []
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{1,39}", code):
        problems.append(
            problem(
                "code",
                N_(
                    "A code has 2 to 40 capital letters, digits, hyphens or "
                    "underscores, for example BILAT-FR."
                ),
            )
        )
    label = values.get("label", {"en": "-"})
    if not str(label.get("en", "")).strip():
        problems.append(problem("label", N_("Give the English label.")))
    since, until = values.get("valid_from"), values.get("valid_until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        problems.append(
            problem("valid_until", N_("The validity ends before it begins."))
        )
    if problems:
        raise Invalid(problems)


def _worded(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in sorted(value.items()))
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "value", value))
