"""A visitor who reads pages rather than responses, and knows what a good page is."""

import contextvars
import secrets
from collections import Counter

from bs4 import BeautifulSoup
from flask import session, url_for
from flask_wtf.csrf import generate_csrf

from ctrack.extensions import db
from ctrack.services import sessions


class Page(BeautifulSoup):
    """A page that was opened: `page.text`, `page.select("h1")`, `page.response`."""

    def __init__(self, response):
        super().__init__(response.text, "html.parser")
        self.response = response
        self.status = response.status_code

    @property
    def heading(self):
        return self.h1.get_text(" ", strip=True)

    def form(self, selector="main form"):
        """What a browser would send if this form were submitted as it stands."""
        form = self.select_one(selector)
        assert form, f"no form {selector}"
        data = {}
        for field in form.select("[name]"):
            for value in _values(field):
                data.setdefault(field["name"], []).append(value)
        return data


class Browser:
    """One visitor with cookies of his own.

    `open` and `submit` take an endpoint and its values, or an address that begins
    with a slash. Each visit is a request of its own, with its own session of the
    database: what a view forgot to commit is gone when the test looks.
    """

    def __init__(self, app):
        self.app = app
        self.client = app.test_client()
        self.user = None
        self.last = None

    def sign_in(self, user):
        """Be this user from now on, without the ceremony of the login page."""
        key = sessions.open_for(user)
        db.session.commit()
        self.user = user
        self._keep(_user_id=key, _fresh=True)

    def open(self, where, *, expect=200, follow=False, **values):
        """Open the page; give it back parsed, or the response if it is no page."""
        return self._visit("GET", where, values, expect, follow_redirects=follow)

    def submit(self, where, *, data=None, expect=302, follow=False, **values):
        """Send the form to the page, with the token a form of this visitor holds."""
        data = {"csrf_token": self.token(), **(data or {})}
        return self._visit(
            "POST",
            where,
            values,
            expect,
            data={name: value for name, value in data.items() if value is not None},
            follow_redirects=follow,
        )

    def token(self):
        """The token that forms of this visitor hold."""
        with self.client.session_transaction() as kept:
            secret = kept.setdefault("csrf_token", secrets.token_hex(20))
        return contextvars.Context().run(self._token, secret)

    def _token(self, secret):
        with self.app.test_request_context():
            session["csrf_token"] = secret
            return generate_csrf()

    def _keep(self, **values):
        with self.client.session_transaction() as kept:
            kept.update(values)

    def _visit(self, method, where, values, expect, **details):
        url = where if where.startswith("/") else url_for(where, **values)
        if where.startswith("/") and values:
            details["query_string"] = values
        db.session.commit()
        response = contextvars.Context().run(
            self.client.open, url, method=method, **details
        )
        db.session.rollback()
        expected = expect if isinstance(expect, (set, tuple)) else {expect}
        assert response.status_code in expected, (
            f"{method} {url}: {response.status_code}\n{response.text[:4000]}"
        )
        if response.mimetype != "text/html" or response.is_json or not response.data:
            return response
        if 300 <= response.status_code < 400:
            return response
        self.last = Page(response)
        look_over(self.last, f"{method} {url}")
        return self.last


def look_over(page, where):
    """Fail where the page is not what a page must be."""
    faults = list(_faults(page))
    assert not faults, f"{where}: " + "; ".join(faults)


def _faults(page):
    for look in (_frame, _identities, _nothing_inline, _forms, _names):
        yield from look(page)


def _frame(page):
    if len(page.find_all("h1")) != 1:
        yield f"{len(page.find_all('h1'))} first headings, instead of one"
    if len(page.find_all("main")) != 1:
        yield f"{len(page.find_all('main'))} main parts, instead of one"
    if not (page.title and page.title.get_text(strip=True)):
        yield "no title"
    if not (page.html and page.html.get("lang")):
        yield "no language"


def _identities(page):
    known = Counter(tag["id"] for tag in page.select("[id]"))
    for identity, times in known.items():
        if times > 1:
            yield f"{times} elements with the id {identity}"
    for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in page.select(f"[{name}]"):
            for identity in tag[name].split():
                if identity not in known:
                    yield f"{name} points at nothing: {identity}"


def _nothing_inline(page):
    for tag in page.select("style, [style]"):
        yield f"style inside the page: {str(tag)[:80]}"
    for tag in page.select("script:not([src])"):
        # data for a script is no script
        if tag.get("type") not in {"application/json", "application/ld+json"}:
            yield f"script inside the page: {str(tag)[:80]}"
    for tag in page.find_all(True):
        if any(name.startswith("on") for name in tag.attrs):
            yield f"script inside the page: {str(tag)[:80]}"


def _forms(page):
    for form in page.find_all("form"):
        posts = form.get("method", "get").lower() == "post"
        if posts and not form.select_one("input[name=csrf_token][value]"):
            yield f"a form without csrf_token: {form.get('action')}"


def _names(page):
    for control in page.select("input, select, textarea"):
        if not _is_labelled(control, page):
            yield f"a control without a label: {str(control)[:120]}"
    for button in page.select("button, a[href]"):
        named = button.get("aria-label") or button.get_text(strip=True)
        if not named and not button.select_one("img[alt]:not([alt=''])"):
            yield f"a button or link without a name: {str(button)[:120]}"
    for image in page.select("img:not([alt])"):
        yield f"an image without alt: {str(image)[:120]}"


def _is_labelled(control, page):
    if control.get("type") in {"hidden", "submit", "button", "reset", "image"}:
        return True
    if control.get("aria-label") or control.get("aria-labelledby"):
        return True
    if control.find_parent("label"):
        return True
    identity = control.get("id")
    return bool(identity and page.find("label", attrs={"for": identity}))


def _values(field):
    if field.has_attr("disabled") or field.get("type") in {"submit", "button", "file"}:
        return
    if field.get("type") in {"checkbox", "radio"}:
        if field.has_attr("checked"):
            yield field.get("value", "on")
    elif field.name == "select":
        options = field.select("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not field.has_attr("multiple"):
            chosen = options[:1]
        for option in chosen:
            yield option.get("value", option.get_text(strip=True))
    elif field.name == "textarea":
        yield field.get_text().removeprefix("\r").removeprefix("\n")
    elif field.name == "input":
        yield field.get("value", "")
