"""Registering and taking a step, beside a view that does the least a view must do."""

from flask import request
from sqlalchemy import text

from ctrack import clock
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db
from ctrack.models import Nature
from ctrack.queries import mla_requests, reference_data, users
from ctrack.web.access import signed_in
from ctrack.web.forms.registration import RegistrationForm
from ctrack.web.forms.steps import Choices, step_form
from tests.bench.results import Result
from tests.bench.server import Server

TARGET = 3.0
ROUNDS = 60


ROWS = {"registration": "registration", "step": "a step of the life cycle"}


def measure(registers, database, requests, wanted):
    """A result for registration and one for a step of the life cycle.

    On a copy, since the register is changed.
    """
    server = Server(registers.copy(database, requests), registers.folder, "clerk")
    Floors(server)
    places = []
    registered = _registration(server, places)
    if "registration" in wanted:
        yield registered
    if "step" in wanted:
        yield _step(server, places)
    server.leave()


class Floors:
    """Views that validate the same form and commit one row, and do nothing else."""

    def __init__(self, server):
        with server.app.app_context():
            db.session.execute(text("CREATE TABLE bench_row (id INTEGER, note TEXT)"))
            db.session.commit()
        server.add_view("/bench/registration", self.registration, methods=["POST"])
        server.add_view("/bench/step", self.step, methods=["POST"])
        self._kept = {}

    def registration(self):
        natures, officers = self._choices()
        form = RegistrationForm().prepare(Direction.INCOMING, natures, officers)
        assert form.validate(), form.errors
        return self._commit()

    def step(self):
        step = STEPS[Direction.INCOMING]["review"]
        form = step_form(
            step,
            self._request(),
            Choices(),
            by=signed_in(),
            typed=request.form,
        )
        assert form.is_complete(), form.errors
        return self._commit()

    def _commit(self):
        db.session.execute(text("INSERT INTO bench_row VALUES (1, 'one row')"))
        db.session.commit()
        return "", 302, {"Location": "/"}

    def _choices(self):
        """What the form offers, held in memory."""
        if "choices" not in self._kept:
            natures = reference_data.words(Nature, clock.today())
            officers = users.assignable(signed_in().central_authority_id)
            self._kept["choices"] = natures, officers
            db.session.expunge_all()
        return self._kept["choices"]

    def _request(self):
        """A request, held in memory."""
        if "request" not in self._kept:
            reference = request.args["reference"]
            self._kept["request"] = mla_requests.by_reference(
                reference, seen_by=signed_in()
            )
            db.session.expunge_all()
        return self._kept["request"]


def _form(number):
    today = clock.today().isoformat()
    return {
        "direction": "incoming",
        "partner_state": "IT",
        "partner_authority": "Ministero della Giustizia",
        "partner_reference": f"EP {number}/{today} bench",
        "received_on": today,
        "subject": f"Bank records of an invented company, number {number}",
        "legal_bases": ["UNTOC art. 18", "COE030 art. 3"],
        "natures": ["DOCUMENTS", "TESTIMONY"],
        "offences": ["LAUNDERING"],
        "persons-0-name": f"Giovanni Esempio {number}",
        "persons-0-role": "SUSPECT",
        "urgency": "NORMAL",
        "submission_key": f"bench-{number}",
    }


def _registration(server, places):
    times, floor = [], []
    for turn in range(ROUNDS + 3):
        form = _form(turn)
        seconds, place = server.send("/requests/new?direction=incoming", form)
        places.append(place)
        at_least, _ = server.send("/bench/registration", form)
        if turn >= 3:
            times.append(seconds)
            floor.append(at_least)
    return Result(ROWS["registration"], TARGET, times, floor)


def _step(server, places):
    times, floor = [], []
    for turn, place in enumerate(places):
        form = {"on": clock.today().isoformat(), "note": "Looked at."}
        seconds, _ = server.send(f"{place}/actions/review", form)
        reference = place.rpartition("/")[2]
        at_least, _ = server.send(f"/bench/step?reference={reference}", form)
        if turn >= 3:
            times.append(seconds)
            floor.append(at_least)
    return Result(ROWS["step"], TARGET, times, floor)
