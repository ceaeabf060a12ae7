"""Where the time of one request went, gathered by who had it."""

from datetime import date, timedelta
from fractions import Fraction

from ctrack.domain.statuses import Holder
from ctrack.domain.time_spent import Part, Span, spent

FIRST = date(2020, 3, 2)


def day(number):
    return FIRST + timedelta(days=number)


def part(since, until, holder, authority="", parts=1):
    return Part(
        day(since), None if until is None else day(until), holder, authority, parts
    )


def test_stays_are_gathered_by_who_had_it_first():
    found = spent(
        [
            part(0, 5, Holder.CENTRAL),
            part(5, 9, Holder.FOREIGN),
            part(9, None, Holder.CENTRAL),
        ],
        opened_on=FIRST,
        today=day(12),
    )

    assert [(one.holder, one.days) for one in found] == [
        (Holder.CENTRAL, 8),
        (Holder.FOREIGN, 4),
    ]
    assert found[0].spans == [
        Span(day(0), day(5), is_open=False),
        Span(day(9), day(12), is_open=True),
    ]


def test_an_authority_has_its_part_of_shared_days_in_one_span():
    found = spent(
        [
            part(0, 4, Holder.COMPETENT, "7"),
            part(4, 7, Holder.COMPETENT, "7", 2),
            part(4, 7, Holder.COMPETENT, "8", 2),
        ],
        opened_on=FIRST,
        today=day(9),
    )

    assert [(one.authority, one.days) for one in found] == [
        ("7", Fraction(11, 2)),
        ("8", Fraction(3, 2)),
    ]
    assert found[0].spans == [Span(day(0), day(7), is_open=False)]


def test_days_before_sending_are_told_apart():
    parts = [part(0, 3, Holder.CENTRAL), part(3, 8, Holder.FOREIGN)]

    ours, theirs = spent(parts, opened_on=day(3), today=day(9))

    assert (ours.before, theirs.before) == (3, 0)
    assert spent(parts, opened_on=None, today=day(9))[1].before == 5


def test_what_began_today_has_no_day_yet():
    assert spent([part(9, None, Holder.CENTRAL)], opened_on=FIRST, today=day(9)) == []
