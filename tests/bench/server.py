"""The application under measurement: visits, what a page asked for, and its floor."""

import time
from contextlib import contextmanager

from flask import g, request, template_rendered
from sqlalchemy import event, select, text

from ctrack import create_app
from ctrack.extensions import db, transaction
from ctrack.models import CentralAuthority
from ctrack.queries import kept_lists, memory, users
from ctrack.queries.memory import LAST_EVENT
from ctrack.services import sessions
from ctrack.web.access import public

FLOOR = "/bench/floor"
ASKING = {"SELECT", "WITH"}
AROUND = {"BEGIN", "COMMIT", "ROLLBACK"}


class Server:
    """One application, and one visitor who is signed in to it."""

    def __init__(self, url, folder, username):
        self.app = create_app(
            {
                "CTRACK_DATABASE_URL": url,
                "CTRACK_INSTANCE": str(folder / "instance"),
                "CTRACK_STATE": "AU",
                "WTF_CSRF_ENABLED": True,
            }
        )
        self.floors = {}
        self.add_view(FLOOR, self._floor)
        self.client = self.app.test_client()
        self.username = username
        self._sign_in(username)

    def add_view(self, address, view, **options):
        """Let the application answer at an address of the bench's own."""

        def answer():
            return view()

        options.setdefault("endpoint", address)
        self.app.add_url_rule(address, view_func=public(answer), **options)

    def _sign_in(self, username):
        with self.app.app_context(), transaction():
            identity = sessions.open_for(users.by_username(username))
        with self.client.session_transaction() as kept:
            kept.update(_user_id=identity, _fresh=True, csrf_token="0" * 40)

    def leave(self):
        """Give the connections back, so that the database can be copied."""
        with self.app.app_context():
            db.engine.dispose()

    def token(self):
        """What a form of this visitor holds against forgery."""
        from itsdangerous import URLSafeTimedSerializer

        serializer = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token")
        return serializer.dumps("0" * 40)

    def visit(self, address, *, expect=200):
        """Open a page; gives the seconds it took and the page."""
        began = time.perf_counter()
        response = self.client.get(address)
        data = response.get_data()
        seconds = time.perf_counter() - began
        if response.status_code != expect:
            raise SystemExit(f"{address}: {response.status_code}\n{data[:2000]}")
        return seconds, data

    def send(self, address, form, *, expect=302):
        """Send a form; gives the seconds it took and where it led."""
        data = {"csrf_token": self.token(), **form}
        began = time.perf_counter()
        response = self.client.post(address, data=data)
        page = response.get_data()
        seconds = time.perf_counter() - began
        if response.status_code != expect:
            raise SystemExit(f"{address}: {response.status_code}\n{page.decode()}")
        self._read_messages()
        return seconds, response.headers.get("Location")

    def _read_messages(self):
        """What the page that follows would show, or the cookie grows with each form."""
        with self.client.session_transaction() as kept:
            kept.pop("_flashes", None)

    def keep_floor(self, address, *, anew=False):
        """Keep what a page is made of; gives its statements.

        It is opened once before: what the application then remembers costs nothing,
        unless it is to be counted `anew`.
        """
        self.visit(address)
        if anew:
            memory.forget()
        with self.statements() as sent, self._templates() as rendered:
            _, page = self.visit(address)
        template, context = rendered[-1]
        self.floors[address] = (sent, template, context, *self._known())
        _, floor = self.visit_floor(address)
        if abs(len(floor) - len(page)) > len(page) / 50:
            raise SystemExit(f"{address}: the floor is another page")
        return sent

    def _known(self):
        """How far the log is, and the key of the lists: what is remembered holds."""
        with self.app.app_context():
            last = db.session.execute(select(LAST_EVENT)).one_or_none()
            key = db.session.scalar(select(CentralAuthority.lists_key))
            return last or (None, None), key

    def visit_floor(self, address):
        """Let the floor of a page be made; gives the seconds it took and the page."""
        return self.visit(f"{FLOOR}?{address}")

    def _floor(self):
        """The bare SQL of the page, and its template with rows held in memory."""
        sent, template, context, last, key = self.floors[request.query_string.decode()]
        g._login_user = context["current_user"]  # held in memory like the rows
        db.session.begin()
        memory.note_last_event(*last)
        kept_lists.note_key(key)
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            for statement, values in sent:
                cursor.execute(statement, values)
                cursor.fetchall()
            cursor.close()
        finally:
            connection.close()
        return template.render(context)

    def statements_of(self, address):
        """Every statement that a page sends, once it has been opened before."""
        self.visit(address)
        with self.statements(everything=True) as sent:
            self.visit(address)
        return sent

    def bare(self, statements):
        """Send these statements to the driver; gives the seconds until all is fetched.

        In one transaction, which is undone.
        """
        with self.app.app_context():
            connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            began = time.perf_counter()
            for statement, values in statements:
                cursor.execute(statement, values)
                if cursor.description:
                    cursor.fetchall()
            seconds = time.perf_counter() - began
            cursor.close()
        finally:
            connection.rollback()
            connection.close()
        return seconds

    @contextmanager
    def statements(self, *, everything=False):
        """What is sent to the database inside the block; what asks, or everything."""
        sent = []

        def keep(_connection, _cursor, statement, values, *_):
            word = statement.split(maxsplit=1)[0].upper()
            if word in ASKING or (everything and word not in AROUND):
                sent.append((statement, values))

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", keep)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", keep)

    @contextmanager
    def _templates(self):
        rendered = []

        def keep(_app, template, context, **_):
            rendered.append((template, context))

        with template_rendered.connected_to(keep, self.app):
            yield rendered

    def scalars(self, statement, **values):
        """The first column of what the database answers."""
        with self.app.app_context():
            return list(db.session.execute(text(statement), values).scalars())
