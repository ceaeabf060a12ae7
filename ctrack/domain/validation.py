"""What makes a request fit to be stored: the same for forms and for workbooks."""

from collections.abc import Collection, Iterable
from datetime import date

from ctrack.domain import dates
from ctrack.domain.errors import Problem, problem
from ctrack.domain.records import PersonRecord, RequestRecord
from ctrack.domain.vocabulary import Direction, Outcome, Rank, RequestForm, Urgency
from ctrack.domain.wording import N_

LONGEST_LINE = 500
LONGEST_TEXT = 20_000


def problems(record: RequestRecord, *, today: date) -> list[Problem]:
    """Everything that speaks against storing the record; empty when nothing does.

    What an old register cannot know is not demanded of a historical record: reasons
    for urgency and refusal, consultations, transfers without days.
    """
    days = record.milestones
    return [
        *_opening(record),
        *dates.in_future(days, today),
        *dates.out_of_order(days),
        *_contents(record),
        *_urgency(record),
        *_closing(record),
        *_lengths(record),
    ]


def _opening(record: RequestRecord) -> list[Problem]:
    if record.direction is Direction.INCOMING and record.received_on is None:
        return [
            problem(
                "received_on", N_("Give the day of receipt, for example 19 Nov 2026.")
            )
        ]
    if (
        record.direction is Direction.OUTGOING
        and record.sent_on is None
        and record.is_historical
    ):
        return [
            problem("sent_on", N_("Give the day of sending, for example 19 Nov 2026."))
        ]
    return []


def _contents(record: RequestRecord) -> list[Problem]:
    found = []
    if not record.bases:
        found.append(
            problem(
                "legal_bases",
                N_("Name at least one legal basis, or NOT_STATED where none is cited."),
            )
        )
    elif sum(basis.rank is Rank.PRIMARY for basis in record.bases) > 1:
        found.append(problem("legal_bases", N_("Only one legal basis is primary.")))
    if not record.measures:
        found.append(problem("natures", N_("Choose at least one kind of assistance.")))
    if _twice([basis.instrument + basis.article for basis in record.bases]):
        found.append(problem("legal_bases", N_("The same legal basis is named twice.")))
    if _twice(record.offences):
        found.append(problem("offences", N_("The same offence is named twice.")))
    return found


def _twice(values: Collection[object]) -> bool:
    return len(set(values)) < len(values)


def _urgency(record: RequestRecord) -> list[Problem]:
    if record.is_historical:
        return []
    found = []
    if record.urgency is not Urgency.NORMAL and record.urgency_reason is None:
        found.append(problem("urgency_reason", N_("Say why the request is urgent.")))
    opened = record.opened_on or record.received_on
    if record.wished_on and opened and record.wished_on < opened:
        found.append(
            problem(
                "wished_on",
                N_("The day wished for lies before the request itself. Correct it."),
            )
        )
    return found


def _closing(record: RequestRecord) -> list[Problem]:
    found = []
    if record.closed_on and record.outcome is None:
        found.append(
            problem("outcome", N_("A closed request needs an outcome. Name it."))
        )
    if record.outcome is not None and record.closed_on is None:
        found.append(
            problem(
                "closed_on",
                N_("There is an outcome but no day of closing. Give the day."),
            )
        )
    if (
        record.outcome is Outcome.REFUSED
        and record.direction is Direction.INCOMING
        and not record.refusal_grounds
    ):  # another State does not always tell its ground
        found.append(
            problem("refusal_grounds", N_("A refusal needs at least one ground."))
        )
    if record.refusal_grounds and record.outcome not in (None, Outcome.REFUSED):
        found.append(
            problem(
                "refusal_grounds",
                N_("Grounds of refusal belong to the outcome REFUSED only."),
            )
        )
    if (
        record.form is RequestForm.ORAL
        and record.closed_on
        and not (record.confirmed_in_writing_on or record.is_historical)
    ):
        found.append(
            problem(
                "closed_on",
                N_("The oral request has not been confirmed in writing."),
            )
        )
    return found


def _lengths(record: RequestRecord) -> list[Problem]:
    limits = [
        ("subject", record.subject, LONGEST_LINE),
        ("partner_authority", record.partner_authority, LONGEST_LINE),
        ("originating_authority", record.originating_authority, LONGEST_LINE),
        ("language", record.language, 80),
        ("court", record.court, 300),
        ("remarks", record.remarks, LONGEST_TEXT),
        ("use_limitation", record.use_limitation, LONGEST_TEXT),
        ("conditions", record.conditions, LONGEST_TEXT),
        *((f"reference {v[:20]}", v, LONGEST_LINE) for _, v in record.references),
        *(("legal_bases", basis.article, 80) for basis in record.bases),
        *(("natures", m.description, LONGEST_TEXT) for m in record.measures),
        *person_texts(record.persons),
    ]
    return [
        found
        for name, value, limit in limits
        if value
        for found in text_problems(name, value, limit)
    ]


def person_texts(persons: Iterable[PersonRecord]) -> list[tuple[str, str, int]]:
    """Field, text and longest length of what is written of persons."""
    return [
        ("persons", text, limit)
        for person in persons
        for text, limit in (
            (person.name, LONGEST_LINE),
            (person.birth_date, 20),
            (person.note, LONGEST_TEXT),
        )
    ]


def text_problems(name: str, text: str, limit: int) -> list[Problem]:
    """What keeps a text from being stored: its length, or a sign no database takes."""
    if len(text) > limit:
        sentence = N_("This is longer than %(limit)s characters. Shorten it.")
        return [problem(name, sentence, limit=limit)]
    if "\0" in text:
        return [problem(name, N_("This holds a sign that cannot be stored."))]
    return []
