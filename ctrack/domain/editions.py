"""The life of a published edition: one table of deeds, and nothing beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo

from ctrack.domain.disclosure.publication import ALWAYS, PUBLISHABLE
from ctrack.domain.errors import Invalid, Problem, StepNotOpen, problem
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.questions import Question, read_question
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class EditionStatus(Labelled):
    """Where an edition stands."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Submitted for release")
    RELEASED = "released", N_("Released")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    DISCARDED = "discarded", N_("Discarded")


@dataclass(frozen=True)
class Deed:
    """A row of the table: what is done, from where, what follows, and who may."""

    code: str
    label: str
    origin: EditionStatus
    target: EditionStatus
    event: EventKind
    permission: Permission
    needs_reason: bool = False


_S = EditionStatus
_PREPARE, _RELEASE = Permission.PREPARE_EDITIONS, Permission.RELEASE_EDITIONS

DEEDS: tuple[Deed, ...] = (
    Deed(
        "submit",
        N_("Submit for release"),
        _S.DRAFT,
        _S.SUBMITTED,
        EventKind.EDITION_SUBMITTED,
        _PREPARE,
    ),
    Deed(
        "discard",
        N_("Discard"),
        _S.DRAFT,
        _S.DISCARDED,
        EventKind.EDITION_DISCARDED,
        _PREPARE,
    ),
    Deed(
        "release",
        N_("Release to the public"),
        _S.SUBMITTED,
        _S.RELEASED,
        EventKind.EDITION_RELEASED,
        _RELEASE,
    ),
    Deed(
        "return",
        N_("Send back"),
        _S.SUBMITTED,
        _S.DRAFT,
        EventKind.EDITION_RETURNED,
        _RELEASE,
        needs_reason=True,
    ),
    Deed(
        "withdraw",
        N_("Withdraw"),
        _S.RELEASED,
        _S.WITHDRAWN,
        EventKind.EDITION_WITHDRAWN,
        _RELEASE,
        needs_reason=True,
    ),
)


def deeds_from(status: EditionStatus) -> list[Deed]:
    """What can be done with an edition that stands there."""
    return [deed for deed in DEEDS if deed.origin is status]


def check_open(deed: Deed, status: EditionStatus) -> None:
    """Refuse a deed that the table does not have from there (StepNotOpen)."""
    if deed.origin is not status:
        raise StepNotOpen(
            N_("This edition is %(status)s. It cannot be done now: %(deed)s."),
            status=status.label.lower(),
            deed=deed.label.lower(),
        )


# --------------------------------------------------------------- what is asked for

THRESHOLD = 5
"""Figures below it are hidden, where the office chooses no other."""

THRESHOLDS = range(3, 51)
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Order:
    """What is to be frozen."""

    title: str
    question: Question
    tables: tuple[str, ...]
    threshold: int


def read_order(
    fields: Mapping[str, str],
    tables: list[str],
    *,
    central_authority_id: int,
    today: date,
    zone: tzinfo | None = UTC,
) -> Order:
    """The edition that was asked for in words; its day ends at midnight in the zone.

    Raises Invalid: besides what makes a question invalid, for a missing title, for a
    day “as at” that has not ended, or lies before the end of the period, for no table
    beside the flow, and for a threshold that protects nobody.
    """
    problems: list[Problem] = []
    title = fields.get("title", "").strip()
    if not title:
        problems.append(problem("title", N_("Give the title under which it appears.")))
    chosen = tuple(name for name in PUBLISHABLE if name == ALWAYS or name in tables)
    if len(chosen) == 1:
        problems.append(problem("tables", N_("Choose at least one table.")))
    threshold = _threshold(fields.get("threshold", ""), problems)
    try:
        question = read_question(
            fields, central_authority_id=central_authority_id, today=today
        )
    except Invalid as invalid:
        raise Invalid([*invalid.problems, *problems]) from None
    problems += _about_days(question, today)
    if problems:
        raise Invalid(problems)
    question = replace(question, zone=zone)
    return Order(title[:LONGEST_TITLE], question, chosen, threshold)


def _threshold(text: str, problems: list[Problem]) -> int:
    text = text.strip() or str(THRESHOLD)
    if text.isdecimal() and len(text) < 4 and int(text) in THRESHOLDS:
        return int(text)
    problems.append(
        problem(
            "threshold",
            N_("Give a number from %(least)s to %(most)s."),
            least=THRESHOLDS[0],
            most=THRESHOLDS[-1],
        )
    )
    return THRESHOLD


def _about_days(question: Question, today: date) -> list[Problem]:
    as_at, end = question.as_at, question.period.end
    if as_at is None:
        return [
            problem(
                "as_at",
                N_("Give the day as at which it is counted, so as to repeat it."),
            )
        ]
    found = []
    if as_at >= today:
        found.append(
            problem(
                "as_at",
                N_(
                    "%(day)s has not ended yet: more may be entered. Give a day before."
                ),
                day=as_at.isoformat(),
            )
        )
    if as_at < end:
        found.append(
            problem(
                "as_at",
                N_("As at %(day)s nobody knew the period until %(end)s yet."),
                day=as_at.isoformat(),
                end=end.isoformat(),
            )
        )
    return found


def read_later(question: Question, text: str, *, today: date) -> Question:
    """The same question as known later: at the day that was typed, or now.

    Raises Invalid for what is no day, a day that has not come, or one before the day of
    the question.
    """
    fields = {
        "from": question.period.start.isoformat(),
        "to": question.period.end.isoformat(),
        "as_at": text,
        "direction": question.direction or "",
    }
    later = read_question(
        fields, central_authority_id=question.central_authority_id, today=today
    )
    if later.as_at is not None and question.as_at and later.as_at < question.as_at:
        raise Invalid(
            [
                problem(
                    "as_at",
                    N_("The edition is as at %(day)s. Give that day or a later one."),
                    day=question.as_at.isoformat(),
                )
            ]
        )
    return replace(later, zone=question.zone)


def slug_of(question: Question, taken: set[str]) -> str:
    """The word for an edition in addresses: `2021-2025`, `2024-incoming`, `2024-2`."""
    start, end = question.period.start, question.period.end
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if not whole_years:
        slug = f"{start}-to-{end}"
    elif start.year == end.year:
        slug = str(start.year)
    else:
        slug = f"{start.year}-{end.year}"
    if question.direction is not None:
        slug += f"-{question.direction.value}"
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-edition-{number}"
    return free
