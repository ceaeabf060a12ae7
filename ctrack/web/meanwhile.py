"""Two people at the same record: the second is told what the first has done."""

from collections.abc import Sequence

from flask import request

from ctrack.models import Event, MLARequest, User
from ctrack.queries import events, mla_requests


def opened(reference: str, *, by: User) -> MLARequest:
    """The request for a form: held against others when the form comes back."""
    load = mla_requests.by_reference if request.method == "GET" else mla_requests.locked
    return load(reference, seen_by=by)


def done_by_others(mla_request: MLARequest) -> Sequence[Event]:
    """What was done to the request since the form that comes back was made.

    A form that does not say what it has seen is a script's: nothing is compared.
    """
    seen = request.form.get("seen", "")
    return events.since(mla_request, int(seen)) if _is_id(seen) else ()


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 16
