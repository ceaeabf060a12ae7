"""What stands beside a request: its numbers, its legal bases, its links."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from ctrack.domain.vocabulary import AssertedBy, Direction, ReferenceKind
from ctrack.models import LegalBasis, MLARequest
from ctrack.web.wording import label, state


def cited_by(mla_request: MLARequest, basis: LegalBasis) -> str:
    """Who named a legal basis: the other State by its name, or we."""
    requesting = basis.asserted_by is AssertedBy.REQUESTING
    if requesting == (mla_request.direction is Direction.INCOMING):
        return state(mla_request.partner_state)
    return _("us")


@dataclass(frozen=True)
class Link:
    """Another request, and how this one stands to it."""

    text: str
    other: MLARequest


def links(mla_request: MLARequest, visible: set[int]) -> Iterator[Link]:
    """The linked requests that the reader may see, in both directions."""
    backwards = {
        "SUPPLEMENTS": _("Supplemented by"),
        "DUPLICATES": _("Duplicated by"),
        "RELATES_TO": _("Related to"),
    }
    for link in mla_request.links:
        if link.to_id in visible:
            yield Link(label(link.kind), link.target)
    for link in mla_request.backlinks:
        if link.from_id in visible:
            yield Link(backwards[link.kind.value], link.source)


@dataclass
class Numbers:
    """The references of a request, by whose they are."""

    theirs: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


def numbers(mla_request: MLARequest) -> Numbers:
    """Their references apart from others; ours is in the heading, and those of the
    authorities stand beside their transfers.
    """
    found = Numbers()
    for reference in mla_request.references:
        if reference.kind is ReferenceKind.PARTNER:
            found.theirs.append(reference.value)
        elif reference.kind not in (ReferenceKind.OWN, ReferenceKind.EXECUTING):
            found.others.append((label(reference.kind), reference.value))
    return found
