"""Giving reference numbers: a counter that never gives a number twice."""

from sqlalchemy import text

from ctrack.domain.references import compose
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db

# One statement on both databases: the row is locked by whoever counts, until the
# transaction ends, so that two people never get the same number.
_COUNT = text(
    """
    INSERT INTO reference_counter (central_authority_id, direction, year, last)
    VALUES (:central_authority_id, :direction, :year, :numbers)
    ON CONFLICT (central_authority_id, direction, year)
    DO UPDATE SET last = reference_counter.last + :numbers
    RETURNING last
    """
)
_RESERVE = text(
    """
    INSERT INTO reference_counter (central_authority_id, direction, year, last)
    VALUES (:central_authority_id, :direction, :year, :number)
    ON CONFLICT (central_authority_id, direction, year)
    DO UPDATE SET last = CASE WHEN reference_counter.last < :number
                              THEN :number ELSE reference_counter.last END
    """
)


def next_references(
    direction: Direction, year: int, *, central_authority_id: int, numbers: int = 1
) -> list[str]:
    """As many new references of ours for the year, such as `MLI-2026-00012`."""
    last = db.session.execute(
        _COUNT,
        {
            "central_authority_id": central_authority_id,
            "direction": direction.value,
            "year": year,
            "numbers": numbers,
        },
    ).scalar_one()
    return [compose(direction, year, n) for n in range(last - numbers + 1, last + 1)]


def reserve(
    direction: Direction, year: int, number: int, *, central_authority_id: int
) -> None:
    """Let the counter never give this number or a lower one: it came from outside."""
    db.session.execute(
        _RESERVE,
        {
            "central_authority_id": central_authority_id,
            "direction": direction.value,
            "year": year,
            "number": number,
        },
    )
