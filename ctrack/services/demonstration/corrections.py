"""Mistakes that were put right: events of their own, distinct from progress."""

from datetime import timedelta

from ctrack.domain.records import BasisRecord
from ctrack.domain.vocabulary import AssertedBy, Rank
from ctrack.services.demonstration.desk import Desk


def perhaps(desk: Desk) -> None:
    """Once in a while somebody corrects the record."""
    chance = desk.rng.random()
    record = desk.record
    if chance < 0.02 and record.received_on:
        mistaken = (record.received_on + timedelta(days=1)).isoformat()
        desk.correct("received_on", mistaken, record.received_on.isoformat())
    elif chance < 0.05 and len(record.subject) > 12:
        place = desk.rng.randint(1, len(record.subject) - 3)
        mistyped = record.subject[:place] + record.subject[place + 1 :]
        desk.correct("subject", mistyped, record.subject)
    elif chance < 0.065:
        desk.correct("language", "", record.language, "Left out at registration.")


def add_basis(desk: Desk, basis: BasisRecord) -> None:
    """Put a basis that we name ourselves before those that were cited."""
    record = desk.record
    before = "; ".join(_line(b) for b in record.bases)
    for cited in record.bases:
        cited.rank = Rank.ADDITIONAL
    basis.rank, basis.asserted_by = Rank.PRIMARY, AssertedBy.REQUESTED
    record.bases.insert(0, basis)
    after = "; ".join(_line(b) for b in record.bases)
    desk.correct("legal_bases", before, after)


def _line(basis: BasisRecord) -> str:
    """As the log keeps a basis that has been changed."""
    article = f" art. {basis.article}" if basis.article else ""
    marks = ["primary"] if basis.rank is Rank.PRIMARY else []
    marks += ["cited"] if basis.is_cited else []
    marks += ["applied"] if basis.is_applied else []
    marks.append(basis.asserted_by.value.lower())
    return f"{basis.instrument}{article} ({', '.join(marks)})"
