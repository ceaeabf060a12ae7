"""Who is signed in, which pages they may open, and signing in and out."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import (
    Blueprint,
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from ctrack.domain.permissions import Permission
from ctrack.extensions import login_manager, transaction
from ctrack.models import User
from ctrack.queries import users
from ctrack.services import accounts, sessions
from ctrack.web.forms.access import SignInForm
from ctrack.web.wording import words

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)
View = Callable[P, ResponseReturnValue]

bp = Blueprint("access", __name__)


def requires(
    permission: Permission, *, instead: str = ""
) -> Callable[[Callable[P, R]], View[P]]:
    """Open the page only to people whose role carries the permission.

    `instead` is the endpoint to which an authority's people are led, who have pages of
    their own. The view is marked, so that a test can walk all of them.
    """

    def decorate(view: Callable[P, R]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return to_sign_in()
            if not current_user.may(permission):
                if instead and current_user.may(Permission.SEE_TRANSFERS):
                    return redirect(url_for(instead))
                abort(403)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page that anybody may open."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def signed_in() -> User:
    """The person behind the page, as a record that can be linked to others."""
    return cast(User, current_user._get_current_object())


def to_sign_in() -> ResponseReturnValue:
    """Lead to the login, and from there back to the page that was asked for."""
    if request.method == "GET":
        wanted = request.full_path.rstrip("?")
        there = None if wanted == "/" else wanted
        return redirect(url_for("access.login", next=there))
    flash(_("You are not signed in any more. Nothing was stored."), "warn")
    return redirect(url_for("access.login"))


def own_address(text: str | None) -> str | None:
    """The address, if it is a path of this application; so nobody is led elsewhere.

    Browsers read two slashes, backslashes too, as another site, and drop line ends.
    """
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    if any(ord(character) < 0x20 for character in text):
        return None
    return text


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in with user name and password."""
    form = SignInForm()
    after = own_address(request.values.get("next")) or url_for("today.index")
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(after)
    if not form.validate_on_submit():
        return _login_page(form, 422 if form.is_submitted() else 200)
    refusal = _try(form)
    if refusal is not None:
        form.refuse(words(refusal.sentence))
        return _login_page(form, 403)
    return redirect(after)


def _try(form: SignInForm) -> accounts.SignInRefused | None:
    """Sign in; a refusal is given back, so that its count is kept."""
    with transaction():
        try:
            user = accounts.sign_in(form.name, form.secret)
            sessions.open_for(user)
        except accounts.SignInRefused as refused:
            return refused
    begin(user)
    return None


def begin(user: User) -> None:
    """Let the cookie hold the session that was just opened for this person.

    Nothing that was in the visitor's cookie before outlives the change.
    """
    session.clear()
    session.permanent = True
    login_user(user)


def _login_page(form: SignInForm, status: int) -> ResponseReturnValue:
    page = render_template("public/login.html", form=form)
    return page, status


@bp.get("/logout")
@public
def leave() -> ResponseReturnValue:
    """Ask whether to sign out: a link from elsewhere shall not do it."""
    if not current_user.is_authenticated:
        return redirect(url_for("access.login"))
    return render_template("public/logout.html")


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """Sign out; what has been copied of the cookie opens nothing any more."""
    with transaction():
        sessions.end(session.get("_user_id", ""))
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("access.login"))


def init_app(app: Flask) -> None:
    """Bind the session to the people of the register."""
    login_manager.user_loader(users.by_session)
    login_manager.unauthorized_handler(to_sign_in)
    # The server ends sessions; a network address that changes on the way to court is
    # no reason to lose a form.
    login_manager.session_protection = None
    app.register_blueprint(bp)
