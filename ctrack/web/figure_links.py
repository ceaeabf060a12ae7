"""From a figure of the statistics to the requests behind it, by its address."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlencode

from ctrack.domain.articles import parted
from ctrack.domain.columns import Column
from ctrack.domain.statistics.cells import Cell, Facet, Key, slug
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import NOT_STATED, Table
from ctrack.domain.statuses import Holder
from ctrack.domain.vocabulary import Direction
from ctrack.models import Ground, Nature, Offence
from ctrack.queries import authorities
from ctrack.web import asked
from ctrack.web.access import signed_in
from ctrack.web.code_names import kept
from ctrack.web.wording import basis, state, translated

_DIRECTIONS = {direction.value: direction.label for direction in Direction}

Links = Callable[[Table, Column, Key], str]


def links(question: Question) -> Links:
    """Gives the address of the requests behind a figure; empty where there is none.

    Put together by hand: a page has thousands of figures.
    """
    start = asked.address("statistics_requests.index", question)

    def link(table: Table, column: Column, key: Key) -> str:
        cell = table.cell(column, key)
        if cell is None:
            return ""
        return f"{start}&{_named(cell.table, cell.column.name)}{_of_row(cell.key)}"

    return link


@lru_cache(maxsize=1_000)
def _named(table: str, column: str) -> str:
    return urlencode([("table", table), ("column", slug(column))])


@lru_cache(maxsize=20_000)
def _of_row(key: Key) -> str:
    return "".join(f"&{urlencode({'row': code})}" for code in key)


def query_of(cell: Cell) -> list[tuple[str, str]]:
    """A figure as it stands in an address, beside the question."""
    named = [("table", cell.table), ("column", slug(cell.column.name))]
    return [*named, *(("row", code) for code in cell.key)]


def words_of(cell: Cell) -> list[str]:
    """What a figure is, from its row to its column; no row for a total."""
    rows = zip(cell.facets, cell.key, strict=True)
    return [
        *(_words(facet, code) for facet, code in rows),
        translated(cell.column.name),
    ]


def _words(facet: Facet, code: str) -> str:
    if code == NOT_STATED:
        return translated("Not stated")
    if facet is Facet.DIRECTION:
        return translated(_DIRECTIONS.get(code, code))
    if facet is Facet.STATE:
        return state(code)
    if facet is Facet.PRIMARY_BASIS:
        return basis(code)
    if facet in (Facet.LAST_AUTHORITY, Facet.AUTHORITY):
        return _authority(code)
    if facet is Facet.ARTICLE:
        return " ".join(filter(None, parted(code)))
    if facet is Facet.HOLDER:
        return _holder(code)
    lists = {
        Facet.NATURE: Nature,
        Facet.PRIMARY_OFFENCE: Offence,
        Facet.GROUND: Ground,
    }
    if facet in lists:
        return kept(lists[facet]).get(code, code)
    return translated(code)


def _holder(code: str) -> str:
    """The words for `court`, `competent:7` and the like."""
    name, _, number = code.partition(":")
    if number and number != NOT_STATED:
        return _authority(number)
    return translated(_HOLDERS.get(name, name))


_HOLDERS = {holder.value: holder.label for holder in Holder}


def _authority(number: str) -> str:
    office = signed_in().central_authority_id
    names = {str(each.id): each.name for each in authorities.all_of(office)}
    return names.get(number, number)
