"""A day to be kept, or more time, for many requests: a look first, then all or none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.errors import Invalid
from ctrack.domain.many import DEEDS_OF_DAYS
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import Filters
from ctrack.domain.wording import Sentence
from ctrack.extensions import transaction
from ctrack.models import Event, MLARequest
from ctrack.queries import codes, many_requests
from ctrack.services import many_days as deeds
from ctrack.services.many import NotForAll, Verdict
from ctrack.web import chosen, request_index
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.deadlines import DayForManyForm, DeadlineForm
from ctrack.web.wording import label, translated, words

bp = Blueprint("many_days", __name__)

SET, MORE = DEEDS_OF_DAYS


@bp.get("/requests/many/days")
@requires(Permission.TAKE_STEPS)
def preview() -> ResponseReturnValue:
    """For which of the chosen requests it can be done, and why not for the others."""
    deed = _deed()
    filters, rows, way_back = chosen.for_preview()
    if way_back is not None:
        return way_back
    return _page(deed, rows, _form(deed, rows), filters)


@bp.post("/requests/many/days")
@requires(Permission.TAKE_STEPS)
def take() -> ResponseReturnValue:
    """Do it for all the requests that were shown, or for none."""
    deed = _deed()
    filters, _number = chosen.of_list()
    seen = chosen.seen()
    rows = many_requests.by_references(seen, seen_by=signed_in())
    if not rows:
        return chosen.refused(_("Choose at least one request of the list."), filters)
    form = _form(deed, rows)
    if not form.validate():
        return _page(deed, rows, form, filters, status=422)
    try:
        with transaction():
            done = _DEEDS[deed](seen, form)
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(deed, rows, form, filters, status=422)
    except NotForAll as refused:
        form.refuse(words(refused.sentence))
        rows = many_requests.by_references(seen, seen_by=signed_in())
        return _page(deed, rows, form, filters, refused.reasons, status=409)
    flash(
        ngettext(
            "Saved. %(step)s: one request.",
            "Saved. %(step)s: %(num)s requests.",
            len(done),
            step=translated(DEEDS_OF_DAYS[deed]),
        )
    )
    return redirect(request_index.address(filters))


def _deed() -> str:
    deed = request.values.get("step", "")
    return deed if deed in DEEDS_OF_DAYS else abort(404)


def _form(deed: str, rows: Sequence[MLARequest]) -> Any:
    today = clock.today()
    if deed == SET:
        return DeadlineForm(data={"base_on": today})
    form = DayForManyForm(data={"on": today})
    form.kinds = deeds.kinds(rows)
    asked = codes.member(DeadlineKind, request.values.get("kind", ""))
    usual = [kind for kind, _number in form.kinds.most_common(1)]
    form.kind.data = asked or (usual[0] if usual else None)
    return form


def _set(seen: Mapping[str, int], form: Any) -> list[Event]:
    return deeds.set_day(
        seen,
        form.kind.data,
        base_on=form.base_on.data or clock.today(),
        until=form.until.data,
        note=form.note.data or "",
        by=signed_in(),
    )


def _extend(seen: Mapping[str, int], form: Any) -> list[Event]:
    return deeds.extend(
        seen,
        form.kind.data,
        until=form.until.data,
        reason=form.reason.data or "",
        on=form.on.data,
        by=signed_in(),
    )


_DEEDS: dict[str, Callable[[Mapping[str, int], Any], list[Event]]] = {
    SET: _set,
    MORE: _extend,
}


def _page(
    deed: str,
    rows: Sequence[MLARequest],
    form: Any,
    filters: Filters,
    reasons: Mapping[str, Sentence] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    verdicts = _judged(deed, rows, form)
    for number, verdict in enumerate(verdicts):
        reason = verdict.reason or (reasons or {}).get(verdict.mla_request.reference)
        verdicts[number] = Verdict(verdict.mla_request, reason)
    back = request_index.address(filters)
    page = render_template(
        "requests/many_days.html",
        deed=deed,
        title=translated(DEEDS_OF_DAYS[deed]),
        form=form,
        can=[v.mla_request for v in verdicts if v.reason is None],
        cannot=[v for v in verdicts if v.reason is not None],
        number=len(verdicts),
        kinds=_kinds(form, rows) if deed == MORE else [],
        back=back,
        there="".join(back.partition("?")[1:]),
    )
    return page, status


def _judged(deed: str, rows: Sequence[MLARequest], form: Any) -> list[Verdict]:
    if deed == SET:
        return deeds.can_be_set(rows)
    if form.kind.data is None:
        return [Verdict(row, deeds.NOTHING) for row in rows]
    return deeds.can_be_extended(rows, form.kind.data)


def _kinds(form: Any, rows: Sequence[MLARequest]) -> list[tuple[str, int, str, bool]]:
    """The kinds that are due there: name, number, and the preview of each."""
    query: dict[str, Any] = request.args.to_dict(flat=False)
    query |= {"step": [MORE]}
    if "all" not in query:
        query["request"] = [row.reference for row in rows]
    return [
        (
            label(kind),
            number,
            url_for(".preview", **(query | {"kind": [kind.value]})),
            kind is form.kind.data,
        )
        for kind, number in form.kinds.most_common()
    ]
