"""Filling in the stays, transfers and articles of facts kept before there were any."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from ctrack.domain.events import TRANSFER_EVENTS, EventKind
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Rank
from ctrack.extensions import db
from ctrack.models import Event, Fact, FactMention, LegalBasis, MLARequest, Transfer
from ctrack.queries import moves
from ctrack.services import fact_parts
from ctrack.services.fact_parts import Mention, Parts
from ctrack.services.facts import articles

CHUNK = 1000

_KINDS = moves.KINDS | {kind.name for kind in TRANSFER_EVENTS.values()}
_LACKING = Fact.digest.is_(None)


def lacking() -> int:
    """How many versions have not been filled in."""
    return db.session.scalar(select(func.count()).where(_LACKING)) or 0


def fill(on_progress: Callable[[int], None] = lambda _: None) -> None:
    """Give every version its stays, transfers and articles, as of its moment.

    `on_progress` is told how many versions each chunk has filled in.
    """
    last = 0
    while True:
        facts = db.session.scalars(
            select(Fact).where(_LACKING, Fact.id > last).order_by(Fact.id).limit(CHUNK)
        ).all()
        if not facts:
            return
        last = facts[-1].id
        _fill(facts)
        db.session.expunge_all()
        on_progress(len(facts))


def _fill(facts: Sequence[Fact]) -> None:
    sources = _Sources(facts)
    pairs = [(fact.id, sources.parts(fact)) for fact in facts]
    fact_parts.add_times(pairs)
    fact_parts.add_mentions(
        (fact.id, Parts(list(sources.articles(fact)))) for fact in facts
    )
    table = Fact.metadata.tables["fact"]
    db.session.execute(
        update(table)
        .where(table.c.id == bindparam("fact"))
        .values(digest=bindparam("word")),
        [{"fact": fact_id, "word": parts.digest} for fact_id, parts in pairs],
    )


class _Sources:
    """What the register knows of the requests of some facts."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        ids = {fact.mla_request_id for fact in facts}
        self._mentions: dict[int, list[Mention]] = defaultdict(list)
        of_facts = FactMention.fact_id.in_([fact.id for fact in facts])
        for row in db.session.scalars(select(FactMention).where(of_facts)):
            mention = (row.kind, row.position, row.code, row.outcome)
            self._mentions[row.fact_id].append(mention)
        self._requests = {
            row.id: row._asdict()
            for row in db.session.execute(
                select(
                    MLARequest.id,
                    *(getattr(MLARequest, name) for name in fact_parts.COURSE),
                ).where(MLARequest.id.in_(ids))
            )
        }
        self._events = _by_request(
            select(Event)
            .where(Event.mla_request_id.in_(ids), Event.kind.in_(_KINDS))
            .order_by(Event.id)
        )
        self._bases = _by_request(
            select(LegalBasis)
            .where(LegalBasis.mla_request_id.in_(ids))
            .order_by(LegalBasis.id)
        )
        self._transfers = _by_request(
            select(Transfer)
            .where(Transfer.mla_request_id.in_(ids))
            .order_by(Transfer.id)
        )

    def parts(self, fact: Fact) -> Parts:
        """The parts of this version: of an earlier one, by what was known then."""
        number, known_from = fact.mla_request_id, fact.known_from
        request = self._requests[number]
        events, transfers = self._events[number], self._transfers[number]
        sendings = [fact_parts.sending(transfer) for transfer in transfers]
        if fact.known_until is not None:
            request = _as_known(request, fact)
            later = [event for event in events if event.entered_at > known_from]
            events = [event for event in events if event.entered_at <= known_from]
            sendings = [
                fact_parts.sending(transfer).before(
                    EventKind[e.kind] for e in later if e.transfer_id == transfer.id
                )
                for transfer in transfers
                if transfer.entered_at <= known_from
            ]
        found = (moves.move(e.happened_on, e.changes, e.details) for e in events)
        its_moves = [move for move in found if move is not None]
        mentions = [*self._mentions[fact.id], *self.articles(fact)]
        return fact_parts.parts(request, mentions, its_moves, sendings)

    def articles(self, fact: Fact) -> Iterator[Mention]:
        """The articles, as they stand now, of the treaties that this version cites.

        Nothing where it has articles already.
        """
        mentions = self._mentions[fact.id]
        if any(kind == "article" for kind, *_ in mentions):
            return iter(())
        treaties = {code for kind, _, code, _ in mentions if kind == "basis"}
        bases = sorted(
            self._bases[fact.mla_request_id],
            key=lambda basis: (basis.rank is not Rank.PRIMARY, basis.position),
        )
        return articles(
            (basis.instrument_code, basis.article)
            for basis in bases
            if basis.instrument_code in treaties
        )


def _by_request(statement: Select[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(statement):
        found[row.mla_request_id].append(row)
    return found


def _as_known(request: dict[str, Any], fact: Fact) -> dict[str, Any]:
    """The request's columns as this version has them."""
    incoming = fact.direction == "incoming"
    return request | {
        "received_on" if incoming else "sent_on": fact.opened_on,
        "status": Status(fact.status),
        "acknowledged_on": fact.acknowledged_on,
        "transferred_on": fact.transferred_on,
        "executed_on": fact.executed_on,
        "results_sent_on": fact.results_sent_on,
        "closed_on": fact.closed_on,
    }
