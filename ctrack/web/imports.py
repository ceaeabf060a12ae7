"""Bringing an existing register in: choose a file, read the verdict, store the rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ctrack import clock
from ctrack.domain.permissions import Permission
from ctrack.domain.register_file import REGISTER
from ctrack.exports.register import write_refused
from ctrack.extensions import let_go, transaction
from ctrack.services.imports import uploads
from ctrack.services.imports.importing import HasBadRows, Import, Verdict, read
from ctrack.services.imports.staging import Staging
from ctrack.services.imports.unreadable import Unreadable
from ctrack.services.imports.uploads import Upload
from ctrack.web.access import requires, signed_in
from ctrack.web.downloads import XLSX, download
from ctrack.web.forms.imports import ImportForm, StoreForm
from ctrack.web.wording import words

bp = Blueprint("imports", __name__, url_prefix="/register/import")

SHOWN = 200
"""How many bad rows a page shows; the workbook has all of them."""


@bp.route("", methods=["GET", "POST"])
@requires(Permission.IMPORT_REGISTER)
def new() -> ResponseReturnValue:
    """Choose the file."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    upload = uploads.keep(form.file.data, by=signed_in())
    try:
        with _incoming(upload):
            return redirect(url_for("imports.show", key=upload.key))
    except Unreadable as refusal:
        uploads.forget(upload)
        form.file.errors = [words(refusal.sentence)]
        return _form_page(form, 422)


@bp.get("/<key>")
@requires(Permission.IMPORT_REGISTER)
def show(key: str) -> ResponseReturnValue:
    """What would be stored, and which rows cannot be taken."""
    upload = uploads.find(key, by=signed_in())
    with _incoming(upload) as incoming:
        return _verdict_page(upload, incoming, StoreForm()), 200


@bp.post("/<key>")
@requires(Permission.IMPORT_REGISTER)
def store(key: str) -> ResponseReturnValue:
    """Store the rows: all of them, or the good ones if that was asked for."""
    form, upload = StoreForm(), uploads.find(key, by=signed_in())
    heard: list[Verdict] = []
    with _incoming(upload) as incoming:
        try:
            with transaction():
                incoming.store(skip_bad=bool(form.skip_bad.data), heard=heard.append)
        except HasBadRows:
            form.refuse(_("Some rows cannot be taken. Nothing was stored."))
            return _verdict_page(upload, incoming, form, heard), 422
    uploads.forget(upload)
    flash(
        ngettext(
            "%(num)s request was imported.",
            "%(num)s requests were imported.",
            incoming.good,
        )
    )
    return redirect(url_for("request_list.index"))


@bp.get("/<key>/rows.xlsx")
@requires(Permission.IMPORT_REGISTER)
def rows(key: str) -> ResponseReturnValue:
    """The rows that cannot be taken, with their reasons, to be corrected."""
    user = signed_in()
    name, upload = user.name, uploads.find(key, by=user)
    with _incoming(upload) as incoming:
        incoming.bad_ones()
        staging = incoming.staging
        return download(
            lambda file: write_refused(
                file,
                staging.headers_of,
                staging.refused,
                made_by=name,
                made_at=clock.now(),
            ),
            name=_("rows-to-correct.xlsx"),
            mimetype=XLSX,
        )


@contextmanager
def _incoming(upload: Upload) -> Iterator[Import]:
    """The file, read and ready to be judged.

    Reading takes its time, in which nobody else shall wait for the database.
    """
    user = signed_in()
    importer_id, central_authority_id = user.id, user.central_authority_id
    let_go()
    with Staging() as staging:
        read(upload.path, staging, name=upload.name)
        yield Import(
            staging,
            upload.name,
            central_authority_id=central_authority_id,
            importer_id=importer_id,
        )


def _form_page(form: ImportForm, status: int) -> ResponseReturnValue:
    columns = REGISTER.names
    return render_template("imports/new.html", form=form, columns=columns), status


def _verdict_page(
    upload: Upload, incoming: Import, form: StoreForm, heard: Sequence[Verdict] = ()
) -> str:
    """Judge what has not been judged, and show what cannot be taken."""
    bad = [verdict for verdict in heard if verdict.problems] + incoming.bad_ones()
    return render_template(
        "imports/show.html",
        form=form,
        upload=upload,
        incoming=incoming,
        bad=list(islice(_worded(bad), SHOWN)),
        notes=[words(note) for note in incoming.staging.notes],
    )


def _worded(bad: list[Verdict]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The number of each row, and its problems as column and sentence."""
    for verdict in bad:
        yield (
            verdict.row,
            [(found.field, words(found.sentence)) for found in verdict.problems],
        )
