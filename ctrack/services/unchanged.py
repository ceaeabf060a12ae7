"""Two administrators at the same entry: the second is told, and nothing is lost."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import inspect, select

from ctrack.domain.errors import ChangedMeanwhile
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models.base import Model


def fingerprint(record: Model, names: Iterable[str]) -> str:
    """A word for what these fields hold now; a form carries it as what it has seen."""
    held = repr([getattr(record, name) for name in sorted(names)])
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def hold(record: Model, names: Iterable[str], seen: str) -> None:
    """Keep the record from others until the end, if it is as it was when seen.

    Nothing is compared where nothing was seen: such a form is a script's. Raises
    ChangedMeanwhile.
    """
    db.session.flush()  # reading it again would forget what is not written yet
    mapper = inspect(record).mapper
    key = zip(mapper.primary_key, mapper.primary_key_from_instance(record), strict=True)
    # The row alone is held: what it was read together with may be of other tables.
    db.session.execute(
        select(*mapper.primary_key)
        .where(*(column == value for column, value in key))
        .with_for_update()
    )
    db.session.refresh(record)
    if seen and seen != fingerprint(record, names):
        raise ChangedMeanwhile(
            N_(
                "Somebody else has changed this meanwhile. What you typed is below; "
                "press again to store it instead."
            )
        )
