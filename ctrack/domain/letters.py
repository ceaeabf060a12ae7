"""The words of messages and letters: references and days, never a subject or a name.

What is on its way can be read by others than those it is meant for. So a message says
which requests it is about by our reference and the reader's own, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ctrack.domain.chasers import ChaseLevel
from ctrack.domain.wording import N_, Sentence, counted


@dataclass(frozen=True)
class Office:
    """Who writes, and where people reach the application; empty where nobody said."""

    name: str
    address: str = ""
    email: str = ""
    telephone: str = ""
    link: str = ""


@dataclass(frozen=True)
class ChasedTransfer:
    """A line of a letter to an authority."""

    reference: str
    authority_reference: str
    sent_on: date
    is_acknowledged: bool
    level: ChaseLevel


_ORDER = {level: place for place, level in enumerate(reversed(ChaseLevel))}


def to_authority(
    name: str,
    lines: Sequence[ChasedTransfer],
    office: Office,
    today: date,
    *,
    is_superior: bool = False,
) -> tuple[str, str]:
    """Subject and text of the one message that an authority gets on a day.

    `is_superior` for the one that goes to whoever stands above it.
    """
    subject = counted(
        N_("One request for mutual legal assistance waits for your answer"),
        N_("%(number)s requests for mutual legal assistance wait for your answer"),
        len(lines),
    )
    if is_superior:
        subject = counted(
            N_("One request for mutual legal assistance is without an answer"),
            N_("%(number)s requests for mutual legal assistance are without an answer"),
            len(lines),
        )
    opening = Sentence(
        N_("To those above %(name)s,") if is_superior else N_("To %(name)s,"),
        {"name": name},
    )
    parts = [
        str(opening),
        str(Sentence(_ABOVE if is_superior else _ASKING, {})),
        "\n".join(_line(line, today) for line in sorted(lines, key=_place)),
        str(Sentence(_QUESTIONS)),
    ]
    if office.link:
        link = f"{office.link}/transfers"
        parts.append(str(Sentence(N_("Answer here: %(link)s"), {"link": link})))
    parts.append(_signature(office))
    return str(subject), "\n\n".join(parts) + "\n"


_ASKING = N_(
    "we have sent you the requests for mutual legal assistance below and wait for your "
    "answer."
)
_ABOVE = N_(
    "we have sent the requests for mutual legal assistance below, have reminded twice "
    "and are without an answer. We ask you to see to it."
)
_QUESTIONS = N_(
    "Of each we ask: where does it stand, when can we expect it, and what do you need "
    "from us?"
)


def _place(line: ChasedTransfer) -> tuple[int, date, str]:
    return _ORDER[line.level], line.sent_on, line.reference


def _line(line: ChasedTransfer, today: date) -> str:
    days = (today - line.sent_on).days
    told: list[object] = [line.reference]
    if theirs := line.authority_reference:
        told.append(Sentence(N_("your reference %(text)s"), {"text": theirs}))
    told.append(
        counted(
            N_("sent %(day)s, one day ago"),
            N_("sent %(day)s, %(number)s days ago"),
            days,
            day=in_words(line.sent_on),
        )
    )
    if not line.is_acknowledged:
        told.append(N_("receipt not acknowledged"))
    told.append(line.level.label.lower())
    return "- " + "; ".join(map(str, told))


def in_words(day: date) -> str:
    """The day as in `19 Nov 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def _signature(office: Office) -> str:
    lines = (office.name, office.address, office.telephone, office.email)
    return "\n".join(["-- ", *(line for line in lines if line)])


@dataclass(frozen=True)
class Told:
    """A line of a message to one of our own people: a sentence and a path to follow."""

    sentence: str
    path: str


def to_officer(lines: Sequence[Told], link: str) -> tuple[str, str]:
    """Subject and text of a message to one of our own people."""
    if len(lines) == 1:
        subject = lines[0].sentence.rstrip(".")
    else:
        subject = str(Sentence(N_("ctrack: %(number)s things"), number=len(lines)))
    parts = [
        "\n".join([f"- {line.sentence}", *([f"  {link}{line.path}"] if link else [])])
        for line in lines
    ]
    if link:
        choose = N_("You choose what comes by e-mail: %(link)s")
        parts.append(str(Sentence(choose, {"link": f"{link}/account"})))
    return subject, "\n\n".join(parts) + "\n"
