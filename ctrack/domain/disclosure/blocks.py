"""Tables whose cells are the figures of a system of relations."""

from collections.abc import Sequence

from ctrack.domain.columns import Column
from ctrack.domain.disclosure.stories import Public, Story, Tables
from ctrack.domain.disclosure.systems import System
from ctrack.domain.statistics.tables import NOT_STATED, Row
from ctrack.domain.vocabulary import Direction


class Flow:
    """The figures of the flow, which are always published."""

    def __init__(self, tables: Tables) -> None:
        """Read the table."""
        self._rows = {str(row[0]): row for row in tables["flow"].rows}

    def of(self, direction: Direction, *names: str) -> int:
        """The sum of some rows in one direction."""
        place = 1 + list(Direction).index(direction)
        return sum(whole(self._rows[name][place]) for name in names)


class Block:
    """A system being put together from tables, whose cells are its figures."""

    def __init__(
        self, tables: Tables, threshold: int, system: System, story: Story
    ) -> None:
        """Take the tables, the threshold below which figures are at risk, the system.

        The story is told what a figure means in time.
        """
        self.system = system
        self.flow = Flow(tables)
        self.story = story
        self._tables = tables
        self._rows = {name: list(figures.rows) for name, figures in tables.items()}
        self._threshold = threshold

    def rows(self, name: str) -> list[Row]:
        """The rows of a table; none where the edition does not have it."""
        return self._rows.get(name, [])

    def place(self, name: str, column: str) -> int:
        """The number of a column, from 0."""
        return [c.name for c in self.columns(name)].index(column)

    def columns(self, name: str) -> Sequence[Column]:
        """The columns of a table."""
        return self._tables[name].columns

    def cell(self, name: str, row: int, column: int) -> int:
        """The figure that stands in a cell.

        It is at risk below the threshold, but for 0, and but for rows in which no
        State, offence or authority is named.
        """
        values = self._rows[name][row]
        value = whole(values[column])
        is_named = not {NOT_STATED, "Not stated"} & set(values)
        is_at_risk = is_named and 0 < value < self._threshold
        return self._figure((name, row, column), value, is_at_risk, is_named)

    def _figure(
        self, key: tuple[str, int, int], value: int, is_at_risk: bool, is_named: bool
    ) -> int:
        return self.system.figure(
            key,
            value,
            is_at_risk=is_at_risk,
            is_poor_cover=not (is_named and value),
        )


class PublicBlock(Block):
    """The same of an edition that readers have: what it shows can be hidden no more."""

    def __init__(self, public: Public, system: System, story: Story) -> None:
        """Take the edition."""
        super().__init__(public.tables, public.threshold, system, story)
        self._public = public

    def _figure(
        self, key: tuple[str, int, int], value: int, is_at_risk: bool, is_named: bool
    ) -> int:
        if key in self._public.hidden:
            return self.system.hidden_before(value, is_at_risk, self._threshold)
        return self.system.shown_before(value)


def whole(value: object) -> int:
    """A number of requests; nothing is none."""
    return value if isinstance(value, int) else 0
