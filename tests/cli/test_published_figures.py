"""Figures that authorities have published come out of a register that is laid out so.

The figures are the published ones; the rows behind them are invented so that they add
up to them, come in as a CSV file, and are counted by the command.
"""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

ENDS = ("Granted in full", "Withdrawn", "Refused", "Otherwise closed")
OUTCOMES = dict(
    zip(ENDS, ("GRANTED_FULL", "WITHDRAWN", "REFUSED", "LAPSED"), strict=True)
)
COLUMNS = (
    "direction",
    "matter",
    "partner_state",
    "received_on",
    "sent_on",
    "legal_bases",
    "natures",
    "closed_on",
    "outcome",
    "refusal_grounds",
)

AUSTRALIA = {
    # Attorney-General's Department, annual report 2012-13, appendix 6, tables A6.2,
    # A6.3, A6.6 and A6.7: extradition requests made by and to Australia
    (2012, "outgoing"): (
        {"Pending at start": 37, "New": 16, "Pending at end": 34},
        {"Granted in full": 14, "Withdrawn": 2, "Refused": 1, "Otherwise closed": 2},
        {
            "GB": 4,
            "TH": 2,
            "US": 2,
            "CA": 1,
            "IN": 1,
            "IE": 1,
            "IT": 1,
            "MY": 1,
            "AE": 1,
        },
    ),
    (2012, "incoming"): (
        {"Pending at start": 52, "New": 23, "Pending at end": 47},
        {"Granted in full": 11, "Withdrawn": 1, "Refused": 2, "Otherwise closed": 14},
        {"US": 4, "IE": 3, "GB": 3, "FI": 1},
    ),
    # the same, annual report 2014-15, appendix 7, tables 20 and 21
    (2014, "outgoing"): (
        {"Pending at start": 25, "New": 9, "Pending at end": 24},
        {"Granted in full": 8, "Withdrawn": 2, "Refused": 0, "Otherwise closed": 0},
        {"US": 2, "MY": 2, "GR": 1, "HK": 1, "NL": 1, "GB": 1},
    ),
    # the same, annual report 2020-21, appendix 5
    (2020, "outgoing"): (
        {"Pending at start": 40, "New": 9, "Pending at end": 34},
        {"Granted in full": 9, "Withdrawn": 4, "Refused": 0, "Otherwise closed": 2},
        {"IT": 1, "NL": 2, "TH": 2, "GB": 3, "IL": 1},
    ),
}
"""By the year in which the financial year begins: the stock, the ends, and the States
whose requests were granted, or that granted ours."""

ASEAN = {
    "Malaysia": (
        {2016: 16, 2017: 14, 2018: 13, 2019: 5},
        {2016: 10, 2017: 10, 2018: 10, 2019: 2},
    ),
    "Singapore": (
        {2016: 5, 2017: 10, 2018: 14, 2019: 6},
        {2016: 9, 2017: 4, 2018: 1, 2019: 2},
    ),
    "Thailand": ({2016: 3, 2017: 9, 2018: 29}, {2016: 17, 2017: 22, 2018: 10}),
    "Indonesia": ({2016: 7, 2017: 1}, {2016: 6, 2017: 6, 2018: 2}),
}
"""Secretariat of the ASEAN Treaty on Mutual Legal Assistance in Criminal Matters,
statistics updated as of 19 April 2019: requests received and made under the Treaty."""


def rows_of(path, name):
    book = load_workbook(path)
    for page in book:
        if name in page.tables:
            return [[c.value for c in row] for row in page[page.tables[name].ref]]
    raise LookupError(name)


def request(direction, opened, *, closed=None, end=None, state="NZ", **more):
    day = "received_on" if direction == "incoming" else "sent_on"
    return {
        "direction": direction,
        "partner_state": state,
        day: opened,
        "legal_bases": "UNTOC",
        "natures": "TESTIMONY",
        "closed_on": closed,
        "outcome": OUTCOMES.get(end),
        "refusal_grounds": "FORM" if end == "Refused" else None,
        **more,
    }


def put(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def laid_out(year, direction):
    """Requests with this stock, these ends, and these States among the granted ones."""
    stock, ends, granted = AUSTRALIA[year, direction]
    first = date(year, 7, 1)
    opened = [first - timedelta(days=30 + n) for n in range(stock["Pending at start"])]
    opened += [first + timedelta(days=n) for n in range(stock["New"])]
    states = list(Counter(granted).elements())
    ended = [name for name in ENDS for _ in range(ends[name])]
    for place, day in enumerate(opened):
        end = ended[place] if place < len(ended) else None
        yield request(
            direction,
            day,
            matter="EXTRADITION",
            state=states.pop() if end == "Granted in full" else "NZ",
            end=end,
            closed=first + timedelta(days=200 + place) if end else None,
        )


@pytest.mark.parametrize(("year", "direction"), AUSTRALIA)
def test_extradition_to_and_from_australia(runner, tmp_path, year, direction):
    stock, ends, granted = AUSTRALIA[year, direction]
    put(tmp_path / "register.csv", laid_out(year, direction))
    put(tmp_path / "other.csv", [request(direction, date(year, 8, 1), matter="MLA")])
    for name in ("register.csv", "other.csv"):
        runner("register", "import", tmp_path / name, "--apply")
    out = tmp_path / "out.xlsx"

    runner(
        *("statistics", out, "--from", f"{year}-07-01", "--to", f"{year + 1}-06-30"),
        *("--matter", "EXTRADITION"),
    )

    place = 1 if direction == "incoming" else 2
    flow = {row[0]: row[place] for row in rows_of(out, "flow")}
    for name, number in {**stock, **ends, "Balance": 0}.items():
        assert flow[name] == number, name
    header, *rows = rows_of(out, "by_state")
    column = header.index("Granted in full")
    totals = rows.pop()
    assert totals[0] == "Total"
    found = {row[0]: row[column] for row in rows if row[column]}
    assert found == granted


@pytest.mark.parametrize("country", ASEAN)
def test_requests_under_the_treaty_of_asean(runner, tmp_path, country):
    received, made = ASEAN[country]
    put(
        tmp_path / "register.csv",
        [
            request(direction, date(year, 2, 1 + n % 28), legal_bases="ASEAN2004")
            for direction, numbers in (("incoming", received), ("outgoing", made))
            for year, number in numbers.items()
            for n in range(number)
        ]
        + [request("incoming", date(2017, 5, 5))],
    )
    runner("register", "import", tmp_path / "register.csv", "--apply")
    out = tmp_path / "out.xlsx"

    runner("statistics", out, "--from", "2016-01-01", "--to", "2019-04-19")

    header, *rows = rows_of(out, "by_basis_year")
    for direction, numbers in (("Incoming", received), ("Outgoing", made)):
        (row,) = [row for row in rows if row[:2] == [direction, "ASEAN2004"]]
        found = dict(zip(header[3:], row[3:], strict=True))
        assert found == {str(y): numbers.get(y, 0) for y in range(2016, 2020)}
    header, *rows = rows_of(out, "by_basis")
    (row,) = [row for row in rows if row[0] == "ASEAN2004"]
    found = dict(zip(header, row, strict=True))
    assert found["Incoming new (primary)"] == sum(received.values())
    assert found["Outgoing new (primary)"] == sum(made.values())
