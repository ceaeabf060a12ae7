"""With whom invented requests lay, and the tables about it counted by hand."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle
from statistics import median

from hypothesis import strategies as st

NOT_STATED = "NOT_STATED"
HOLDERS = [
    ("central", ()),
    ("foreign", ()),
    ("court", ()),
    ("none", ()),
    ("competent", ("7",)),
    ("competent", ("7", "8")),
    ("competent", ("7", "8", NOT_STATED)),
]
WORDS = {
    "central": "Central authority",
    "court": "Court challenge",
    "none": "Nobody",
    "foreign incoming": "Requesting State",
    "foreign outgoing": "Requested State",
    NOT_STATED: "Competent authority, not stated",
}


@dataclass(frozen=True)
class Transfer:
    """A transfer as it is counted."""

    authority: str
    transferred: date | None
    accepted: date | None
    declined: date | None
    executed: date | None
    ended: date | None


holders = st.lists(st.sampled_from(HOLDERS), min_size=1, max_size=3).map(tuple)


def transfers(days):
    maybe = st.none() | days
    one = st.builds(
        Transfer, st.sampled_from(["7", "8", NOT_STATED]), *(maybe for _ in range(5))
    )
    return st.lists(one, max_size=2).map(tuple)


def stays(version):
    """From, until and with whom, from opening to closing; and one day before it."""
    opened = version.opened
    if opened is None:
        return []
    last = version.last_day
    inside = {d for d in version.turns if opened < d and (last is None or d < last)}
    starts = [opened, *sorted(inside)]
    ends = [*starts[1:], last]
    whole = zip(starts, ends, cycle(version.holders), strict=False)
    found = [(a, b, who) for a, b, who in whole if b is None or a < b]
    return [(opened - timedelta(days=1), opened, ("originator", ())), *found]


def stay_rows(version, fact_id):
    rows = [
        (since, until, holder, authority, max(1, len(authorities)))
        for since, until, (holder, authorities) in stays(version)
        for authority in authorities or ("",)
    ]
    names = ("since", "until", "holder", "authority", "parts")
    return [
        {"fact_id": fact_id, "position": n, **dict(zip(names, row, strict=True))}
        for n, row in enumerate(rows)
    ]


def transfer_rows(version, fact_id):
    return [
        {
            "fact_id": fact_id,
            "position": n,
            "authority": t.authority,
            "transferred_on": t.transferred,
            "accepted_on": t.accepted,
            "declined_on": t.declined,
            "executed_on": t.executed,
            "ended_on": t.ended,
        }
        for n, t in enumerate(version.transfers)
    ]


def by_holder(by_hand):
    """Direction and holder: requests, days and share, day after day."""
    days, requests = defaultdict(Fraction), defaultdict(set)
    totals = Counter()
    day = by_hand.period.start
    while day <= by_hand.period.end:
        for number, version in enumerate(by_hand.touched):
            for since, until, (holder, authorities) in stays(version):
                # the night before this day, which both the evenings enclose
                if version.opened <= since < day and (until is None or day <= until):
                    totals[version.direction] += 1
                    for who in authorities or (holder,):
                        key = version.direction, _name(version, who)
                        days[key] += Fraction(1, max(1, len(authorities)))
                        requests[key].add(number)
        day += timedelta(days=1)
    return {
        (direction.capitalize(), who): (
            len(requests[direction, who]),
            float(number),
            float(number / totals[direction]),
        )
        for (direction, who), number in days.items()
    }


def _name(version, who):
    return WORDS.get(f"{who} {version.direction}") or WORDS.get(who, who)


def by_authority(by_hand):
    """Authority: transferred, accepted, declined, executed, pending, median."""
    period, found, taken = by_hand.period, defaultdict(Counter), defaultdict(list)
    for version in by_hand.touched:
        for t in version.transfers:
            name = "Not stated" if t.authority == NOT_STATED else t.authority
            for what in ("transferred", "accepted", "declined", "executed"):
                day = getattr(t, what)
                if day and period.start <= day <= period.end:
                    found[name][what] += 1
                    if what == "executed" and t.transferred and t.transferred <= day:
                        taken[name].append((day - t.transferred).days)
            is_made = (t.transferred or version.opened) <= period.end
            is_with_it = not t.ended or t.ended > period.end
            if version in by_hand.at_end and is_made and is_with_it:
                found[name]["pending"] += 1
    names = ("transferred", "accepted", "declined", "executed", "pending")
    return {
        who: (
            *(numbers[name] for name in names),
            median(taken[who]) if taken[who] else None,
        )
        for who, numbers in found.items()
    }
