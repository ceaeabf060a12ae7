"""The register in the form of a file: the rows of its four sheets, streamed.

Requests are taken a thousand at a time with all that belongs to them, so that neither
the number of queries for a thousand nor memory grows with the register.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from ctrack.domain.columns import Value
from ctrack.domain.register_file import (
    LEGAL_BASES,
    MEASURES,
    REGISTER,
    SEPARATOR,
    TRANSFERS,
    CitedOrApplied,
    SheetForm,
    expected_cell,
    mention,
    plain,
    told_apart,
)
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Confidentiality, Direction, Rank, ReferenceKind
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    LegalBasis,
    Measure,
    MLARequest,
    Reference,
    RequestGround,
    RequestOffence,
    Transfer,
    TransferMeasure,
    User,
)
from ctrack.queries import authorities

AT_ONCE = 1000

Row = tuple[Value, ...]
Ids = Sequence[int]
Grouped = dict[int, list[Any]]
Statement = Select[*tuple[Any, ...]]


@dataclass
class RegisterRows:
    """The requests that fit a condition, in the order in which they were entered.

    Outgoing requests that have not been sent have no day to be registered under, and
    are left out.
    """

    condition: ColumnElement[bool]
    central_authority_id: int

    def __post_init__(self) -> None:
        """Find a word for each authority that stands for no other."""
        self._authorities = words_of(authorities.all_of(self.central_authority_id))

    @property
    def count(self) -> int:
        """How many requests there are in the file."""
        return self._count(_in_the_file())

    @property
    def unsent(self) -> int:
        """How many fit the condition, and are left out."""
        return self._count(~_in_the_file())

    def _count(self, further: ColumnElement[bool]) -> int:
        statement = select(func.count()).where(self.condition, further)
        return db.session.scalar(statement.select_from(MLARequest)) or 0

    def of(self, form: SheetForm) -> Iterator[Row]:
        """The rows of one of the sheets."""
        makers: dict[str, Callable[[Sequence[Any]], Iterable[Row]]] = {
            REGISTER.title: self._register,
            MEASURES.title: self._measures,
            TRANSFERS.title: self._transfers,
            LEGAL_BASES.title: self._bases,
        }
        columns = _COLUMNS if form is REGISTER else _COLUMNS[:2]
        for chunk in self._chunks(select(*columns)):
            yield from makers[form.title](chunk)

    def _chunks(self, statement: Statement) -> Iterator[Sequence[Any]]:
        statement = (
            statement.where(
                MLARequest.central_authority_id == self.central_authority_id,
                self.condition,
                _in_the_file(),
            )
            .order_by(MLARequest.id)
            .limit(AT_ONCE)
        )
        after = 0
        while chunk := db.session.execute(
            statement.where(MLARequest.id > after)
        ).fetchall():
            yield chunk
            after = chunk[-1].id

    # ------------------------------------------------------------------ the sheets

    def _register(self, chunk: Sequence[Any]) -> Iterator[Row]:
        ids = [row.id for row in chunk]
        numbers = _grouped(
            select(Reference.mla_request_id, Reference.value)
            .where(Reference.kind == ReferenceKind.PARTNER)
            .order_by(Reference.id),
            Reference.mla_request_id,
            ids,
        )
        bases = _grouped(_BASES, LegalBasis.mla_request_id, ids)
        natures = _grouped(
            select(Measure.mla_request_id, Measure.nature_code).order_by(
                Measure.position
            ),
            Measure.mla_request_id,
            ids,
        )
        offences = _grouped(
            select(RequestOffence.mla_request_id, RequestOffence.offence_code).order_by(
                RequestOffence.position
            ),
            RequestOffence.mla_request_id,
            ids,
        )
        grounds = _grouped(
            select(RequestGround.mla_request_id, RequestGround.ground_code).order_by(
                RequestGround.position
            ),
            RequestGround.mla_request_id,
            ids,
        )
        transfers = _grouped(
            select(Transfer.mla_request_id, Transfer.authority_id).order_by(
                Transfer.id
            ),
            Transfer.mla_request_id,
            ids,
        )
        for row in chunk:
            yield (
                row.reference,
                row.direction.value,
                row.matter.value,
                row.partner_state,
                plain(row.partner_authority),
                SEPARATOR.join(plain(value) for (value,) in numbers[row.id]),
                row.received_on,
                row.sent_on,
                row.acknowledged_on,
                plain(row.subject),
                row.urgency.value,
                row.channel.value if row.channel else None,
                _citations(bases[row.id]),
                SEPARATOR.join(code for (code,) in natures[row.id]),
                SEPARATOR.join(code for (code,) in offences[row.id]),
                SEPARATOR.join(
                    self._authorities[number]
                    for (number,) in dict.fromkeys(transfers[row.id])
                ),
                row.transferred_on,
                row.executed_on,
                row.results_sent_on,
                row.outcome.value if row.outcome else None,
                SEPARATOR.join(code for (code,) in grounds[row.id]),
                row.closed_on,
                row.username,
                "yes" if row.confidentiality is Confidentiality.RESTRICTED else "no",
                plain(row.remarks),
            )

    def _measures(self, chunk: Sequence[Any]) -> Iterator[Row]:
        ids = [row.id for row in chunk]
        measures = _grouped(_MEASURES, Measure.mla_request_id, ids)
        transfers = _grouped(
            select(
                Transfer.mla_request_id,
                Transfer.id,
                Transfer.authority_id,
                Transfer.status,
            ).order_by(Transfer.id),
            Transfer.mla_request_id,
            ids,
        )
        cells = self._cells(ids)
        for row in chunk:
            named = self._named(transfers[row.id])
            for number, nature, subtype, outcome, decided_on in measures[row.id]:
                mentions = [
                    mention(
                        named[transfer][0],
                        (reported, on),
                        expected_cell(named[transfer][1], (outcome, decided_on)),
                    )
                    for transfer, reported, on in cells[number]
                ]
                yield (
                    row.reference,
                    nature,
                    subtype,
                    outcome.value,
                    decided_on,
                    SEPARATOR.join(mentions),
                )

    def _cells(self, ids: Ids) -> Grouped:
        statement = (
            select(
                TransferMeasure.measure_id,
                TransferMeasure.transfer_id,
                TransferMeasure.outcome,
                TransferMeasure.decided_on,
            )
            .join(Transfer, Transfer.id == TransferMeasure.transfer_id)
            .order_by(TransferMeasure.transfer_id)
        )
        return _grouped(statement, Transfer.mla_request_id, ids)

    def _named(self, transfers: Sequence[Any]) -> dict[int, tuple[str, TransferStatus]]:
        """The name that stands for each transfer of a request, and where it stands."""
        names = told_apart([self._authorities[of] for _, of, _ in transfers])
        return {
            number: (name, status)
            for name, (number, _, status) in zip(names, transfers, strict=True)
        }

    def _transfers(self, chunk: Sequence[Any]) -> Iterator[Row]:
        transfers = _grouped(
            _TRANSFERS, Transfer.mla_request_id, [row.id for row in chunk]
        )
        for row in chunk:
            for authority, *days, recalled_on, reason, executed_on, status in transfers[
                row.id
            ]:
                sent_on, accepted_on, declined_on = days
                ended_on = recalled_on or declined_on
                yield (
                    row.reference,
                    self._authorities[authority],
                    sent_on,
                    accepted_on,
                    ended_on if status is TransferStatus.RECALLED else declined_on,
                    plain(reason),
                    executed_on,
                    status.value,
                )

    def _bases(self, chunk: Sequence[Any]) -> Iterator[Row]:
        bases = _grouped(_BASES, LegalBasis.mla_request_id, [row.id for row in chunk])
        for row in chunk:
            for instrument, article, rank, is_cited, is_applied in bases[row.id]:
                use = CitedOrApplied.of(is_cited=is_cited, is_applied=is_applied)
                yield row.reference, instrument, article, rank.value, use.value


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Read everything inside the block as it stands when the block begins."""
    db.session.rollback()
    try:
        if db.engine.dialect.name == "postgresql":
            options = {"isolation_level": "REPEATABLE READ"}
            db.session.connection(execution_options=options)
        yield
    finally:
        db.session.rollback()


def words_of(known: Sequence[Authority]) -> dict[int, str]:
    """The name of each authority; its code where the name could be read otherwise."""
    words: dict[int, str] = {}
    names: dict[str, int] = defaultdict(int)
    for authority in known:
        for word in {_key(authority.name), _key(authority.code)}:
            names[word] += 1
    for authority in known:
        name = " ".join(authority.name.split())
        is_plain = names[_key(name)] == 1 and not set(name) & set(";#")
        words[authority.id] = name if is_plain else authority.code
    return words


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _in_the_file() -> ColumnElement[bool]:
    return or_(
        MLARequest.direction == Direction.INCOMING, MLARequest.sent_on.is_not(None)
    )


def _grouped(statement: Statement, owner: Any, ids: Ids) -> Grouped:
    """The rows by the number in their first column, which is left off."""
    found: Grouped = defaultdict(list)
    for number, *rest in db.session.execute(statement.where(owner.in_(ids))):
        found[number].append(tuple(rest))
    return found


def _citations(bases: Sequence[Any]) -> str:
    """The bases as they are cited, the primary one first."""
    ranked = sorted(bases, key=lambda basis: basis[2] is not Rank.PRIMARY)
    return SEPARATOR.join(
        f"{instrument} art. {article}" if article and ";" not in article else instrument
        for instrument, article, *_ in ranked
    )


_COLUMNS = (
    MLARequest.id,
    MLARequest.reference,
    MLARequest.direction,
    MLARequest.matter,
    MLARequest.partner_state,
    MLARequest.partner_authority,
    MLARequest.received_on,
    MLARequest.sent_on,
    MLARequest.acknowledged_on,
    MLARequest.subject,
    MLARequest.urgency,
    MLARequest.channel,
    MLARequest.transferred_on,
    MLARequest.executed_on,
    MLARequest.results_sent_on,
    MLARequest.outcome,
    MLARequest.closed_on,
    MLARequest.confidentiality,
    MLARequest.remarks,
    select(User.username)
    .where(User.id == MLARequest.officer_id)
    .scalar_subquery()
    .label("username"),
)
_BASES = select(
    LegalBasis.mla_request_id,
    LegalBasis.instrument_code,
    LegalBasis.article,
    LegalBasis.rank,
    LegalBasis.is_cited,
    LegalBasis.is_applied,
).order_by(LegalBasis.position)
_MEASURES = select(
    Measure.mla_request_id,
    Measure.id,
    Measure.nature_code,
    Measure.subtype_code,
    Measure.outcome,
    Measure.decided_on,
).order_by(Measure.position)
_TRANSFERS = select(
    Transfer.mla_request_id,
    Transfer.authority_id,
    Transfer.sent_on,
    Transfer.accepted_on,
    Transfer.declined_on,
    Transfer.recalled_on,
    Transfer.reason,
    Transfer.executed_on,
    Transfer.status,
).order_by(Transfer.id)
