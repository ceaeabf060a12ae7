"""Doing a work as the person who asked for it: the same pages, asked for once more.

A file is what the page at its address gives, whose guard asks anew whether the person
may have it.
"""

import shutil
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, current_app
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.exceptions import HTTPException

from ctrack import __version__, clock
from ctrack.domain.editions import read_order
from ctrack.domain.errors import DomainError, NotFound
from ctrack.domain.wording import N_
from ctrack.exports.files import whole_file
from ctrack.extensions import let_go, only_reading, write_transaction
from ctrack.models import Work
from ctrack.queries import sight, works
from ctrack.services import editions
from ctrack.services import works as deeds
from ctrack.services.background import files
from ctrack.web.access import signed_in
from ctrack.web.following import Report, each, told_to
from ctrack.web.wording import words

NAMING_REQUESTS = {
    "statistics.workbook",
    "statistics.csv_zip",
    "statistics_requests.workbook",
    "statistics_requests.comma_separated",
    "request_list.workbook",
    "request_list.comma_separated",
}
"""Files that name requests: what one may see is asked again before they are sent."""

FILES = NAMING_REQUESTS | {"statistics.json_stat", "returns.workbook"}
"""The pages whose files may be made in the background."""


def do(work_id: int, token: str, report: Report) -> None:
    """Do this work and store its end, or why it cannot be done."""
    work = works.taken_with(work_id, token)
    if work is None:
        return
    kind, title, address = work.kind, work.title, work.parameters.get("address", "/")
    headers = {"Accept-Language": work.language.replace("_", "-")}
    user = work.user
    with current_app.test_request_context(address, headers=headers):
        try:
            if not login_user(user):
                raise _Refused(_("You may not sign in any more."))
            with told_to(report):
                _DOERS[kind](work_id, token, work)
        except deeds.NotOurs:
            raise
        except _Refused as refused:
            _fail(work_id, token, str(refused))
        except DomainError as error:
            _fail(work_id, token, words(error.sentence))
        except Exception:
            _fail(
                work_id,
                token,
                _(
                    "Something went wrong, and it has been noted. Try again; if it "
                    "happens again, tell your administrator the time."
                ),
            )
            current_app.logger.exception("%s could not be done", title)


class _Refused(Exception):
    """It cannot be done; the message is worded already."""


def _fail(work_id: int, token: str, sentence: str) -> None:
    let_go()
    with write_transaction():
        deeds.fail(work_id, token, sentence)


def _file(work_id: int, token: str, work: Work) -> None:
    """Keep the file that the page gives."""
    endpoint, values = page_at(work.parameters["address"])
    seen = sight.mark(signed_in()) if endpoint in NAMING_REQUESTS else ""
    path = files.path_of(work_id, token)
    response = _given(endpoint, values)
    with whole_file(path) as target:
        shutil.copyfileobj(_Parts(response), target)
    response.close()
    with write_transaction():
        deeds.end(
            work_id,
            token,
            file_name=_name(response),
            mimetype=response.mimetype,
            size=path.stat().st_size,
            sight=seen,
        )


def page_at(address: str) -> tuple[str, Mapping[str, Any]]:
    """The page whose file may be made in the background, and the blanks of its address.

    Raises NotFound where there is none.
    """
    adapter = current_app.url_map.bind("localhost")
    try:
        endpoint, values = adapter.match(address.partition("?")[0], method="GET")
    except HTTPException:
        endpoint, values = "", {}
    if endpoint not in FILES:
        raise NotFound(N_("There is no file at this address."))
    return endpoint, values


def _given(endpoint: str, values: Mapping[str, Any]) -> Response:
    try:
        response = current_app.view_functions[endpoint](**values)
    except HTTPException:
        raise _Refused(_("Your role does not open this any more.")) from None
    if not isinstance(response, Response) or response.status_code != 200:
        raise _Refused(_("What was asked cannot be read. Ask again on its page."))
    return response


def _name(response: Response) -> str:
    return response.headers["Content-Disposition"].partition("filename=")[2].strip('"')


class _Parts:
    """A response as a file to read from."""

    def __init__(self, response: Response) -> None:
        self._parts = response.iter_encoded()

    def read(self, _number: int = -1) -> bytes:
        return next(self._parts, b"")


def _edition(work_id: int, token: str, work: Work) -> None:
    """Freeze the figures; the edition is kept if the work is still wanted."""
    told = work.parameters
    user = signed_in()
    order = read_order(
        told["typed"],
        told["tables"],
        central_authority_id=user.central_authority_id,
        today=clock.day_of(work.asked_at),
        zone=clock.zone(),
    )
    let_go()
    with only_reading():
        counted = editions.count(order, follow=each)
    with write_transaction():
        frozen = editions.keep(order, counted, version=__version__, by=signed_in())
        deeds.end(work_id, token, edition_id=frozen.id)


_DOERS: dict[str, Callable[[int, str, Work], None]] = {
    "file": _file,
    "edition": _edition,
}
