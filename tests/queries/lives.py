"""Lives of requests as versions of facts, and the statistics counted by hand from them.

The counting here is plain Python over all versions, one request after the other, as
slow and as plain as the contract words it; the queries must come to the same.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from ctrack.domain.statistics.questions import Named, Period, Question
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome
from ctrack.extensions import db
from ctrack.models import Fact, FactMention, FactStay, FactTransfer

from . import times

NOT_STATED = "NOT_STATED"
BASES = ["UNTOC", "UNCAC", "COE030", "BILAT-XY"]
NATURES = ["SERVICE", "DOCUMENTS", "OTHER"]
OFFENCES = ["FRAUD", "DRUGS", "LAUNDERING"]
MATTERS = ["MLA", "EIO", "CONFISCATION"]
GROUNDS = ["FORM", "DUAL_CRIMINALITY", "TRANSLATION"]
SHOWN = ["GRANTED_FULL", "GRANTED_PART", "REFUSED"]
PROVIDED = {"Provided in full": ["PROVIDED_FULL"], "Provided in part": [
    "PROVIDED_PARTIAL"], "Not provided": ["REFUSED", "NOT_POSSIBLE", "WITHDRAWN"],
    "Pending": ["PENDING"]}  # fmt: skip


@dataclass(frozen=True)
class Version:
    """What was held true of a request from one moment on."""

    known_from: datetime
    direction: str
    state: str
    opened: date | None
    transferred: date | None
    closed: date | None
    outcome: str | None
    bases: tuple[str, ...]
    natures: tuple[tuple[str, str], ...]
    offences: tuple[str, ...]
    grounds: tuple[str, ...]
    authorities: tuple[str, ...]
    turns: tuple[date, ...]
    holders: tuple[tuple[str, tuple[str, ...]], ...]
    transfers: tuple[times.Transfer, ...]
    matter: str = "MLA"
    restricted: bool = False

    @property
    def basis(self):
        return self.bases[0] if self.bases else NOT_STATED

    @property
    def offence(self):
        return self.offences[0] if self.offences else NOT_STATED

    @property
    def last_day(self):
        """The closing day, or the opening day if that is later."""
        return None if self.closed is None else max(self.closed, self.opened)


# few days, and neighbours among them, so that the borders of periods are often hit
DAYS = [
    *(date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 1), date(2019, 1, 2)),
    *(date(2019, 4, 30), date(2021, 3, 1)),
]
days = st.sampled_from(DAYS)
moments = st.builds(
    datetime.combine,
    days,
    st.sampled_from([time(), time(12), time(23, 59, 59, 999_999)]),
    tzinfo=st.just(UTC),
)


NOBODY = Named("EMPTY", "A group without States", ())


def court(number):
    return Named(f"COURT-{number}", f"Court {number}", (number,))


def some(codes):
    return st.lists(st.sampled_from(codes), unique=True, max_size=2).map(tuple)


versions = st.builds(
    Version,
    known_from=moments,
    direction=st.sampled_from([d.value for d in Direction]),
    state=st.sampled_from(["FR", "DE", "XK", NOT_STATED]),
    matter=st.sampled_from(MATTERS),
    restricted=st.sampled_from([False, False, True]),
    opened=st.sampled_from([None, *DAYS, *DAYS]),
    transferred=st.none() | days,
    closed=st.sampled_from([None, None, *DAYS]),
    outcome=st.sampled_from(["REFUSED", None, *(o.value for o in Outcome)]),
    bases=some(BASES),
    natures=st.lists(
        st.tuples(
            st.sampled_from(NATURES),
            st.sampled_from([o.value for o in MeasureOutcome]),
        ),
        max_size=2,
    ).map(tuple),
    offences=some(OFFENCES),
    grounds=some(GROUNDS),
    authorities=some(["7", "8"]),
    turns=some(DAYS),
    holders=times.holders,
    transfers=times.transfers(days),
)


@st.composite
def lives(draw):
    """The versions of one request, in the order in which they became known.

    Whether it is incoming or outgoing is never corrected; everything else may be.
    """
    found = draw(
        st.lists(versions, min_size=1, max_size=3, unique_by=lambda v: v.known_from)
    )
    found.sort(key=lambda version: version.known_from)
    direction = found[0].direction
    return [replace(version, direction=direction) for version in found]


MOST = 12
registers = st.lists(lives(), max_size=MOST) | st.lists(
    lives(), min_size=MOST, max_size=MOST
)
over_invented_registers = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def questions(draw, office=1):
    """A period, perhaps a day as at, one direction, and some filters."""
    first, last = sorted([draw(days), draw(days)])
    as_at = draw(st.sampled_from([None, None, None, *DAYS]))
    direction = draw(st.sampled_from([None, None, *Direction]))
    filters = draw(st.just({}) | cuts)
    return Question(Period(first, last), office, as_at, direction, **filters)


def seldom(values):
    """Usually nothing, so that several filters do not leave nothing to count."""
    chosen = st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=2)
    return st.just(()) | st.just(()) | chosen.map(tuple)


cuts = st.fixed_dictionaries(
    {
        "states": seldom(["FR", "DE", "IT", NOT_STATED]),
        "groups": seldom([Named("OURS", "Neighbours", ("FR", "XK")), NOBODY]),
        "bases": seldom([*BASES, NOT_STATED]),
        "natures": seldom([*NATURES, NOT_STATED]),
        "offences": seldom([*OFFENCES, NOT_STATED]),
        "authorities": seldom([court("7"), court("8"), court(NOT_STATED)]),
        "matters": seldom(MATTERS),
    }
)
"""Filters of every kind, those for requests without a value among them."""


def store(register, request_ids, office):
    """Put the lives into the tables, one for each request."""
    rows = {Fact: [], FactMention: [], FactStay: [], FactTransfer: []}
    for table in reversed(rows):
        db.session.execute(delete(table))
    number = 0
    for request_id, life in zip(request_ids, register, strict=False):
        ends = [*(version.known_from for version in life), None][1:]
        for version, end in zip(life, ends, strict=True):
            number += 1
            rows[Fact].append(_columns(version, end, request_id, office, number))
            rows[FactMention] += _mentions(version, number)
            rows[FactStay] += times.stay_rows(version, number)
            rows[FactTransfer] += times.transfer_rows(version, number)
    for table, found in rows.items():
        if found:
            db.session.execute(insert(table), found)


def _columns(version, known_until, request_id, office, fact_id):
    return {
        "id": fact_id,
        "mla_request_id": request_id,
        "central_authority_id": office,
        "known_from": version.known_from,
        "known_until": known_until,
        "reference": f"MLI-2018-{request_id:05}",
        "direction": version.direction,
        "matter": version.matter,
        "status": "REGISTERED",
        "partner_state": version.state.replace(NOT_STATED, ""),
        "opened_on": version.opened,
        "transferred_on": version.transferred,
        "closed_on": version.closed,
        "outcome": version.outcome,
        "primary_basis": version.basis,
        "primary_offence": version.offence,
        "is_restricted": version.restricted,
    }


def _mentions(version, fact_id):
    mentions = [
        *(("basis", n, code, None) for n, code in enumerate(version.bases)),
        *(("article", n, f"{code} 18", None) for n, code in enumerate(version.bases)),
        *(("nature", n, *pair) for n, pair in enumerate(version.natures)),
        *(("offence", n, code, None) for n, code in enumerate(version.offences)),
        *(("ground", n, code, None) for n, code in enumerate(version.grounds)),
        *(("authority", n, code, None) for n, code in enumerate(version.authorities)),
    ]
    names = ("kind", "position", "code", "outcome")
    return [
        {"fact_id": fact_id, **dict(zip(names, mention, strict=True))}
        for mention in mentions
    ]


class ByHand:
    """The figures of a question, counted one request after the other."""

    def __init__(self, register, question):
        self.period = question.period
        self.versions = []
        for life in register:
            known = [v for v in life if _was_known(v, question.as_at)]
            if known and known[-1].opened and _is_asked(known[-1], question):
                self.versions.append(known[-1])

    def pending_at(self, day):
        return [
            v
            for v in self.versions
            if v.opened <= day and not (v.last_day and v.last_day <= day)
        ]

    @property
    def at_start(self):
        return self.pending_at(self.period.start - timedelta(days=1))

    @property
    def at_end(self):
        return self.pending_at(self.period.end)

    @property
    def new(self):
        return [v for v in self.versions if self._holds(v.opened)]

    @property
    def closed(self):
        return [v for v in self.versions if v.last_day and self._holds(v.last_day)]

    @property
    def touched(self):
        return [
            v
            for v in self.versions
            if v in self.at_start or v in self.new or v in self.closed
        ]

    def _holds(self, day):
        return self.period.start <= day <= self.period.end

    def flow(self):
        closed_as = {
            "Granted in full": ["GRANTED_FULL"],
            "Granted in part": ["GRANTED_PART"],
            "Refused": ["REFUSED"],
            "Withdrawn": ["WITHDRAWN"],
            "Returned": ["RETURNED"],
            "Forwarded": ["FORWARDED"],
            "Otherwise closed": ["NO_RESULT", "LAPSED", "DUPLICATE", None],
        }
        parts = {"Pending at start": self.at_start, "New": self.new}
        for name, outcomes in closed_as.items():
            parts[name] = [v for v in self.closed if v.outcome in outcomes]
        parts["Pending at end"] = self.at_end
        rows = [(name, _incoming(vs), _outgoing(vs)) for name, vs in parts.items()]
        return [*rows, ("Balance", 0, 0)]

    def by_code(self, code_of, codes_of):
        """Code: new primary and any mention, in and out, closed, pending, median."""
        found = defaultdict(lambda: [0] * 8 + [None])
        for v in self.new:
            is_out = v.direction == "outgoing"
            found[code_of(v)][2 if is_out else 0] += 1
            for code in codes_of(v) or [NOT_STATED]:
                found[code][3 if is_out else 1] += 1
        times = defaultdict(list)
        for v in self.closed:
            times[code_of(v)].append((v.last_day - v.opened).days)
            for place, outcome in enumerate(
                ["GRANTED_FULL", "GRANTED_PART", "REFUSED"]
            ):
                found[code_of(v)][4 + place] += v.outcome == outcome
        for v in self.at_end:
            found[code_of(v)][7] += 1
        for code, taken in times.items():
            found[code][8] = median(taken)
        return {code: tuple(row) for code, row in found.items()}

    def years(self, code_of):
        found = Counter()
        for v in self.new:
            found[v.direction.capitalize(), code_of(v), v.opened.year] += 1
        return found

    def measures(self):
        """Direction, basis, nature: requested and what became of it."""
        found = defaultdict(Counter)
        for v in self.new:
            for nature, outcome in v.natures or [(NOT_STATED, _implied(v.outcome))]:
                fates = found[v.direction.capitalize(), v.basis, nature]
                fates["Requested"] += 1
                for name, outcomes in PROVIDED.items():
                    fates[name] += outcome in outcomes
        return {
            key: tuple(fates[name] for name in ["Requested", *PROVIDED])
            for key, fates in found.items()
        }

    def refusals(self):
        found = Counter()
        for v in self.closed:
            if v.outcome == "REFUSED":
                grounds = [g for g in v.grounds if g != "TRANSLATION"]
                for ground in grounds or [NOT_STATED]:
                    found[v.direction.capitalize(), ground] += 1
        return found

    def durations(self, first, last):
        """Days by direction between two days, the later one in the period."""
        found = defaultdict(list)
        for v in self.versions:
            start, end = first(v), last(v)
            if start and end and start <= end and self._holds(end):
                found[v.direction.capitalize()].append((end - start).days)
        return found

    def pending_at_ends_of_months(self):
        """Pending at the last day of each month, the last one of the period."""
        found, day = {}, self.period.start
        while day <= self.period.end:
            after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            last = min(after - timedelta(days=1), self.period.end)
            pending = self.pending_at(last)
            found[f"{day:%Y-%m}"] = (_incoming(pending), _outgoing(pending))
            day = after
        return found

    def closing_times(self):
        """Number and median by direction and quarter of closing, or year."""
        found = defaultdict(list)
        in_quarters = len(self.period.years) <= 3
        for v in self.closed:
            year, quarter = v.last_day.year, (v.last_day.month + 2) // 3
            span = f"{year} Q{quarter}" if in_quarters else str(year)
            found[v.direction.capitalize(), span].append((v.last_day - v.opened).days)
        return {key: (len(days), median(days)) for key, days in found.items()}


def _was_known(version, as_at):
    return as_at is None or version.known_from.date() <= as_at


def _is_asked(version, question):
    mentioned = {
        "bases": version.bases,
        "natures": [nature for nature, _ in version.natures],
        "offences": version.offences,
    }
    wanted = {name: getattr(question, name) for name in mentioned}
    mentioned["courts"] = version.authorities
    wanted["courts"] = [code for a in question.authorities for code in a.stands_for]
    return (
        question.direction in (None, version.direction)
        and (not question.matters or version.matter in question.matters)
        and _is_from(version.state, question)
        and all(
            not codes or set(codes) & set(mentioned[name] or [NOT_STATED])
            for name, codes in wanted.items()
        )
    )


def _is_from(state, question):
    if not question.states and not question.groups:
        return True
    return state in question.states or any(
        state in group.stands_for for group in question.groups
    )


def _incoming(found):
    return sum(v.direction == "incoming" for v in found)


def _outgoing(found):
    return sum(v.direction == "outgoing" for v in found)


def _implied(outcome):
    told = {
        None: "PENDING",
        "GRANTED_FULL": "PROVIDED_FULL",
        "GRANTED_PART": "PROVIDED_PARTIAL",
        "REFUSED": "REFUSED",
        "WITHDRAWN": "WITHDRAWN",
    }
    return told.get(outcome, "NOT_POSSIBLE")
