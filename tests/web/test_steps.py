"""Taking steps: the form asks exactly what the table says, and the server refuses."""

from datetime import date, timedelta

import pytest

from ctrack import clock
from ctrack.domain.lifecycle import STEPS, in_the_way
from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome, RequestForm
from ctrack.extensions import db
from ctrack.models import MLARequest

from ..cases import FULL, PART, Case, events_of, incoming, outgoing

WALKS = {
    "registered": (incoming, ()),
    "under review": (incoming, ("review",)),
    "consulted": (incoming, ("review", "consult")),
    "asked for information": (incoming, ("review", "request-information")),
    "accepted": (incoming, ("review", "accept")),
    "postponed": (incoming, ("review", "consult", "postpone")),
    "refused": (incoming, ("review", "consult", "refuse")),
    "draft": (outgoing, ()),
    "in translation": (outgoing, ("translate",)),
    "returned": (outgoing, ("return-to-originator",)),
    "sent": (outgoing, ("send",)),
    "acknowledged": (outgoing, ("send", "record-acknowledgement")),
    "asked by them": (outgoing, ("send", "record-question")),
    "postponed abroad": (outgoing, ("send", "record-postponement")),
    "refused abroad": (outgoing, ("send", "record-refusal")),
    "no longer needed": (outgoing, ("send", "no-longer-needed")),
}


def walked(name):
    record, codes = WALKS[name]
    return Case(record()).walk(*codes)


def address(case, code):
    db.session.commit()
    return f"/requests/{case.request.reference}/actions/{code}"


def status(case):
    db.session.expire_all()
    return db.session.get(MLARequest, case.request.id).status


def faults(page):
    return page.select_one("#faults").get_text(" ", strip=True)


@pytest.fixture
def executed(make):
    """A request of two measures, both provided."""
    case = Case().walk("review", "accept")
    case.record(m1=FULL, m2=FULL)
    return case


# ------------------------------------------------------------------ the whole table


@pytest.mark.parametrize("name", WALKS)
def test_each_step_opens_where_the_table_says_and_is_refused_elsewhere(
    supervisor, make, name
):
    case = walked(name)
    standing = case.request.standing

    for code, step in STEPS[case.request.direction].items():
        reason = in_the_way(standing, step)
        page = supervisor.open(
            address(case, code), expect=409 if reason is not None else 200
        )
        assert page.heading == step.label
        form = page.select_one("main form.form")
        assert (form is None) == (reason is not None)
        if form is not None:
            assert form.select_one(f"[name={step.milestone or 'on'}]")
            assert form.select_one("[name=seen]")


@pytest.mark.parametrize("name", WALKS)
def test_a_step_that_is_not_open_changes_nothing(supervisor, make, name):
    case = walked(name)
    standing, before = case.request.standing, len(case.events)

    for code, step in STEPS[case.request.direction].items():
        if in_the_way(standing, step) is None:
            continue
        form = {"on": "2020-04-01", "note": "n", "reasons": "r", "outcome": "LAPSED"}
        page = supervisor.submit(address(case, code), data=form, expect={409, 422})
        assert page.select_one("[role=alert]")

    assert len(events_of(case.request)) == before
    assert status(case) is standing.status


def test_a_step_that_does_not_exist_is_not_found(clerk, make):
    clerk.open(address(Case(), "celebrate"), expect=404)
    clerk.open(address(Case(), "send"), expect=404)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_may_take_steps_do(sign_in, make, role):
    authority = make.Authority() if role is Role.AUTHORITY else None
    case = Case()
    person = sign_in(role=role, authority=authority)
    may = Permission.TAKE_STEPS in GRANTS[role]

    person.open(address(case, "review"), expect=200 if may else 403)
    person.submit(
        address(case, "review"),
        data={"on": "2020-04-01"},
        expect=302 if may else 403,
    )

    moved = Status.UNDER_REVIEW if may else Status.REGISTERED
    assert status(case) is moved


def test_a_clerk_does_not_reopen(clerk, supervisor, make):
    case = Case()
    case.take("close", outcome=Outcome.WITHDRAWN)

    clerk.open(address(case, "reopen"), expect=403)
    clerk.submit(
        address(case, "reopen"), data={"on": "2020-04-01", "reasons": "x"}, expect=403
    )
    supervisor.submit(
        address(case, "reopen"), data={"on": "2020-04-01", "reasons": "x"}
    )

    assert status(case) is Status.UNDER_REVIEW


# ----------------------------------------------------------------------- the forms


def test_a_step_says_what_follows_and_is_filled_with_what_is_likely(clerk, make):
    page = clerk.open(address(Case().walk("review"), "accept"))

    standing = page.select_one(".standing").get_text(" ", strip=True)
    assert "Under review" in standing
    assert "Accepted" in standing
    form = page.form("main form.form")
    assert form["primary_basis"] == ["UNTOC"]
    assert form["applied_bases"] == ["UNTOC", "COE030"]
    assert page.select_one(".button--primary").get_text(strip=True) == "Accept"


def test_what_was_executed_before_it_was_reopened_is_promised_and_kept(clerk, executed):
    executed.walk("send-results")
    executed.take("close", outcome=Outcome.GRANTED_FULL)
    executed.take("reopen")
    accepting = address(executed, "accept")

    page = clerk.open(accepting)
    clerk.submit(accepting, data=page.form("main form.form"))

    promised = page.select(".standing dd")[-1].get_text(" ", strip=True)
    assert promised.startswith("Executed")
    assert status(executed) is Status.EXECUTED


def test_a_step_is_taken_and_told(clerk, make):
    case = Case().walk("review")

    response = clerk.submit(
        address(case, "accept"),
        data={
            "accepted_on": "6 Mar 2020",
            "primary_basis": "COE030",
            "applied_bases": ["UNTOC"],
            "conditions": "Not for tax purposes",
        },
    )

    page = clerk.open(response.location)
    assert page.select_one(".notice--good").get_text(strip=True).startswith("Saved.")
    assert "accepted the request under COE030" in page.text
    assert status(case) is Status.ACCEPTED
    stored = db.session.get(MLARequest, case.request.id)
    assert stored.accepted_on == date(2020, 3, 6)
    assert stored.primary_basis.instrument_code == "COE030"
    assert {b.instrument_code for b in stored.bases if b.is_applied} == {
        "UNTOC",
        "COE030",
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": ""}, "Give the day"),
        ({"on": "31 Feb 2020"}, "“31 Feb 2020” is not a day"),
        ({"on": "2999-01-01"}, "lies outside the years"),
        ({"on": "2020-03-01"}, "lies before the request itself"),
        ({"note": ""}, "Write what there is to note"),
        ({"note": "x" * 20_001}, "longer than 20,000 characters"),
    ],
)
def test_a_mistake_is_told_with_everything_typed_kept(clerk, make, typed, sentence):
    case = Case()
    form = {"on": "2020-04-01", "note": "They called."} | typed

    page = clerk.submit(address(case, "note"), data=form, expect=422)

    assert sentence in faults(page)
    assert page.form("main form.form")["note"] == [form["note"]]
    assert page.form("main form.form")["on"] == [form["on"]]
    assert len(events_of(case.request)) == 1


def test_a_day_to_come_is_refused(clerk, make):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    page = clerk.submit(address(Case(), "review"), data={"on": tomorrow}, expect=422)

    assert "has not come yet" in faults(page)
    assert page.select_one("#faults a")["href"] == "#on"


def test_a_supervisor_may_accept_days_out_of_order_with_a_note(
    clerk, supervisor, make, executed
):
    before = {"results_sent_on": "2020-03-04"}
    where = address(executed, "send-results")

    assert not clerk.submit(where, data=before, expect=422).select(
        "[name=override_note]"
    )
    page = supervisor.submit(where, data=before, expect=422)
    assert page.select("[name=override_note]")
    clerk.submit(where, data=before | {"override_note": "I say so"}, expect=422)
    supervisor.submit(where, data=before | {"override_note": "The stamp is wrong."})

    assert status(executed) is Status.RESULTS_TRANSMITTED


def test_grounds_that_the_bases_forbid_are_warned_about_and_refused(clerk, make):
    case = Case().walk("review", "consult")

    page = clerk.open(address(case, "refuse"))
    assert "no lawful grounds" in page.select_one(".notice--warn").get_text()
    assert "Bank secrecy" in page.select_one(".notice--warn").get_text()

    page = clerk.submit(
        address(case, "refuse"),
        data={"on": "2020-04-01", "refusal_grounds": "BANK_SECRECY", "reasons": "r"},
        expect=422,
    )
    assert "is not a lawful ground under UNTOC" in faults(page)
    assert page.form("main form.form")["reasons"] == ["r"]


def test_grounds_that_other_treaties_forbid_are_warned_about_and_taken(clerk, make):
    case = Case(bases=["COE030"]).walk("review", "consult")

    page = clerk.open(address(case, "refuse"))
    warning = page.select_one(".notice--warn").get_text(" ", strip=True)
    assert "Bank secrecy (ruled out by UN1988, UNCAC, UNTOC" in warning
    assert "no lawful grounds" not in warning

    data = {"on": "2020-04-01", "refusal_grounds": "BANK_SECRECY", "reasons": "Art. 2"}
    clerk.submit(address(case, "refuse"), data=data)
    assert status(case) is Status.REFUSED


def test_help_given_on_a_word_is_closed_by_a_supervisor_who_says_why(
    clerk, supervisor, make
):
    case = Case(form=RequestForm.ORAL).walk("review", "accept")
    case.record(m1=FULL, m2=FULL)
    case.walk("send-results")
    where = address(case, "close")
    data = {"on": "2020-04-01", "outcome": "GRANTED_FULL"}

    page = clerk.open(where, expect=409)
    assert "has not been confirmed in writing" in page.select_one("[role=alert]").text
    page = supervisor.open(where)
    assert "Go on all the same, because" in page.select_one("form.form").text
    page = supervisor.submit(where, data=data, expect=422)
    assert "Say why it is done all the same." in faults(page)
    supervisor.submit(where, data=data | {"override_note": "Their office is gone."})
    assert status(case) is Status.CLOSED
    page = clerk.open(f"/requests/{case.request.reference}")
    told = page.select_one(".timeline").get_text(" ", strip=True)
    assert "Accepted all the same, because: Their office is gone." in told


def test_grounds_are_read_from_codes_and_labels(clerk, make):
    case = Case().walk("review", "consult")

    clerk.submit(
        address(case, "refuse"),
        data={
            "on": "2020-04-01",
            "refusal_grounds": "essential_interests; DUAL_CRIMINALITY",
            "reasons": "Both.",
        },
    )

    db.session.expire_all()
    grounds = [g.ground_code for g in case.request.grounds]
    assert grounds == ["ESSENTIAL_INTERESTS", "DUAL_CRIMINALITY"]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("withdrawn", Outcome.WITHDRAWN), ("Returned as deficient", Outcome.RETURNED)],
)
def test_an_outcome_is_chosen_by_code_or_label(clerk, make, code, outcome):
    case = Case()

    clerk.submit(
        address(case, "close"), data={"closed_on": "2020-04-01", "outcome": code}
    )

    assert status(case) is Status.CLOSED
    assert case.request.outcome is outcome


def test_the_likely_outcome_is_proposed(clerk, executed):
    executed.walk("send-results")

    form = clerk.open(address(executed, "close")).form("main form.form")

    assert form["outcome"] == ["GRANTED_FULL"]


def test_closing_with_pending_measures_says_what_to_do(clerk, make):
    page = clerk.submit(
        address(Case().walk("review", "accept"), "close"),
        data={"closed_on": "2020-04-01", "outcome": "GRANTED_FULL"},
        expect=422,
    )

    assert "Measures without an outcome: 2" in faults(page)


def test_a_request_is_assigned(clerk, sign_in, make):
    officer = make.User(name="Kwame Osei")
    case = Case()

    clerk.submit(
        address(case, "assign"),
        data={"on": "2020-04-01", "officer": officer.username},
    )

    db.session.expire_all()
    assert case.request.officer.name == "Kwame Osei"


def test_outcomes_of_ours_are_recorded_measure_by_measure(clerk, make):
    case = Case().walk("review", "accept")
    first, second = case.request.measures
    page = clerk.open(address(case, "record-outcome"))
    assert page.select(f"#measure_{first.id}")

    clerk.submit(
        address(case, "record-outcome"),
        data={"executed_on": "2020-04-01", f"measure_{first.id}": "PROVIDED_PARTIAL"},
    )

    assert status(case) is Status.PARTIALLY_EXECUTED
    assert first.outcome is PART
    assert second.outcome is MeasureOutcome.PENDING


def test_an_oral_request_is_confirmed(clerk, make):
    case = Case(form=RequestForm.ORAL)

    clerk.submit(
        address(case, "confirm-in-writing"),
        data={"confirmed_in_writing_on": "2020-04-01"},
    )

    db.session.expire_all()
    assert case.request.confirmed_in_writing_on == date(2020, 4, 1)


# -------------------------------------------------------------- several authorities


@pytest.fixture
def accepted(make):
    return Case(natures=["DOCUMENTS", "TESTIMONY", "SERVICE"]).walk("review", "accept")


def test_a_request_goes_to_several_authorities_at_once(clerk, make, accepted):
    court, police = make.Authority(name="High Court"), make.Authority(name="Police")
    one, two, three = [str(m.id) for m in accepted.request.measures]

    response = clerk.submit(
        address(accepted, "transfer"),
        data={
            "transferred_on": "2020-04-01",
            "transfers-0-authority": str(court.id),
            "transfers-0-measures": [one, two],
            "transfers-0-due_on": "1 May 2020",
            "transfers-0-note": "Urgently, please.",
            "transfers-1-authority": str(police.id),
            "transfers-1-measures": [three],
        },
    )

    assert status(accepted) is Status.TRANSFERRED
    sent = [
        (t.authority.name, len(t.cells), t.due_on, t.note)
        for t in accepted.request.transfers
    ]
    assert sent == [
        ("High Court", 2, date(2020, 5, 1), "Urgently, please."),
        ("Police", 1, None, ""),
    ]
    assert "High Court, Police" in clerk.open(response.location).text


def test_another_authority_is_added_without_script(clerk, make, accepted):
    court = make.Authority(name="High Court")
    page = clerk.open(address(accepted, "transfer"))
    form = page.form("main form.form") | {
        "transfers-0-authority": str(court.id),
        "transfers-0-note": "Urgently.",
    }

    page = clerk.submit(
        address(accepted, "transfer"), data=form | {"add_transfer": "1"}, expect=200
    )

    again = page.form("main form.form")
    assert again["transfers-0-note"] == ["Urgently."]
    assert again["transfers-1-authority"] == [""]
    assert status(accepted) is Status.ACCEPTED

    clerk.submit(address(accepted, "transfer"), data=again)
    assert len(accepted.request.transfers) == 1


def test_the_measures_that_lie_with_nobody_are_ticked(clerk, make, accepted):
    accepted.send(make.Authority(name="High Court"), 1)

    page = clerk.open(address(accepted, "transfer"))

    ids = [str(measure.id) for measure in accepted.request.measures]
    assert page.form("main form.form")["transfers-0-measures"] == ids[1:]
    assert "lies with High Court" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"transfers-0-authority": ""}, "Choose an authority"),
        ({"transfers-0-measures": []}, "Choose at least one measure"),
        ({"transfers-0-authority": "999999"}, "is not in the list"),
        ({"transfers-0-due_on": "31 Feb"}, "“31 Feb” is not a day"),
        ({"transfers-0-due_on": "1 Mar 2020"}, "would be due before it is sent"),
    ],
)
def test_a_mistake_in_a_transfer_is_told(clerk, make, accepted, typed, sentence):
    court = make.Authority(name="High Court")
    form = clerk.open(address(accepted, "transfer")).form("main form.form")
    form |= {
        "transferred_on": "2020-04-01",
        "transfers-0-authority": str(court.id),
        "transfers-0-due_on": "",
        "transfers-0-note": "Kept.",
    }

    page = clerk.submit(address(accepted, "transfer"), data=form | typed, expect=422)

    assert sentence in faults(page)
    assert page.form("main form.form")["transfers-0-note"] == ["Kept."]
    assert page.select_one(page.select_one("#faults a")["href"])
    assert not accepted.request.transfers


def test_a_script_names_the_authorities_only(clerk, make, accepted):
    court, police = make.Authority(code="COURT"), make.Authority(name="The Police")

    clerk.submit(
        address(accepted, "transfer"),
        data={"on": "2020-04-01", "transferred_to": ["COURT", "the police"]},
    )

    db.session.expire_all()
    sent = {t.authority_id: len(t.cells) for t in accepted.request.transfers}
    assert sent == {court.id: 3, police.id: 3}


# ------------------------------------------------------------- two at the same time


def test_the_second_is_told_what_the_first_did_and_loses_nothing(clerk, make, sign_in):
    case = Case().walk("review")
    other = sign_in(role=Role.CLERK, name="Kwame Osei")
    form = clerk.open(address(case, "accept")).form("main form.form")
    form |= {"conditions": "Only for this case", "accepted_on": "2020-04-02"}
    other.submit(
        address(case, "consult"), data={"on": "2020-04-01", "note": "By telephone."}
    )

    page = clerk.submit(address(case, "accept"), data=form, expect=409)

    told = page.select_one("[aria-labelledby=meanwhile]").get_text(" ", strip=True)
    assert "Kwame Osei recorded a consultation" in told
    assert "By telephone." in told
    kept = page.form("main form.form")
    assert kept["conditions"] == ["Only for this case"]
    assert kept["accepted_on"] == ["2020-04-02"]
    assert status(case) is Status.UNDER_REVIEW

    clerk.submit(address(case, "accept"), data=kept)
    assert status(case) is Status.ACCEPTED


def test_the_second_is_told_when_the_step_is_not_open_any_more(clerk, make, sign_in):
    case = Case().walk("review")
    other = sign_in(role=Role.CLERK, name="Kwame Osei")
    form = clerk.open(address(case, "accept")).form("main form.form")
    other.submit(
        address(case, "accept"),
        data={"accepted_on": "2020-04-01", "primary_basis": "UNTOC"},
    )

    page = clerk.submit(
        address(case, "accept"), data=form | {"conditions": "Mine"}, expect=409
    )

    text = page.select_one("main").get_text(" ", strip=True)
    assert "Kwame Osei accepted the request" in text
    assert "the request is at the stage “Accepted”" in text
    assert page.select_one("[name=conditions]").get_text(strip=True) == "Mine"
    assert not page.select("main form.form .button--primary")


def test_pressing_twice_takes_the_step_once(clerk, make):
    case = Case()
    form = clerk.open(address(case, "note")).form("main form.form") | {"note": "Once."}

    clerk.submit(address(case, "note"), data=form)
    clerk.submit(address(case, "note"), data=form, expect=409)

    assert [e.kind for e in events_of(case.request)] == ["REGISTERED", "NOTED"]


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "999999"])
def test_what_a_form_has_seen_cannot_do_harm(clerk, make, seen):
    case = Case()

    clerk.submit(
        address(case, "note"), data={"on": "2020-04-01", "note": "n", "seen": seen}
    )

    assert len(events_of(case.request)) == 2


def test_a_wrong_token_takes_no_step(clerk, make):
    case = Case()

    clerk.submit(
        address(case, "review"),
        data={"on": "2020-04-01", "csrf_token": "guessed"},
        expect=400,
    )

    assert status(case) is Status.REGISTERED


def test_a_step_costs_the_same_however_large_the_request(clerk, make, count_queries):
    def cost(natures, authorities):
        case = Case(natures=natures).walk("review", "accept")
        for _ in range(authorities):
            case.send(make.Authority())
        where = address(case, "note")
        form = {"on": "2021-04-01", "note": "n"}
        with count_queries() as sent:
            clerk.submit(where, data=form)
        return len(sent)

    few = cost(["DOCUMENTS"], 1)
    many = cost(["DOCUMENTS", "TESTIMONY", "SERVICE", "EXAMINE", "OTHER"], 6)

    assert many == few


def test_a_request_of_ours_is_sent_and_answered(clerk, make):
    case = Case(outgoing())
    assert case.request.direction is Direction.OUTGOING

    clerk.submit(address(case, "send"), data={"sent_on": "2020-04-01"})
    clerk.submit(
        address(case, "record-acknowledgement"),
        data={"acknowledged_on": "2020-04-09", "partner_reference": "FR 12/2020"},
    )
    outcomes = {f"measure_{m.id}": "PROVIDED_FULL" for m in case.request.measures}
    clerk.submit(
        address(case, "record-response"),
        data=outcomes | {"executed_on": "2020-06-01"},
    )

    assert status(case) is Status.RESPONSE_COMPLETE
    assert "FR 12/2020" in clerk.open(f"/requests/{case.request.reference}").text
