"""Numbers that are counted once for as long as nobody changes the register.

Every deed writes an event, so what was counted holds while the last event is the same.
Two deeds may end in the other order than they began; therefore nothing is kept longer
than some seconds, however quiet the register is.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from ctrack.extensions import db, is_about_to_write
from ctrack.models import Event

SECONDS = 10.0
MOST = 2_000

Counted = TypeVar("Counted")
State = tuple[Any, ...]

_kept: OrderedDict[Hashable, tuple[float, Any, Any]] = OrderedDict()
_lock = threading.Lock()


def remembered(key: Hashable, count: Callable[[], Counted]) -> Counted:
    """What `count` gave for this key while the register was as it is now."""
    last = _last_event()
    if last is None:
        return count()
    with _lock:
        until, state, value = _kept.get(key, (0.0, None, None))
    if state == last and time.monotonic() < until:
        kept: Counted = value
        return kept
    counted = count()
    with _lock:
        _kept[key] = (time.monotonic() + SECONDS, last, counted)
        _kept.move_to_end(key)
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    return counted


def forget() -> None:
    """Count everything anew when it is asked for next."""
    with _lock:
        _kept.clear()


def _last_event() -> State | None:
    """The last line of the log; asked for once in a transaction that only reads."""
    session = db.session()
    transaction, last = session.info.get("last_event", (None, None))
    if transaction is None or transaction is not session.get_transaction():
        last = note_last_event(
            *(db.session.execute(_LAST).one_or_none() or (None, None))
        )
    known: State | None = last
    return known


def note_last_event(number: int | None, entered_at: datetime | None) -> State | None:
    """Take it from a question that has asked for LAST_EVENT besides.

    Its moment tells apart what a restored register holds under the same number.
    """
    session = db.session()
    last = None if number is None else (db.engine.url, number, entered_at)
    if not is_about_to_write():
        session.info["last_event"] = (session.get_transaction(), last)
    return last


_LAST = select(Event.id, Event.entered_at).order_by(Event.id.desc()).limit(1)
LAST_EVENT = _LAST.subquery("last_event")
"""The last line of the log, for questions that every page asks anyway."""
