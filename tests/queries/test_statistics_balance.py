"""Every table comes to what counting by hand comes to, over invented registers.

Late entries, corrections, reopenings, requests that were never sent, days out of
order, one direction only, and as known at any day.
"""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.vocabulary import Direction

from ..factories import the_office
from . import times
from .lives import (
    DAYS,
    NOT_STATED,
    over_invented_registers,
    questions,
    registers,
)


def add_up(rows, *places):
    return tuple(sum(row[place] for row in rows) for place in places)


@over_invented_registers
@given(registers, questions())
def test_the_flow_balances(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        assert tables.flow == by_hand.flow()


@over_invented_registers
@given(registers, questions())
def test_bases_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {row[0]: row[3:] for row in tables.by_basis if any(row[3:])}

        expected = by_hand.by_code(lambda v: v.basis, lambda v: v.bases)
        assert found == {code: row for code, row in expected.items() if any(row)}


@over_invented_registers
@given(registers, questions())
def test_offences_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        iccs = {"0701": "FRAUD", "0601": "DRUGS", "07041": "LAUNDERING"}

        found = {iccs.get(row[0], row[0]): row[2:] for row in tables.by_offence}

        expected = by_hand.by_code(lambda v: v.offence, lambda v: v.offences)
        new = {code: row[:4] for code, row in expected.items() if any(row[:4])}
        assert found == (new or {NOT_STATED: (0, 0, 0, 0)})


@over_invented_registers
@given(registers, questions())
def test_states_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {
            row[0]: (row[2], row[3], *row[6:9], row[4] + row[5], row[9])
            for row in tables.by_state
            if any(row[2:])
        }

        expected = by_hand.by_code(lambda v: v.state, lambda v: (v.state,))
        assert found == {
            code: (row[0], row[2], *row[4:])
            for code, row in expected.items()
            if any(row)
        }


@over_invented_registers
@given(registers, questions())
def test_years_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        for rows, code_of in (
            (tables.by_basis_year, lambda v: v.basis),
            (tables.by_state_year, lambda v: v.state),
        ):
            found = {
                (direction, code, year): number
                for direction, code, _, *numbers in rows
                for year, number in zip(question.period.years, numbers, strict=True)
                if number
            }
            assert found == by_hand.years(code_of)


@over_invented_registers
@given(registers, questions())
def test_measures_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {row[:3]: row[3:] for row in tables.by_basis_nature if any(row[3:])}
        by_nature = add_up(tables.by_nature, 4, 5, 6, 7, 8)

        assert found == by_hand.measures()
        assert by_nature == add_up(tables.by_basis_nature, 3, 4, 5, 6, 7)
        for row in (row[4:] for row in tables.by_nature):
            assert row[0] == sum(row[1:])


@over_invented_registers
@given(registers, questions())
def test_refusals_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {(row[0], row[1]): row[4] for row in tables.refusals if row[4]}

        assert found == by_hand.refusals()


@over_invented_registers
@given(registers, questions())
def test_durations_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {row[:2]: row[2:] for row in tables.timeliness}

        for name, first, last in (
            ("Receipt to transfer", lambda v: v.opened, lambda v: v.transferred),
            ("Receipt to closure", lambda v: v.opened, lambda v: v.last_day),
        ):
            taken = by_hand.durations(first, last)
            for direction in {key[0] for key in found}:
                number, mean, *_, maximum = found[direction, name]
                days = taken[direction]
                assert (number, maximum) == (len(days), max(days, default=None))
                assert mean == (pytest.approx(sum(days) / len(days)) if days else None)


@over_invented_registers
@given(registers, questions())
def test_days_with_each_holder_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {row[:2]: row[2:] for row in tables.by_holder if any(row[2:])}

        assert found == times.by_holder(by_hand)
        shares = Counter()
        for direction, _, _, _, share in tables.by_holder:
            shares[direction] += share or 0
        for direction in {key[0] for key in found}:
            assert shares[direction] == pytest.approx(1)


@over_invented_registers
@given(registers, st.sampled_from(Direction))
def test_days_with_holders_add_up_to_the_days_open(counted, register, direction):
    """Over a period that holds them all, to those of the rows behind the figures."""
    whole = Question(Period(date(2018, 1, 1), DAYS[-1]), the_office().id, None)
    with counted(register, replace(whole, direction=direction)) as (tables, _):
        days, open_days = add_up(tables.by_holder, 3), add_up(tables.requests, -1)
        assert days == pytest.approx(open_days)


@over_invented_registers
@given(registers, questions())
def test_authorities_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {row[0]: row[1:] for row in tables.by_authority if any(row[1:])}

        assert found == times.by_authority(by_hand)


@over_invented_registers
@given(registers, questions())
def test_months_follow_the_flow(counted, register, question):
    """New and closed add up to the flow, and each month's pending is carried on."""
    with counted(register, question) as (tables, by_hand):
        rows = tables.by_month
        start, new, *_, end, _ = (row[1:] for row in tables.flow)
        closed = [sum(row[place] for row in tables.flow[2:9]) for place in (1, 2)]

        for side, place in enumerate((1, 4)):
            assert add_up(rows, place, place + 1) == (new[side], closed[side])
            pending = start[side]
            for row in rows:
                pending += row[place] - row[place + 1]
                assert row[place + 2] == pending
            assert pending == end[side]
        last_days = by_hand.pending_at_ends_of_months()
        for row in rows:
            assert (row[3], row[6]) == last_days[row[0]]


@over_invented_registers
@given(registers, questions())
def test_closing_times_are_counted_as_by_hand(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = {row[:2]: (row[2], row[5]) for row in tables.time_to_close if row[2]}

        assert found == by_hand.closing_times()


@over_invented_registers
@given(registers, questions())
def test_outcomes_add_up_to_what_was_closed(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        closed = {row[0]: row[1:] for row in tables.flow[2:9]}
        sides = {"Incoming": 0, "Outgoing": 1}

        for direction, outcome, number, share in tables.outcomes:
            side = sides[direction]
            total = sum(figures[side] for figures in closed.values())
            assert number == closed[outcome][side]
            assert share == (number / total if total else None)
        flow = {row[0]: row[1:] for row in tables.flow}
        rows = tables.offence_outcomes
        for name, place in (
            *(("New", 3), ("Granted in full", 4), ("Granted in part", 5)),
            *(("Refused", 6), ("Pending at end", 8)),
        ):
            assert add_up(rows, place) == (sum(flow[name]),)
        assert sum(add_up(rows, 4, 5, 6, 7)) == len(by_hand.closed)


@over_invented_registers
@given(registers, questions())
def test_articles_are_mentioned_as_their_treaties_are(counted, register, question):
    """Each basis of an invented register is cited with one article."""
    with counted(register, question) as (tables, _):
        found = {(row[0], row[1]): row[4] for row in tables.by_article if row[4]}

        assert found == {
            (direction, row[0]): row[place]
            for row in tables.by_basis
            for direction, place in (("Incoming", 4), ("Outgoing", 6))
            if row[place] and row[0] != NOT_STATED
        }


@over_invented_registers
@given(registers, questions())
def test_the_rows_behind_the_figures_are_those_touched(counted, register, question):
    with counted(register, question) as (tables, by_hand):
        found = sorted(row[3] for row in tables.requests)

        assert found == sorted(v.opened for v in by_hand.touched)
        assert len(found) == tables.figures.requests_touched()


@over_invented_registers
@given(registers, questions())
def test_every_primary_column_adds_up_to_the_flow(counted, register, question):
    with counted(register, question) as (tables, _):
        flow = {row[0]: row[1:] for row in tables.flow}
        new, pending = flow["New"], flow["Pending at end"]

        assert add_up(tables.by_basis, 3, 5) == new
        assert add_up(tables.by_state, 2, 3) == new
        assert add_up(tables.by_offence, 2, 4) == new
        assert add_up(tables.by_basis, 10) == (sum(pending),)
        assert add_up(tables.by_state, 4, 5) == pending
        for name in ("by_basis_year", "by_state_year"):
            years = [sum(row[3:]) for row in getattr(tables, name)]
            assert sum(years) == sum(new)
        for place, name in enumerate(["Granted in full", "Granted in part", "Refused"]):
            assert add_up(tables.by_basis, 7 + place) == (sum(flow[name]),)
            assert add_up(tables.by_state, 6 + place) == (sum(flow[name]),)
        ages = tables.pending_age
        assert add_up(ages, 7) == (sum(pending),)
        assert all(sum(row[2:7]) == row[7] for row in ages)


@over_invented_registers
@given(registers, questions())
def test_no_table_is_without_a_row_but_the_long_one(counted, register, question):
    with counted(register, question) as (tables, _):
        for name, table in DEFINED.items():
            figures = tables.figures.table(name)
            rows = list(figures.rows)
            assert rows or table.is_long
            assert all(len(row) == len(figures.columns) for row in rows)


@over_invented_registers
@given(registers, questions())
def test_as_at_a_day_gives_what_was_counted_on_that_day(counted, register, question):
    """Whatever has been entered, corrected or reopened since then."""
    today = question.as_at or DAYS[3]
    then = [[v for v in life if v.known_from.date() <= today] for life in register]

    def figures(register, as_at):
        with counted(register, replace(question, as_at=as_at)) as (tables, _):
            return {name: getattr(tables, name) for name in DEFINED}

    assert figures(register, today) == figures(then, None)
