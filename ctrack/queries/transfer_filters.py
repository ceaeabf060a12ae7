"""What the list of transfers is asked for: read from its address, turned into SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import aliased

from ctrack.domain.errors import Problem, problem
from ctrack.domain.permissions import Permission
from ctrack.domain.references import normalised
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.domain.wording import N_
from ctrack.models import Authority, Reference, Transfer, User
from ctrack.queries import authorities, codes

LONGEST_TEXT = 200
MOST_VALUES = 60


@dataclass(frozen=True)
class Filters:
    """What the list is asked for. Values of one kind are alternatives to each other.

    `text` is looked for in our reference, theirs, and the authority's own.
    """

    text: str = ""
    authority: tuple[Authority, ...] = ()
    status: tuple[TransferStatus, ...] = ()
    is_overdue: bool = False
    page: int = 1

    @property
    def query(self) -> dict[str, list[str]]:
        """The same as stands in the address, the page left out."""
        found = {
            "q": [self.text] if self.text else [],
            "authority": [authority.code for authority in self.authority],
            "status": [status.value for status in self.status],
            "overdue": ["1"] if self.is_overdue else [],
        }
        return {name: values for name, values in found.items() if values}

    def only_overdue(self) -> Self:
        """The filters when only what is late is asked for."""
        return replace(self, is_overdue=True, page=1)

    def without(self, name: str, value: Any = None) -> Self:
        """The filters when this one is taken away; from the first page."""
        if name == "q":
            return replace(self, text="", page=1)
        if name == "overdue":
            return replace(self, is_overdue=False, page=1)
        if name == "status":
            statuses = tuple(status for status in self.status if status != value)
            return replace(self, status=statuses, page=1)
        left = tuple(each for each in self.authority if each != value)
        return replace(self, authority=left, page=1)


def read(
    query: Mapping[str, Sequence[str]], *, seen_by: User
) -> tuple[Filters, list[Problem]]:
    """The filters meant by the query, and a sentence for each value that means nothing.

    An authority's people see their own transfers only, so that they cannot name one.
    """
    problems: list[Problem] = []

    def texts(name: str) -> list[str]:
        given = (value.replace("\0", "").strip() for value in query.get(name, ()))
        return [text for text in given if text][:MOST_VALUES]

    def meant(name: str, text: str, value: Any, sentence: str) -> list[Any]:
        if value is None:
            problems.append(problem(name, sentence, typed=text[:60]))
        return [] if value is None else [value]

    found: dict[str, Any] = {"authority": [], "status": []}
    if seen_by.may(Permission.LIST_REQUESTS):
        for text in texts("authority"):
            value = authorities.by_text(text, seen_by.central_authority_id)
            found["authority"] += meant("authority", text, value, _NO_AUTHORITY)
    for text in texts("status"):
        member = codes.member(TransferStatus, text)
        found["status"] += meant("status", text, member, _NO_STATUS)
    number = (texts("page") or ["1"])[-1]
    if not number.isdecimal() or len(number) > 7:
        problems.append(problem("page", _NO_PAGE, typed=number[:60]))
        number = "1"
    return Filters(
        text=" ".join("".join(texts("q")[-1:]).split())[:LONGEST_TEXT],
        is_overdue=codes.yes_or_no("".join(texts("overdue")[-1:])) is True,
        page=max(1, int(number)),
        **{name: tuple(dict.fromkeys(values)) for name, values in found.items()},
    ), problems


_NO_AUTHORITY = N_("“%(typed)s” is no authority of the list. Choose one from it.")
_NO_STATUS = N_("“%(typed)s” is no status of a transfer. Choose one from the list.")
_NO_PAGE = N_("“%(typed)s” is no number of a page.")


def conditions(filters: Filters, user: User) -> list[ColumnElement[bool]]:
    """What the filters ask of a transfer, but for whether it is late."""
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(_mentions(filters.text, user))
    if filters.authority:
        ids = [authority.id for authority in filters.authority]
        found.append(Transfer.authority_id.in_(ids))
    if filters.status:
        found.append(Transfer.status.in_(filters.status))
    return found


def _mentions(text: str, user: User) -> ColumnElement[bool]:
    """Whether a reference of the request, or the authority's own, holds the fragment.

    The number that another authority has given the request does not count: nobody
    looks for this transfer by it, and an authority's people would learn of the other.
    """
    fragment = normalised(text)
    if not fragment:
        return false()
    holds = Reference.normalised.contains(fragment, autoescape=True)
    of_request = select(Reference.mla_request_id).where(
        holds, Reference.kind.in_(_searched_by(user))
    )
    sent = aliased(Transfer)
    own = (
        select(sent.id)
        .join(Reference, Reference.mla_request_id == sent.mla_request_id)
        .where(
            holds,
            Reference.kind == ReferenceKind.EXECUTING,
            Reference.value == sent.authority_reference,
        )
    )
    return or_(
        Transfer.mla_request_id.in_(of_request),
        Transfer.id.in_(own),
        # as it was typed, where the request knew the number in another spelling
        Transfer.authority_reference.icontains(text, autoescape=True),
    )


def _searched_by(user: User) -> set[ReferenceKind]:
    if user.may(Permission.LIST_REQUESTS):
        return set(ReferenceKind) - {ReferenceKind.EXECUTING}
    return {ReferenceKind.OWN, ReferenceKind.PARTNER}
