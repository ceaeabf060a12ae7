"""What people see when something is refused or goes wrong: a sentence, always."""

from flask import Flask, Response, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ctrack.domain.errors import (
    ChangedMeanwhile,
    DomainError,
    Invalid,
    NotFound,
    NotPermitted,
    StepNotOpen,
)
from ctrack.web.wording import words

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    ChangedMeanwhile: 409,
    StepNotOpen: 409,
    Invalid: 422,
}
"""The only table from refusal to status."""

TITLES = {
    400: _l("This request was not understood"),
    403: _l("Not for you to open"),
    404: _l("Nothing is here"),
    405: _l("This page does not take that"),
    409: _l("This cannot be done now"),
    413: _l("Too large"),
    422: _l("Something has to be put right"),
    500: _l("Something went wrong"),
}
SENTENCES = {
    400: _l("The address or form was not complete. Go back, and try again."),
    403: _l(
        "Your role does not open this page. If you need it for your work, ask your "
        "administrator."
    ),
    404: _l(
        "There is no page at this address. Check it for a slip, or begin from the "
        "first page."
    ),
    405: _l("The page exists, but not for this kind of call. Open it from the menu."),
    413: _l(
        "What you sent is larger than 16 MB. Nothing was stored. Send a smaller file, "
        "or several."
    ),
    500: _l(
        "The mistake is ours, and it has been noted. Nothing of what you sent was "
        "stored. Try again; if it happens again, tell your administrator the time."
    ),
}


def status_of(error: DomainError) -> int:
    """The status that says this refusal to a browser."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 409


def refused(error: DomainError) -> tuple[str, int]:
    """A rule of the register said no."""
    status = status_of(error)
    return _page(status, words(error.sentence)), status


def not_from_here(_error: CSRFError) -> tuple[str, int]:
    """A form without its token: too old, or not one of our pages."""
    sentence = _(
        "The form is older than your session, or did not come from this site. Nothing "
        "was stored. Open the page again, and send the form from there."
    )
    return _page(400, sentence), 400


def failed(error: HTTPException) -> Response:
    """An address, a method, a size or we ourselves were wrong."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    sentence = SENTENCES.get(status) or SENTENCES[500 if status >= 500 else 400]
    response = make_response(_page(status, str(sentence)), status)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _page(status: int, sentence: str) -> str:
    """The page; one of ours that failed asks nothing of the database again."""
    name = "errors/failed.html" if status >= 500 else "errors/refused.html"
    title = TITLES.get(status) or TITLES[500 if status >= 500 else 400]
    return render_template(name, title=title, sentence=sentence, status=status)


def init_app(app: Flask) -> None:
    """Bind the pages to the refusals."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, not_from_here)
    app.register_error_handler(HTTPException, failed)
