"""The pages of transfers: the list, one transfer, and each of its steps."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.permissions import Role
from ctrack.domain.records import MeasureRecord, PersonRecord
from ctrack.domain.transfers import TRANSFER_STEPS, TransferStatus
from ctrack.domain.vocabulary import Confidentiality, MeasureOutcome, PartyRole
from ctrack.extensions import db
from ctrack.models import Event, Transfer
from ctrack.services import pauses
from ctrack.web.wording import day
from tests.cases import FULL, Case

RECEIVED = clock.today() - timedelta(days=60)
TOMORROW = (clock.today() + timedelta(days=1)).isoformat()
SECRET = "Known to the office only."


@pytest.fixture
def court(make):
    return make.Authority(code="COURT", name="High Court at Port Callan")


@pytest.fixture
def police(make):
    return make.Authority(code="POLICE", name="National Police")


@pytest.fixture
def judge(sign_in, court):
    return sign_in(role=Role.AUTHORITY, authority=court, name="Maud Ferreira")


@pytest.fixture
def case(make):
    """An accepted request of two months ago, with three measures and two persons."""
    case = Case(
        received_on=RECEIVED,
        natures=["DOCUMENTS", "TESTIMONY", "SERVICE"],
        remarks=SECRET,
        persons=[
            PersonRecord("حسام الدين", PartyRole.SUSPECT, "1979", "EG"),
            PersonRecord("Людмила Гречко", PartyRole.WITNESS, "1971-08-30"),
        ],
    )
    return case.walk("review", "accept")


@pytest.fixture
def sent(case, court):
    """Two of the measures, at the court."""
    return case.send(court, 1, 2, note="The holder is not to be told.")


def fresh(transfer):
    """The transfer as the database has it."""
    db.session.expire_all()
    return db.session.get(Transfer, transfer.id)


def history(transfer):
    lines = db.select(Event).where(Event.transfer_id == transfer.id).order_by(Event.id)
    return [line.kind for line in db.session.scalars(lines)]


def form_of(browser, transfer, code):
    """The form of the step as a browser would send it."""
    page = browser.open("transfers.take", transfer_id=transfer.id, code=code)
    return page.form("main form")


def send(browser, transfer, code, data, **answers):
    return browser.submit(
        "transfers.take",
        transfer_id=transfer.id,
        code=code,
        data=data,
        **({"expect": 302} | answers),
    )


def take(browser, transfer, code, **typed):
    """Open the form, type, and press the button."""
    return send(browser, transfer, code, form_of(browser, transfer, code) | typed)


# ---------------------------------------------------------------------- who opens it


ADDRESSES = ["/transfers", "/transfers/{id}", "/transfers/{id}/actions/progress"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (Role.CLERK, (200, 200, 200)),
        (Role.SUPERVISOR, (200, 200, 200)),
        (Role.AUDITOR, (200, 200, 403)),
        (Role.STATISTICIAN, (403, 403, 403)),
        (Role.ADMIN, (403, 403, 403)),
    ],
)
def test_roles_of_the_office_open_what_is_theirs(
    sign_in, case, sent, role, answers, address
):
    case.tell(sent, "take-in-charge")
    expected = answers[ADDRESSES.index(address)]

    sign_in(role=role).open(address.format(id=sent.id), expect=expected)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_authority_opens_its_own_and_nothing_of_others(
    judge, sign_in, case, sent, police, address
):
    case.tell(sent, "take-in-charge")
    neighbour = sign_in(role=Role.AUTHORITY, authority=police)

    judge.open(address.format(id=sent.id))
    neighbour.open(
        address.format(id=sent.id), expect=200 if address == "/transfers" else 404
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_is_led_to_the_login(anonymous, sent, address):
    anonymous.open(address.format(id=sent.id), expect=302)


def test_a_restricted_request_hides_its_transfers_from_the_office(
    judge, supervisor, case, sent
):
    case.request.confidentiality = Confidentiality.RESTRICTED

    supervisor.open("transfers.show", transfer_id=sent.id, expect=404)
    supervisor.open("transfers.take", transfer_id=sent.id, code="recall", expect=404)
    judge.open("transfers.show", transfer_id=sent.id)


@pytest.mark.parametrize("role", Role)
def test_a_step_is_taken_only_by_those_whose_role_carries_it(
    sign_in, case, sent, court, role
):
    """By sending the form directly, too."""
    case.tell(sent, "take-in-charge")
    case.tell(sent, "query", note="Which period?")
    browser = sign_in(role=role, authority=court if role is Role.AUTHORITY else None)
    for code in ("answer", "decline", "report", "recall"):
        step = TRANSFER_STEPS[code]
        if not browser.user.may(step.permission):
            send(browser, sent, code, {"on": "", "note": "No."}, expect=403)

    assert history(sent)[-1] == "TRANSFER_QUERY"


def test_a_step_that_does_not_exist_is_not_found(judge, sent):
    judge.open("transfers.take", transfer_id=sent.id, code="swallow", expect=404)


@pytest.mark.parametrize("number", [0, 4_000_000_000, 10**25])
def test_a_transfer_that_does_not_exist_is_not_found(clerk, number):
    clerk.open(f"/transfers/{number}", expect=404)


# -------------------------------------------------------------------------- the list


def test_an_authority_reads_what_is_to_be_done_in_groups(judge, case, sent, court):
    other = case.send(court, 3)
    case.tell(other, "take-in-charge")

    page = judge.open("transfers.index")

    assert page.heading == "Requests to execute"
    groups = [h2.get_text(" ", strip=True) for h2 in page.select("main h2")]
    assert groups == ["To take in charge 1", "Open 1"]
    assert [a.text for a in page.select("main tbody a")] == [case.request.reference] * 2


def test_an_authority_reads_no_name_of_another(judge, case, sent, police):
    case.tell(case.send(police, 3), "take-in-charge")

    for address in ADDRESSES[:2]:
        assert police.name not in judge.open(address.format(id=sent.id)).text


def test_the_office_reads_what_is_late_and_by_how_much(clerk, case, court, police):
    due_on = clock.today() - timedelta(days=4)
    case.send(court, 1, due_on=due_on)
    case.send(police, 2)

    page = clerk.open("transfers.index", overdue=1)

    (row,) = page.select("main tbody tr")
    assert "4 days late" in row.text
    assert day(due_on) in row.text
    assert court.name in row.text
    assert [a.get_text(" ", strip=True) for a in page.select(".tabs a")] == [
        "All 2",
        "Late 1",
    ]


def test_what_waits_for_something_else_is_late_nowhere(clerk, sign_in, case, court):
    """While its request is paused: on the list, the request and at the office."""
    case.send(court, 1, due_on=clock.today() - timedelta(days=4))
    pauses.begin(case.request, PauseCategory.COURT, clock.today(), by=case.clerk)
    db.session.commit()
    supervisor = sign_in(role=Role.SUPERVISOR)

    tabs = clerk.open("transfers.index").select(".tabs a")
    page = clerk.open(f"/requests/{case.request.reference}")
    office = supervisor.open("/office").select_one(
        "section[aria-labelledby=authorities]"
    )

    assert [a.get_text(" ", strip=True) for a in tabs] == ["All 1", "Late 0"]
    assert not page.select("section[aria-labelledby=transfers] .due--late")
    assert not office.select("a.due--late")


def test_the_list_is_cut_by_filters_that_can_be_taken_away(clerk, case, sent, police):
    other = case.send(police, 3)
    case.tell(other, "take-in-charge", authority_reference="PN 77")

    def rows(**query):
        return clerk.open("transfers.index", **query).select("main tbody tr")

    assert len(rows()) == 2
    for query in ({"authority": "POLICE"}, {"status": "ACCEPTED"}, {"q": "pn 77"}):
        (row,) = rows(**query)
        assert police.name in row.text
    chips = clerk.open("transfers.index", authority="POLICE", q="77").select(".chip")
    assert len(chips) == 2
    left = clerk.open(chips[0]["href"])
    assert [chip.get_text(" ", strip=True) for chip in left.select(".chip")] == [
        "National Police × remove this filter"
    ]


def test_what_is_asked_is_told_briefly_and_once(clerk, court):
    bank = MeasureRecord("DOCUMENTS", subtype="DOC_BANK")
    case = Case(
        received_on=RECEIVED, measures=[bank, bank, MeasureRecord("VIDEO_HEARING")]
    ).walk("review", "accept")
    case.send(court)

    cells = clerk.open("transfers.index").select("main tbody td")

    assert cells[1].text == (
        "Providing originals or certified copies of relevant…: "
        "Bank and financial records; Hearing by video conference"
    )


def test_nothing_found_says_so(clerk, judge, sent):
    assert "No transfer matches" in clerk.open("transfers.index", q="zzz").text


def test_an_empty_list_says_what_will_stand_there(judge):
    assert "Nothing has been sent to you yet" in judge.open("transfers.index").text


def test_a_filter_that_means_nothing_is_told(clerk, sent):
    page = clerk.open("transfers.index", status="EATEN", expect=422)

    assert "“EATEN” is no status of a transfer." in page.select_one("[role=alert]").text
    assert len(page.select("main tbody tr")) == 1


# ---------------------------------------------------------------------- one transfer


def test_an_authority_reads_what_it_needs_to_execute(judge, case, sent):
    page = judge.open("transfers.show", transfer_id=sent.id)

    for text in (
        case.request.reference,
        "France",
        "Invoices of a carousel",
        "Laundering",
        "حسام الدين",
        "Людмила Гречко",
        "born 30 Aug 1971",
        "The holder is not to be told.",
        "Standard (need to know)",
    ):
        assert text in page.text, text
    assert len(page.select(".matrix tbody tr")) == 2


def test_an_authority_reads_nothing_that_is_the_offices_own(judge, case, sent, police):
    case.take("note", note=SECRET)
    other = case.send(police, 3)
    case.tell(other, "take-in-charge")
    case.tell(other, "progress", note="Half way there.")
    case.tell(sent, "take-in-charge")

    page = judge.open("transfers.show", transfer_id=sent.id)

    assert SECRET not in page.text
    assert "Half way there." not in page.text
    assert not page.select("main a[href^='/requests']")
    assert [p.text for p in page.select(".timeline li p[dir]")] == [
        "High Court at Port Callan took the request in charge."
    ]


def test_the_office_is_led_to_the_request(clerk, case, sent):
    page = clerk.open("transfers.show", transfer_id=sent.id)

    assert page.select(f"main a[href='/requests/{case.request.reference}']")


def test_both_ends_of_passing_on_name_each_other(
    judge, sign_in, case, sent, police, make
):
    case.tell(sent, "pass-on", note="It is theirs.", authority_id=police.id)
    third = make.Authority(name="Customs Office")
    case.tell(case.request.transfers[-1], "pass-on", note="No.", authority_id=third.id)
    officer = sign_in(role=Role.AUTHORITY, authority=police)

    first = judge.open("transfers.show", transfer_id=sent.id)
    second = officer.open("transfers.show", transfer_id=case.request.transfers[1].id)

    assert "Passed on to National Police" in first.select_one(".trail").text
    assert third.name not in first.text
    trail = " ".join(second.select_one(".trail").text.split())
    assert trail.startswith("Passed on by High Court at Port Callan")
    assert "Passed on to Customs Office" in trail
    assert not first.select(".trail a")


def test_what_is_not_open_is_told_with_its_reason(judge, clerk, sent):
    judged = judge.open("transfers.show", transfer_id=sent.id)
    assert "Report progress: take it in charge first." in " ".join(
        judged.select_one(".whynot").text.split()
    )
    assert "the authority has asked nothing" in clerk.open(
        "transfers.show", transfer_id=sent.id
    ).select_one(".whynot").get_text(" ")


def test_a_closed_transfer_offers_nothing(judge, clerk, case, sent):
    case.tell(sent, "report", m1=FULL, m2=FULL)

    for browser in (judge, clerk):
        page = browser.open("transfers.show", transfer_id=sent.id)
        assert not page.select("main .actions a")


# ------------------------------------------------------------------------- the steps


BEFORE = {
    TransferStatus.ASSIGNED: (),
    TransferStatus.ACCEPTED: ("take-in-charge",),
    TransferStatus.QUERIED: ("take-in-charge", "query"),
    TransferStatus.IN_PROGRESS: ("take-in-charge", "progress"),
    TransferStatus.BLOCKED: ("take-in-charge", "block"),
}
"""How a transfer comes to stand where it stands."""
OPEN = [
    (status, code)
    for status in BEFORE
    for code, step in TRANSFER_STEPS.items()
    if status in step.origins
]


@pytest.mark.parametrize(("status", "code"), OPEN)
def test_each_open_step_asks_what_its_table_says_and_is_taken(
    judge, clerk, case, sent, police, status, code
):
    for before in BEFORE[status]:
        case.tell(sent, before, note="So it is.")
    browser = judge if judge.user.may(TRANSFER_STEPS[code].permission) else clerk
    shown = browser.open("transfers.show", transfer_id=sent.id)
    assert shown.select(f"main .actions a[href$='/actions/{code}']")

    form = form_of(browser, sent, code)
    step = TRANSFER_STEPS[code]
    measures = {f"measure_{cell.measure_id}" for cell in sent.cells}
    asked = set(step.asks) - {"outcomes"}
    asked |= measures if "outcomes" in step.asks else set()
    assert set(form) == {"csrf_token", "seen", "on", "note"} | asked

    typed = {"note": "As agreed by telephone."}
    if code == "report":
        typed |= dict.fromkeys(measures, "PROVIDED_FULL")
    if code == "pass-on":
        typed["authority"] = police.code
    done = send(browser, sent, code, form | typed)

    assert done.location == f"/transfers/{sent.id}"
    assert "Stored." in browser.open(done.location).select_one("[role=status]").text
    assert len(history(sent)) == len(BEFORE[status]) + 1
    expected = TransferStatus.DONE if code == "report" else step.target or status
    assert fresh(sent).status is expected


CLOSED = [
    (status, code)
    for status in BEFORE
    for code, step in TRANSFER_STEPS.items()
    if status not in step.origins
]


def test_acknowledging_twice_is_told(judge, case, sent):
    case.tell(sent, "acknowledge")

    page = judge.open(
        "transfers.take", transfer_id=sent.id, code="acknowledge", expect=409
    )

    assert "acknowledged already" in page.select_one("[role=alert]").text


@pytest.mark.parametrize(("status", "code"), CLOSED)
def test_a_step_that_is_not_open_says_why(clerk, case, sent, status, code):
    for before in BEFORE[status]:
        case.tell(sent, before, note="So it is.")

    page = clerk.open("transfers.take", transfer_id=sent.id, code=code, expect=409)

    assert status.label in page.select_one("[role=alert]").text
    assert not page.select("main form")


def test_an_outcome_is_told_for_one_measure_and_the_other_left_open(judge, case, sent):
    one, two = sent.cells
    told = {f"measure_{one.measure_id}": "REFUSED"}
    page = send(
        judge, sent, "report", form_of(judge, sent, "report") | told, expect=422
    )
    assert "Give the reasons: a measure is refused" in page.select_one("#faults").text
    take(judge, sent, "report", note="Bis in idem.", **told)

    transfer = fresh(sent)
    outcomes = {cell.measure_id: cell.outcome for cell in transfer.cells}
    assert outcomes == {
        one.measure_id: MeasureOutcome.REFUSED,
        two.measure_id: MeasureOutcome.PENDING,
    }
    assert transfer.status is TransferStatus.IN_PROGRESS
    again = form_of(judge, sent, "report")
    assert {name for name in again if name.startswith("measure_")} == {
        f"measure_{two.measure_id}"
    }


def test_reference_and_expected_day_are_kept(judge, sent):
    expected_on = clock.today() + timedelta(days=20)
    take(
        judge,
        sent,
        "take-in-charge",
        authority_reference=" HC/MLA/2026/0311 ",
        expected_on=expected_on.isoformat(),
        on=(clock.today() - timedelta(days=2)).isoformat(),
    )

    transfer = fresh(sent)
    assert transfer.authority_reference == "HC/MLA/2026/0311"
    assert transfer.expected_on == expected_on
    assert transfer.accepted_on == clock.today() - timedelta(days=2)


def test_the_office_answers_with_the_question_before_its_eyes(clerk, case, sent):
    case.tell(sent, "take-in-charge")
    case.tell(sent, "query", note="For which period?")

    page = clerk.open("transfers.take", transfer_id=sent.id, code="answer")

    assert "For which period?" in page.text


def test_the_office_says_that_it_records_for_the_authority(clerk, sent):
    page = clerk.open("transfers.take", transfer_id=sent.id, code="decline")

    assert "You record what it has told us." in page.text


@pytest.mark.parametrize(
    ("code", "typed", "told"),
    [
        ("decline", {"note": " "}, "Write this down: it is needed."),
        ("decline", {"note": "No.", "on": ""}, "Give the day on which it happened."),
        ("decline", {"note": "No.", "on": "31 Feb"}, "“31 Feb” is not a day."),
        ("decline", {"note": "No.", "on": "2019-01-01"}, "lies before the transfer"),
        ("decline", {"note": "No.", "on": TOMORROW}, "has not come yet"),
        ("report", {}, "Give the outcome of at least one measure."),
        ("pass-on", {"note": "Theirs."}, "Choose the authority."),
        ("pass-on", {"note": "Theirs.", "authority": "X"}, "is not in the list"),
        ("pass-on", {"note": "Theirs.", "authority": "COURT"}, "is not in the list"),
        ("take-in-charge", {"expected_on": "2020-01-01"}, "on the day of the report"),
        ("take-in-charge", {"authority_reference": "x" * 201}, "longer than 200"),
    ],
)
def test_a_slip_is_told_and_nothing_typed_is_lost(judge, sent, code, typed, told):
    form = form_of(judge, sent, code) | typed

    page = send(judge, sent, code, form, expect=422)

    assert told in page.select_one("#faults").text
    again = page.form("main form")
    for name in set(typed) - {"authority"}:
        assert again[name] == [typed[name].strip() or ""], name
    assert history(sent) == []


def test_a_form_without_its_token_is_refused(judge, sent):
    data = {"csrf_token": None, "note": "No."}

    send(judge, sent, "decline", data, expect=400)

    assert history(sent) == []


# --------------------------------------------------------------- two at the same time


def test_who_comes_second_is_told_and_a_second_press_stores(judge, clerk, case, sent):
    case.tell(sent, "take-in-charge")
    form = form_of(judge, sent, "progress") | {"note": "Two of three were heard."}
    take(clerk, sent, "block", note="The registry is closed.")

    page = send(judge, sent, "progress", form, expect=409)

    told = page.select_one("[role=alert]").text
    assert "reported that it is blocked." in told
    assert "The registry is closed." in told
    again = page.form("main form")
    assert again["note"] == ["Two of three were heard."]
    assert fresh(sent).status is TransferStatus.BLOCKED

    send(judge, sent, "progress", again)
    assert history(sent)[-1] == "TRANSFER_PROGRESS"


def test_what_another_has_done_already_is_told_with_name_and_hour(judge, clerk, sent):
    form = form_of(judge, sent, "decline") | {"note": "It is not ours."}
    take(clerk, sent, "recall", note="Withdrawn.")

    page = send(judge, sent, "decline", form, expect=409)

    assert "recalled the request" in page.text
    assert f"Entered by {clerk.user.name}" in page.text
    assert "It is not ours." in page.text
    assert not page.select("main form")


def test_pressing_twice_stores_once(judge, sent):
    form = form_of(judge, sent, "take-in-charge")

    send(judge, sent, "take-in-charge", form)
    send(judge, sent, "take-in-charge", form, expect=409)

    assert history(sent) == ["TRANSFER_TAKEN_IN_CHARGE"]


def test_what_others_do_with_other_transfers_does_not_disturb(
    judge, case, sent, police
):
    form = form_of(judge, sent, "take-in-charge")
    case.tell(case.send(police, 3), "take-in-charge")

    send(judge, sent, "take-in-charge", form)

    assert fresh(sent).status is TransferStatus.ACCEPTED


def test_a_script_that_says_nothing_of_what_it_has_seen_is_heard(clerk, sent):
    send(clerk, sent, "decline", {"on": day(clock.today()), "note": "Not theirs."})

    assert fresh(sent).status is TransferStatus.RETURNED_UNEXECUTED


# ---------------------------------------------------------------------------- cost


def test_pages_cost_the_same_for_one_transfer_and_for_thirty(
    judge, clerk, case, sent, court, make, count_queries
):
    def cost(browser, address):
        with count_queries() as asked:
            browser.open(address)
        return asked

    own = f"/transfers/{sent.id}"
    visits = [(b, a) for b in (judge, clerk) for a in ("/transfers", own)]
    before = [len(cost(*visit)) for visit in visits]
    for number in range(30):
        another = Case(received_on=RECEIVED, by=case.clerk).walk("review", "accept")
        another.send(make.Authority(), 1)
        transfer = another.send(court, 2)
        if number % 2:
            another.tell(transfer, "take-in-charge")
    db.session.commit()

    for visit, number in zip(visits, before, strict=True):
        asked = cost(*visit)
        assert len(asked) == number <= 12, str(asked)


def test_nine_measures_and_long_names_stand_on_the_pages(sign_in, make):
    """Names in every script are marked off, so that they do not turn their line."""
    name = "Sonderstaatsanwaltschaft " * 11
    authority = make.Authority(name=name.strip())
    case = Case(
        received_on=RECEIVED,
        measures=[
            MeasureRecord("SERVICE", description=f"Notice {n}") for n in range(9)
        ],
        persons=[PersonRecord("حسام الدين عبد الرحمن", PartyRole.SUSPECT)],
    ).walk("review", "accept")
    transfer = case.send(authority)
    browser = sign_in(role=Role.AUTHORITY, authority=authority)

    page = browser.open("transfers.show", transfer_id=transfer.id)
    report = browser.open("transfers.take", transfer_id=transfer.id, code="report")

    assert len(page.select(".matrix tbody tr")) == 9
    assert page.find("bdi", string="حسام الدين عبد الرحمن")
    assert page.find("bdi", string=name.strip())
    assert len(report.select("select[name^=measure_]")) == 9
