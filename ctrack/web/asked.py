"""What the address of a page of the statistics asks for, and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ctrack import clock, states
from ctrack.domain.statistics import cuts
from ctrack.domain.statistics.questions import FIELDS, FILTERS, Named, Question
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Matter
from ctrack.models import Instrument, Nature, Offence, StateGroup
from ctrack.queries import authorities, codes
from ctrack.queries.memory import remembered
from ctrack.queries.statistics import asking
from ctrack.web.access import signed_in
from ctrack.web.choices import Choice, options
from ctrack.web.code_names import kept
from ctrack.web.wording import basis, label, language, state, translated

Query = dict[str, list[str]]


def query() -> Query:
    """What is asked, by the names of the address; this year where it names no period.

    Names and values are as they were typed, empty ones left out.
    """
    found: Query = {}
    for name in (*FIELDS, *FILTERS):
        texts = [text.strip() for text in request.args.getlist(name)]
        if texts := [text for text in texts if text]:
            found[name] = texts[-1:] if name in FIELDS else texts
    if "from" not in found and "to" not in found:
        today = clock.today()
        found |= period(date(today.year, 1, 1), today)
    return found


def period(start: date, end: date) -> Query:
    """A period as it stands in an address."""
    return {"from": [start.isoformat()], "to": [end.isoformat()]}


def question(asked: Mapping[str, list[str]]) -> Question:
    """The question that was asked; raises Invalid where it cannot be read."""
    return asking.read(
        asked,
        central_authority_id=signed_in().central_authority_id,
        today=clock.today(),
    )


def address(endpoint: str, question: Question, **more: Any) -> str:
    """A page or file about the same question."""
    return url_for(endpoint, **{**question.query, **more})


def compares() -> bool:
    """Whether the figures of the period before are asked for too."""
    return codes.yes_or_no(request.args.get("compare", "")) is True


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the page without it."""

    text: str
    address: str


def chips(question: Question, **more: Any) -> list[Chip]:
    """The filters in use, the direction among them; `more` stays in each address."""
    in_use = list(question.filters())
    if question.direction is not None:
        in_use.insert(0, ("direction", question.direction.value))
    found = []
    for name, code in in_use:
        rest = question.query
        rest[name] = [each for each in rest[name] if each != code]
        address = url_for("statistics.index", **{**rest, **more})
        found.append(Chip(_chip(question, name, code), address))
    return found


def without_filters(query: Mapping[str, list[str]], **more: Any) -> str:
    """The page of the same period where everything is counted."""
    kept = {name: query[name] for name in ("from", "to", "as_at") if name in query}
    return url_for("statistics.index", **{**kept, **more})


def _chip(question: Question, name: str, code: str) -> str:
    if name == "direction" and question.direction is not None:
        return label(question.direction)
    if code == NOT_STATED:
        title = translated(cuts.TITLES[name])
        return _("%(filter)s: not stated", filter=title)
    if name in ("group", "authority"):
        return _named(getattr(question, FILTERS[name]), code)
    if name == "matter":
        return label(Matter[code])
    if name in ("state", "basis"):
        return state(code) if name == "state" else basis(code)
    return kept(Nature if name == "nature" else Offence).get(code, code)


def _named(values: tuple[Named, ...], code: str) -> str:
    (found,) = (value for value in values if value.code == code)
    return kept(StateGroup).get(found.code, found.label)


def choices() -> dict[str, Markup]:
    """What each filter offers, as options; made once while the lists stay."""
    office = signed_in().central_authority_id
    key = ("statistics choices", office, language())
    return remembered(
        key, lambda: {name: options(found) for name, found in _offered(office).items()}
    )


def _offered(office: int) -> dict[str, list[Choice]]:
    nobody = [(NOT_STATED, _("Not stated"))]
    return {
        "state": [(code, state(code)) for code in states.names()] + nobody,
        "group": list(kept(StateGroup).items()),
        "basis": [(c, _basis_name(c, n)) for c, n in kept(Instrument).items()],
        "nature": list(kept(Nature).items()) + nobody,
        "offence": list(kept(Offence).items()) + nobody,
        "authority": [(a.code, a.name) for a in authorities.all_of(office)] + nobody,
        "matter": [(matter.value, label(matter)) for matter in Matter],
    }


def _basis_name(code: str, name: str) -> str:
    return name if code.startswith("BILAT-") else f"{code}: {name}"
