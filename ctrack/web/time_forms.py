"""How the small forms about time are shown and answered."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.errors import Invalid
from ctrack.extensions import transaction
from ctrack.models import Event, MLARequest
from ctrack.web import meanwhile
from ctrack.web.telling import told


def answer(
    mla_request: MLARequest,
    form: Any,
    store: Callable[[], Event],
    name: str,
    **more: Any,
) -> ResponseReturnValue:
    """Show the form, or store what it says; nothing typed is ever lost."""
    if request.method == "GET":
        return _page(mla_request, form, name, **more)
    if others := meanwhile.done_by_others(mla_request):
        form.seen.data = str(others[-1].id)
        return _page(mla_request, form, name, others=others, status=409, **more)
    if not form.validate():
        return _page(mla_request, form, name, status=422, **more)
    reference = mla_request.reference
    try:
        with transaction():
            event = store()
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(mla_request, form, name, status=422, **more)
    flash(_("Saved. %(sentence)s", sentence=told(event)))
    return redirect(url_for("mla_requests.show", reference=reference))


def _page(
    mla_request: MLARequest,
    form: Any,
    name: str,
    *,
    others: Sequence[Event] = (),
    status: int = 200,
    **more: Any,
) -> ResponseReturnValue:
    page = render_template(
        f"deadlines/{name}.html",
        form=form,
        mla_request=mla_request,
        others=others,
        **more,
    )
    return page, status
