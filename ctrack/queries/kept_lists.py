"""Lists that every form needs and hardly anybody changes, kept in memory.

They hold for as long as the `lists_key` of the central authority is the one under which
they were read. It is read with the person who asks, so that this costs nothing.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import select

from ctrack.extensions import db
from ctrack.models import CentralAuthority

List = TypeVar("List")

_kept: dict[Hashable, tuple[Hashable, Any]] = {}
_lock = threading.Lock()


def kept(name: Hashable, ask: Callable[[], List], *also: Hashable) -> List:
    """What `ask` gave for this list when it was as it is now.

    `also` is what it depends on besides, such as the day: one value is kept at a time.
    """
    key = _key()
    if not key:
        return ask()
    place, state = (db.engine.url, name), (key, *also)
    with _lock:
        known_as, found = _kept.get(place, (None, None))
    if known_as == state:
        known: List = found
        return known
    asked = ask()
    with _lock:
        _kept[place] = state, asked
    return asked


def _key() -> str:
    """The present key; asked for once in a transaction that has not changed a list."""
    session = db.session()
    transaction, key = session.info.get("lists_key", (None, ""))
    if transaction is None or transaction is not session.get_transaction():
        key = db.session.scalar(_KEY) or ""
        note_key(key)
    known: str = key
    return known


def note_key(key: str) -> None:
    """Take it from a question that has asked for it besides."""
    session = db.session()
    session.info["lists_key"] = (session.get_transaction(), key)


_KEY = select(CentralAuthority.lists_key).order_by(CentralAuthority.id).limit(1)
