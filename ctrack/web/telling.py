"""The event log in sentences: who did what to which request.

What is stored are codes and names as they were; they are put into words here, so that
wording can be corrected and translated for the past as well.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from ctrack import clock
from ctrack.domain.chasers import ChaseLevel
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.events import EventKind
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.notifications import MailChoice
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import STAGES
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import (
    AssertedBy,
    AuthorityType,
    Channel,
    Confidentiality,
    Direction,
    Labelled,
    LinkKind,
    Matter,
    MeasureOutcome,
    Outcome,
    ProceedingStage,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from ctrack.domain.wording import N_
from ctrack.models import Event, Ground, Nature, Offence
from ctrack.queries.events import Line
from ctrack.web.code_names import kept
from ctrack.web.field_names import field_label
from ctrack.web.wording import (
    basis,
    state,
    translated,
    worded,
)

Lookup = Callable[[str], str | None]
_CODE = re.compile(r"\b[A-Z][A-Z0-9_]+(?:-[A-Z0-9]+)*\b")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def told(event: Event | Line) -> str:
    """The sentence of a line of the log."""
    kind = EventKind[event.kind]
    blanks = {
        name: in_words(name, event.details.get(name, "")) for name in kind.blanks()
    }
    blanks["actor"] = event.actor.name if event.actor else _("The system")
    return translated(kind.value) % blanks


def told_kind(kind: EventKind) -> str:
    """What events of a kind tell, whoever did it: `Sent the results`."""
    blanks = dict.fromkeys(kind.blanks(), "…")
    blanks |= {"actor": "", "authority": _("the authority")}
    told = (translated(kind.value) % blanks).strip(" .")
    return told[:1].upper() + told[1:]


@dataclass(frozen=True)
class Change:
    """What a field held before and after, in words; empty where it held nothing."""

    field: str
    before: str
    after: str


def told_changes(event: Event | Line) -> list[Change]:
    """Before and after, by field; not where the sentence says it already."""
    if event.kind not in _TELL_CHANGES:
        return []
    return [
        Change(
            field_label(name),
            in_words(name, before or ""),
            in_words(name, after or ""),
        )
        for name, (before, after) in event.changes.items()
        if before or after
    ]


_TELL_CHANGES = {
    EventKind.AMENDED.name,
    EventKind.USER_CHANGED.name,
    EventKind.REFERENCE_DATA_CHANGED.name,
    EventKind.EDITION_LIMITS_CHANGED.name,
    EventKind.PAUSE_CORRECTED.name,
    EventKind.PAUSE_STRUCK.name,
    EventKind.DEADLINE_STRUCK.name,
    EventKind.EXTENSION_TAKEN_BACK.name,
}


def entered_late(event: Event | Line) -> str:
    """How long after its day a line was entered; empty for the same day."""
    days = (clock.day_of(event.entered_at) - event.happened_on).days
    if days <= 0:
        return ""
    return ngettext("Entered %(num)s day later.", "Entered %(num)s days later.", days)


def in_words(name: str, text: str) -> str:
    """A detail of the log with its codes and days in words; names are left alone."""
    if name in _BY_NUMBER and _NUMBERS[name].fullmatch(text):
        return _BY_NUMBER[name](text)
    if name == "what":
        return _thing(text)
    if name in ("step", "approved_steps"):
        return "; ".join(map(_step, text.split("; "))) if text else ""
    if name in ("active", "is_basis"):
        return {"yes": _("yes"), "no": _("no")}.get(text, text)
    text = _DAY.sub(lambda match: worded(match[0]), text)
    lookup = _LOOKUPS.get(name)
    if lookup is None:
        return text
    return _CODE.sub(lambda match: lookup(match[0]) or match[0], text)


_NUMBERS = {
    "measures": re.compile(r"\d+(?:, \d+)*"),
    "outcomes": re.compile(r"\d+ [A-Z_]+(?:; \d+ [A-Z_]+)*"),
}
"""Details that name measures by their numbers."""


_THINGS = {
    "approvals": N_("which steps need a second pair of eyes"),
    "authority": N_("the authority %(code)s"),
    "deadline": N_("the deadline %(code)s"),
    "ground": N_("the ground %(code)s"),
    "group": N_("the group of States %(code)s"),
    "instrument": N_("the legal instrument %(code)s"),
    "nature": N_("the nature %(code)s"),
    "offence": N_("the offence %(code)s"),
    "office": N_("what is known of this office"),
    "subtype": N_("the finer kind %(code)s"),
}
"""What an administrator can change."""


def _thing(text: str) -> str:
    """What was changed: `instrument BILAT-FR` gives `the legal instrument BILAT-FR`."""
    kind, _space, code = text.partition(" ")
    return translated(_THINGS[kind]) % {"code": code} if kind in _THINGS else text


def _step(text: str) -> str:
    """A step by its name: `incoming/accept`."""
    direction, _slash, code = text.partition("/")
    steps = {d.value: STEPS[d] for d in Direction}.get(direction, {})
    return translated(steps[code].label) if code in steps else text


def _measures(text: str) -> str:
    """Measures by their numbers: `measures 1, 7`."""
    number = text.count(",") + 1
    return ngettext("measure %(list)s", "measures %(list)s", number, list=text)


def _reported(text: str) -> str:
    """Measures and what became of them: `measure 1 refused; measure 2 pending`."""
    outcomes = {outcome.value: outcome.label for outcome in MeasureOutcome}
    told = (part.partition(" ") for part in text.split("; "))
    return "; ".join(
        _(
            "measure %(number)s %(outcome)s",
            number=number,
            outcome=translated(outcomes.get(code, code)).lower(),
        )
        for number, _space, code in told
    )


_BY_NUMBER: Mapping[str, Callable[[str], str]] = {
    "measures": _measures,
    "outcomes": _reported,
}


def _closed(*enums: type[Labelled]) -> Lookup:
    found = {member.value: member.label for enum in enums for member in enum}
    return lambda code: translated(found[code]) if code in found else None


def _in_lower_case(enum: type[Labelled]) -> Lookup:
    look = _closed(enum)
    return lambda code: found.lower() if (found := look(code)) else None


_BY = {"MAIL": N_("as an e-mail"), "LETTER": N_("as a letter to print")}
"""How a chaser went out."""


def _stage(code: str) -> str | None:
    for direction in Direction:
        for status, stage in STAGES[direction].items():
            if status.value == code:
                return translated(stage.label)
    return None


def _either(*lookups: Lookup) -> Lookup:
    def look(code: str) -> str | None:
        return next((found for one in lookups if (found := one(code))), None)

    return look


def _ground(code: str) -> str | None:
    return kept(Ground).get(code)


def _nature(code: str) -> str | None:
    return kept(Nature).get(code)


def _offence(code: str) -> str | None:
    return kept(Offence).get(code)


_LOOKUPS: dict[str, Lookup] = {
    "applied_bases": basis,
    "asserted_by": _closed(AssertedBy),
    "bases": basis,
    "by": lambda code: translated(_BY[code]) if code in _BY else None,
    "category": _closed(PauseCategory),
    "channel": _closed(Channel),
    "confidentiality": _closed(Confidentiality),
    "deadline": _closed(DeadlineKind),
    "deficiencies": _ground,
    "direction": _closed(Direction),
    "form": _closed(RequestForm),
    "legal_bases": basis,
    "level": _in_lower_case(ChaseLevel),
    "link": _closed(LinkKind),
    "mail_choice": _closed(MailChoice),
    "matter": _closed(Matter),
    "measures": _either(_closed(MeasureOutcome), _nature),
    "natures": _nature,
    "offences": _offence,
    "moved": _closed(DeadlineKind),
    "outcome": _closed(Outcome),
    "outcomes": _either(_closed(MeasureOutcome), _nature),
    "partner_state": lambda code: state(code),
    "pause": _closed(PauseCategory),
    "postponement_ground": _ground,
    "primary_basis": basis,
    "proceeding_stage": _closed(ProceedingStage),
    "refusal_grounds": _ground,
    "role": _closed(Role),
    "stage": _stage,
    "status": _either(_closed(TransferStatus), _stage),
    "type": _closed(AuthorityType),
    "urgency": _closed(Urgency),
    "urgency_reason": _closed(UrgencyReason),
}


def init_app(app: Flask) -> None:
    """Hand the telling to the templates."""
    app.jinja_env.filters.update(
        told=told, told_changes=told_changes, entered_late=entered_late
    )
