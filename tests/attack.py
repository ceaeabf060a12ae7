"""A reader who wants to know what is hidden, with a linear program and patience.

Knows the published tables, the definitions, and that numbers of requests are whole and
not negative; has not seen the code that hides. Everything here is read from what is
printed: `..` for a hidden figure.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

HIDDEN = ".."
DIRECTIONS = ("Incoming", "Outgoing")
CLOSED = ("Granted in full", "Granted in part", "Refused")
OTHERWISE = ("Withdrawn", "Returned", "Forwarded", "Otherwise closed")
NAMING = ("by_state", "by_state_year", "by_offence", "pending_age", "by_authority")
REST = {"NOT_STATED", "Not stated"}
STANDING = ("Pending",)
ROWS_OF = {
    "by_offence": ("ICCS",),
    "pending_age": ("Direction", "Authority"),
    "by_authority": ("Authority",),
}


class Attacker:
    """Writes down all that is known of all tables of an edition together."""

    def __init__(self, tables):
        self.tables = {
            name: [
                dict(zip((c.name for c in f.columns), row, strict=True))
                for row in f.rows
            ]
            for name, f in tables.items()
        }
        self.totals = {
            name: dict(zip((c.name for c in f.columns), f.totals, strict=True))
            for name, f in tables.items()
            if f.totals
        }
        self.number_of = {}
        self.equations = []
        self.flow = {row["Measure"]: row for row in self.tables["flow"]}
        self.conclude()

    # ------------------------------------------------------------ writing it down

    def unknown(self, *name):
        return self.number_of.setdefault(name, len(self.number_of))

    def add(self, terms, total=0):
        """Terms are names with factors, or numbers that are known."""
        factors = defaultdict(float)
        for factor, what in terms:
            if isinstance(what, tuple):
                factors[self.unknown(*what)] += factor
            else:
                total -= factor * (what or 0)
        if factors:
            self.equations.append((dict(factors), total))
        else:
            assert total == 0, "the published figures contradict each other"

    def cell(self, table, number, column):
        """What is known of a cell: its figure, or its name where it is hidden."""
        value = self.tables[table][number][column]
        return (table, number, column) if value == HIDDEN else value

    def no_more(self, low, high):
        self.add([(1, high), (-1, low), (-1, ("slack", len(self.equations)))])

    def conclude(self):
        self.columns_add_up()
        if "by_state" in self.tables:
            self.states()
        if "by_state_year" in self.tables:
            self.years()
        if "by_offence" in self.tables:
            self.offences()
        if "pending_age" in self.tables:
            self.ages()

    def columns_add_up(self):
        for name in NAMING:
            for column, total in self.totals.get(name, {}).items():
                if total is not None:
                    rows = range(len(self.tables[name]))
                    self.add([(1, self.cell(name, n, column)) for n in rows], total)

    def states(self):
        rows = range(len(self.tables["by_state"]))
        for d in DIRECTIONS:
            for name, told in (("new", "New"), ("pending", "Pending at end")):
                cells = [(1, self.cell("by_state", n, f"{d} {name}")) for n in rows]
                self.add(cells, self.flow[told][d])
            for measure in ("Pending at start", *CLOSED, *OTHERWISE):
                parts = [(1, (measure, d, n)) for n in rows]
                self.add(parts, self.flow[measure][d])
            for n in rows:
                self.add(
                    [
                        (1, ("Pending at start", d, n)),
                        (1, self.cell("by_state", n, f"{d} new")),
                        (-1, self.cell("by_state", n, f"{d} pending")),
                        *((-1, (measure, d, n)) for measure in (*CLOSED, *OTHERWISE)),
                    ]
                )
        for n in rows:
            # a median that is not there tells that nothing was closed
            if self.tables["by_state"][n]["Median days to close"] is None:
                for d in DIRECTIONS:
                    self.add([(1, (m, d, n)) for m in (*CLOSED, *OTHERWISE)])
        for measure in CLOSED:
            for n in rows:
                parts = [(-1, (measure, d, n)) for d in DIRECTIONS]
                self.add([(1, self.cell("by_state", n, measure)), *parts])

    def years(self):
        rows = self.tables["by_state_year"]
        years = [column for column in rows[0] if column.isdigit()]
        new = {}
        for n, row in enumerate(self.tables.get("by_state", ())):
            for d in DIRECTIONS:
                new[d, row["State code"]] = self.cell("by_state", n, f"{d} new")
        for n, row in enumerate(rows):
            key = (row["Direction"], row["State code"])
            cells = [(1, self.cell("by_state_year", n, year)) for year in years]
            if key in new:
                self.add([*cells, (-1, new[key])])
        by_year = self.tables.get("by_basis_year", ())
        for d in DIRECTIONS:
            here = [n for n, row in enumerate(rows) if row["Direction"] == d]
            for year in years if here and by_year else ():
                total = sum(row[year] for row in by_year if row["Direction"] == d)
                cells = [(1, self.cell("by_state_year", n, year)) for n in here]
                self.add(cells, total)
            if here:
                cells = [
                    (1, self.cell("by_state_year", n, y)) for n in here for y in years
                ]
                self.add(cells, self.flow["New"][d])

    def offences(self):
        for d in DIRECTIONS:
            new = self.flow["New"][d]
            main, mention = f"{d} new (primary)", f"{d} new (any mention)"
            for n, row in enumerate(self.tables["by_offence"]):
                first = self.cell("by_offence", n, main)
                any_mention = self.cell("by_offence", n, mention)
                if row["ICCS"] in REST:
                    self.add([(1, first), (-1, any_mention)])
                self.no_more(first, any_mention)
                self.no_more(any_mention, new)

    def ages(self):
        rows = self.tables["pending_age"]
        bands = [c for c in rows[0] if c.endswith("months")]
        for n in range(len(rows)):
            cells = [(1, self.cell("pending_age", n, band)) for band in bands]
            self.add([*cells, (-1, self.cell("pending_age", n, "Total"))])
        for d in DIRECTIONS:
            here = [n for n, row in enumerate(rows) if row["Direction"] == d]
            if here:
                totals = [(1, self.cell("pending_age", n, "Total")) for n in here]
                self.add(totals, self.flow["Pending at end"][d])

    # ------------------------------------------------------------------- attacking

    def hidden(self):
        """The hidden numbers of requests, by table, row and column."""
        return [
            (table, n, column)
            for table, rows in self.tables.items()
            if table in NAMING
            for n, row in enumerate(rows)
            for column, value in row.items()
            if value == HIDDEN and not column.startswith("Median")
        ]

    def interval(self, cell):
        """The least and the most that a hidden figure can be."""
        number = self.unknown(*cell)
        low = self._solve({number: 1}).fun
        return round(low, 6), round(-self._solve({number: -1}).fun, 6)

    def matrix(self):
        matrix = lil_array((len(self.equations), len(self.number_of)))
        for row, (factors, _) in enumerate(self.equations):
            for column, factor in factors.items():
                matrix[row, column] = factor
        return matrix.tocsr()

    def _solve(self, costs):
        found = self._look(costs)
        assert found.status == 0, found.message
        return found

    def _look(self, costs):
        if not hasattr(self, "_matrix"):
            self._matrix = self.matrix()
        vector = np.zeros(len(self.number_of))
        for number, cost in costs.items():
            vector[number] = cost
        return linprog(
            vector,
            A_eq=self._matrix if self.equations else None,
            b_eq=[total for _, total in self.equations] if self.equations else None,
            bounds=(0, 10_000),
            method="highs",
        )


class Comparer(Attacker):
    """Has several editions about some of the same years, and compares them.

    `editions`: tables as they are printed, with the years they are about. The register
    was not corrected between them: what happened in a year happened once. Where it may
    have been, a reader compares what is said `about` one direction and State, and
    `only` what was new.
    """

    def __init__(self, editions, about=None, only=None):
        self.about, self.only = about, only
        self.number_of = {}
        self.equations = []
        self.readers = [Attacker(tables) for tables, _ in editions]
        for place, (reader, (_, years)) in enumerate(
            zip(self.readers, editions, strict=True)
        ):
            names = {number: name for name, number in reader.number_of.items()}
            for factors, total in reader.equations:
                terms = [(f, (place, *names[n])) for n, f in factors.items()]
                self.add(terms, total)
            self.compare(place, reader, years)
        for about in {name[2:] for name in self.number_of if name[0] == "standing"}:
            self.balance(about)

    def compare(self, place, reader, years):
        def seen(table, n, column):
            found = reader.cell(table, n, column)
            return (place, *found) if isinstance(found, tuple) else found

        for n, row in enumerate(reader.tables.get("by_state", ())):
            for d in DIRECTIONS:
                about = (d, row["State code"])
                if self.about not in (None, about):
                    continue
                self.happened(seen("by_state", n, f"{d} new"), "new", years, about)
                if self.only is not None:
                    continue
                for measure in (*CLOSED, *OTHERWISE):
                    self.happened((place, measure, d, n), measure, years, about)
                pending = seen("by_state", n, f"{d} pending")
                self.add([(1, pending), (-1, ("standing", years[-1], *about))])
                start = (place, "Pending at start", d, n)
                self.add([(1, start), (-1, ("standing", years[0] - 1, *about))])
        for n, row in enumerate(reader.tables.get("by_state_year", ())):
            about = (row["Direction"], row["State code"])
            if self.about not in (None, about):
                continue
            for year in years:
                cell = seen("by_state_year", n, str(year))
                self.add([(1, cell), (-1, ("new", year, *about))])
        self.compare_others(reader, years, seen)

    def compare_others(self, reader, years, seen):
        everything = self.others(reader, seen) if self.about is None else ()
        for table, row, column, figure in everything:
            if column in STANDING or table == "pending_age":
                about = ("stood", years[-1], table, row, column)
                self.add([(1, figure), (-1, about)])
            else:
                self.happened(figure, column, years, (table, row))

    def others(self, reader, seen):
        """The figures by offence and authority; of rows that are not there, none."""
        for table, names in ROWS_OF.items():
            told = {}
            for n, row in enumerate(reader.tables.get(table, ())):
                told[tuple(row[name] for name in names)] = n
                columns = [c for c, v in row.items() if v == HIDDEN or type(v) is int]
            for about in self.rows_of_all(table, names) if told else ():
                for column in columns:
                    if not column.startswith("Median"):
                        n = told.get(about)
                        figure = 0 if n is None else seen(table, n, column)
                        yield table, about, column, figure

    def rows_of_all(self, table, names):
        return {
            tuple(row[name] for name in names)
            for reader in self.readers
            for row in reader.tables.get(table, ())
        }

    def is_possible(self):
        """Whether some register fits all that is compared."""
        return self._look({}).status == 0

    def happened(self, figure, measure, years, about):
        each = [(-1, (measure, year, *about)) for year in years]
        self.add([(1, figure), *each])

    def balance(self, about):
        for _, year, *_ in [n for n in self.number_of if n[0] == "new"]:
            told = [(measure, year, *about) for measure in ("new", *CLOSED, *OTHERWISE)]
            if all(name in self.number_of for name in told):
                new, *closed = told
                self.add(
                    [
                        (1, ("standing", year - 1, *about)),
                        (1, new),
                        *((-1, name) for name in closed),
                        (-1, ("standing", year, *about)),
                    ]
                )

    def hidden(self):
        """The hidden cells of every edition: which one, table, row and column."""
        return [
            (place, *cell)
            for place, reader in enumerate(self.readers)
            for cell in reader.hidden()
        ]
