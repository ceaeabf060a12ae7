"""Keeping the statistical facts: a new version whenever a coded fact changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update

from ctrack import clock
from ctrack.domain.articles import cited
from ctrack.domain.vocabulary import Confidentiality, Rank
from ctrack.extensions import db
from ctrack.models import Fact, MLARequest
from ctrack.queries import moves
from ctrack.services import bulk, fact_parts
from ctrack.services.fact_parts import Mention, Parts

COPIED = (
    "central_authority_id",
    "reference",
    "direction",
    "matter",
    "status",
    "partner_state",
    "acknowledged_on",
    "transferred_on",
    "executed_on",
    "results_sent_on",
    "closed_on",
    "outcome",
)
"""The columns that a fact copies from its request."""

NOT_STATED = "NOT_STATED"

LONGEST_CODE = 40
"""As long a code as a mention can hold."""


def fact_values(request: Mapping[str, Any], parts: Parts) -> dict[str, Any]:
    """The coded facts of a request, from its columns and its parts."""
    mentions = parts.mentions
    values = {name: request[name] for name in COPIED}
    incoming = request["direction"] == "incoming"
    values["opened_on"] = request["received_on" if incoming else "sent_on"]
    values["is_restricted"] = request["confidentiality"] == Confidentiality.RESTRICTED
    values["primary_basis"] = _first(mentions, "basis")
    values["primary_offence"] = _first(mentions, "offence")
    values["digest"] = parts.digest
    return values


def _first(mentions: Sequence[Mention], kind: str) -> str:
    for mention in mentions:
        if mention[0] == kind and mention[1] == 0:
            return mention[2]
    return NOT_STATED


def mentions_of(mla_request: MLARequest) -> list[Mention]:
    """The codes that belong to a request; primary basis and offence have place 0."""
    bases = sorted(
        mla_request.bases, key=lambda b: (b.rank is not Rank.PRIMARY, b.position)
    )
    has_primary = bool(bases) and bases[0].rank is Rank.PRIMARY
    authorities = dict.fromkeys(t.authority_id for t in mla_request.transfers)
    return numbered(
        bases=[(basis.instrument_code, basis.article) for basis in bases],
        has_primary=has_primary,
        natures=[(m.nature_code, m.outcome.value) for m in mla_request.measures],
        offences=[o.offence_code for o in mla_request.offences],
        grounds=[g.ground_code for g in mla_request.grounds],
        authorities=[str(number) for number in authorities],
    )


def numbered(
    *,
    bases: Sequence[tuple[str, str]],
    has_primary: bool,
    natures: Iterable[tuple[str, str]],
    offences: Iterable[str],
    grounds: Iterable[str],
    authorities: Iterable[str],
) -> list[Mention]:
    """Mentions with their places; each basis once, though cited under two articles.

    `bases` come with what was written of the article.
    """
    first = 0 if has_primary else 1
    codes = dict.fromkeys(code for code, _ in bases)
    return [
        *(("basis", n, c, None) for n, c in enumerate(codes, first)),
        *articles(bases),
        *(("nature", n, c, outcome) for n, (c, outcome) in enumerate(natures)),
        *(("offence", n, c, None) for n, c in enumerate(offences)),
        *(("ground", n, c, None) for n, c in enumerate(grounds)),
        *(("authority", n, c, None) for n, c in enumerate(authorities)),
    ]


def articles(bases: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    """Mentions of the articles that are cited."""
    for place, code in enumerate(cited(bases)):
        if len(code) <= LONGEST_CODE:
            yield "article", place, code, None


def refresh(mla_request: MLARequest) -> None:
    """Keep a new version of the request's facts if they are no longer the present ones.

    Called at the end of every deed, in its transaction.
    """
    db.session.flush()
    columns = {name: getattr(mla_request, name) for name in _READ}
    parts = fact_parts.parts(
        columns,
        mentions_of(mla_request),
        moves.of_request(mla_request.id),
        map(fact_parts.sending, mla_request.transfers),
    )
    values = fact_values(columns, parts)
    now = clock.now()
    if _end_outdated(mla_request.id, values, now) or not _is_known(mla_request.id):
        add([{"mla_request_id": mla_request.id, "known_from": now, **values}], [parts])


def _end_outdated(request_id: int, values: Mapping[str, Any], now: datetime) -> bool:
    """End the present version if it holds other values; gives whether it did."""
    given = {f"new_{name}": value for name, value in values.items()}
    connection = db.session.connection()
    ended = connection.execute(
        _END_OUTDATED, {"request_id": request_id, "now": now, **given}
    )
    return bool(ended.rowcount)


def _is_known(request_id: int) -> bool:
    return bool(db.session.scalar(_KNOWN, {"request_id": request_id}))


_FACT = Fact.metadata.tables[Fact.__tablename__]
_PRESENT = and_(
    _FACT.c.mla_request_id == bindparam("request_id"), _FACT.c.known_until.is_(None)
)
_KNOWN = select(select(_FACT.c.id).where(_PRESENT).exists())
_COMPARED = (
    *COPIED,
    "opened_on",
    "is_restricted",
    "primary_basis",
    "primary_offence",
    "digest",
)
"""What `fact_values` gives."""
_END_OUTDATED = (
    update(_FACT)
    .where(
        _PRESENT,
        or_(
            *(
                _FACT.c[name].is_distinct_from(bindparam(f"new_{name}"))
                for name in _COMPARED
            )
        ),
    )
    .values(known_until=bindparam("now"))
)
"""Composed once, since every deed asks it: compares, and ends, in one go."""


_READ = tuple(dict.fromkeys((*COPIED, *fact_parts.COURSE, "confidentiality")))


def add(rows: list[dict[str, Any]], of_each: Sequence[Parts]) -> None:
    """Store fact versions with their parts, in as few statements as possible."""
    fact_parts.add(bulk.add_numbered(Fact, rows), of_each)


def version(
    request_id: int,
    known_from: datetime,
    known_until: datetime | None,
    request: Mapping[str, Any],
    parts: Parts,
) -> dict[str, Any]:
    """One version as a row for `add`, from a request's columns."""
    return {
        "mla_request_id": request_id,
        "known_from": known_from,
        "known_until": known_until,
        **fact_values(request, parts),
    }
