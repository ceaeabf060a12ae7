"""The explanation of a due day, line by line, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ctrack.domain.deadline_rules import COUNTED_FROM
from ctrack.domain.deadlines import Unit
from ctrack.domain.explanations import Line, LineKind
from ctrack.web.wording import counted, day, label, long_day, translated


@dataclass(frozen=True)
class Worded:
    """A line: which days, what is said of them, and how many of them counted."""

    days: str
    text: str
    number: str
    kind: str


def rule(row: Mapping[str, Any]) -> str:
    """The term and the day from which it counts: `7 calendar days from ...`."""
    base = translated(COUNTED_FROM[row["kind"]])
    if row["until"] is not None:
        return _("The day was set by hand: %(day)s.", day=day(row["until"]))
    return _(
        "%(term)s from %(base)s, %(day)s; that day itself is not counted.",
        term=_term(row["count"], row["unit"]),
        base=base,
        day=day(row["base_on"]),
    )


def _term(count: int, unit: Unit) -> str:
    if unit is Unit.WORKING_DAYS:
        return counted("%(num)s working day", "%(num)s working days", count)
    if unit is Unit.MONTHS:
        return counted("%(num)s month", "%(num)s months", count)
    return counted("%(num)s calendar day", "%(num)s calendar days", count)


def worded(line: Line) -> Worded:
    """What is said of these days."""
    return Worded(_days(line), _text(line), _number(line), line.kind.value.lower())


def _days(line: Line) -> str:
    if line.until is None:
        return _("from %(day)s", day=day(line.since))
    if line.until == line.since:
        return long_day(line.since)
    return _("%(first)s to %(last)s", first=day(line.since), last=day(line.until))


def _text(line: Line) -> str:
    if line.kind is LineKind.PAUSED:
        why = ", ".join(label(category) for category in line.categories)
        return _("Not counted: %(why)s", why=why)
    if line.free is not None:
        kind = label(line.free.kind)
        return f"{kind}: {line.free.name}" if line.free.name else kind
    extension = line.extension
    if extension is not None and extension.until is not None:
        return _(
            "More time until %(day)s: %(reason)s",
            day=day(extension.until),
            reason=extension.reason,
        )
    if extension is not None:
        return _(
            "%(term)s more: %(reason)s",
            term=_term(extension.count, extension.unit),
            reason=extension.reason,
        )
    return translated(line.kind.label)


def _number(line: Line) -> str:
    if line.kind is not LineKind.COUNTED:
        return ""
    if line.first == line.last:
        return _("day %(number)s", number=line.first)
    return _("days %(first)s to %(last)s", first=line.first, last=line.last)
