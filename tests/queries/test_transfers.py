"""Which transfers a person finds, in which order, and what of their history."""

from datetime import date, timedelta

import pytest

from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Role
from ctrack.domain.transfer_list import PAGE_SIZE, Group
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Confidentiality, ReferenceKind
from ctrack.extensions import db
from ctrack.queries import transfer_filters, transfer_list, transfers
from ctrack.queries.transfer_filters import Filters
from ctrack.services import amendments, request_parts
from tests.cases import FULL, Case

TODAY = date(2026, 11, 24)


@pytest.fixture
def court(make):
    return make.Authority(code="COURT", name="High Court")


@pytest.fixture
def police(make):
    return make.Authority(code="POLICE", name="National Police")


@pytest.fixture
def case(make):
    """An accepted request with three measures."""
    case = Case(natures=["DOCUMENTS", "TESTIMONY", "SERVICE"])
    return case.walk("review", "accept")


@pytest.fixture
def judge(make, court):
    return make.User(role=Role.AUTHORITY, authority=court)


def listed(user, **filters):
    db.session.commit()  # what was counted holds while a transaction reads
    return transfer_list.page(Filters(**filters), seen_by=user, today=TODAY)


def read(user, **query):
    texts = {name: [value] for name, value in query.items()}
    return transfer_filters.read(texts, seen_by=user)


# ------------------------------------------------------------------ who sees what


def test_an_authority_finds_its_own_transfers_only(case, court, police, judge):
    own, other = case.send(court, 1), case.send(police, 2)

    assert listed(judge).rows == [own]
    assert transfers.by_id(own.id, seen_by=judge) is own
    with pytest.raises(NotFound):
        transfers.by_id(other.id, seen_by=judge)
    with pytest.raises(NotFound):
        transfers.locked(other.id, seen_by=judge)


def test_someone_at_no_authority_finds_none(case, court, make):
    case.send(court)

    assert listed(make.User(role=Role.AUTHORITY)).rows == []


def test_the_office_finds_all_but_those_of_restricted_requests(case, court, make):
    transfer = case.send(court)
    officer = make.User(role=Role.CLERK)
    assert listed(officer).rows == [transfer]

    restricted = {"confidentiality": Confidentiality.RESTRICTED}
    amendments.amend(case.request, restricted, by=case.clerk)

    assert listed(officer).rows == []
    assert listed(case.clerk).rows == [transfer]
    assert listed(make.User(role=Role.AUDITOR)).rows == [transfer]


@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.ADMIN])
def test_those_without_case_content_find_none(case, court, make, role):
    transfer = case.send(court)

    assert listed(make.User(role=role)).rows == []
    with pytest.raises(NotFound):
        transfers.by_id(transfer.id, seen_by=make.User(role=role))


@pytest.mark.parametrize("number", [0, 10**9, 10**30])
def test_a_number_that_no_transfer_has_is_not_found(make, number):
    with pytest.raises(NotFound):
        transfers.by_id(number, seen_by=make.User(role=Role.CLERK))


# ---------------------------------------------------------------- order and groups


def test_an_authority_reads_its_list_in_the_order_in_which_delay_hurts(
    case, court, judge
):
    """The measures go there one by one, and each transfer stands elsewhere."""
    done, queried, new = case.send(court, 1), case.send(court, 2), case.send(court, 3)
    case.tell(done, "report", m1=FULL)
    case.tell(queried, "take-in-charge")
    case.tell(queried, "query", note="Which period?")

    found = listed(judge)
    assert found.rows == [new, queried, done]
    assert found.groups == [Group.TO_TAKE_IN_CHARGE, Group.QUERIED, Group.DONE]

    case.tell(queried, "answer", note="All of 2019.")
    assert listed(judge).groups[0:2] == [Group.TO_TAKE_IN_CHARGE, Group.ANSWERED]

    case.tell(queried, "progress", note="Records were ordered.")
    found = listed(judge)
    assert found.groups == [Group.TO_TAKE_IN_CHARGE, Group.OPEN, Group.DONE]
    assert found.counts == dict.fromkeys(found.groups, 1)


def test_what_is_due_first_comes_first_and_what_is_done_last(case, court, police, make):
    fiu = make.Authority()
    late = case.send(court, 1, due_on=TODAY - timedelta(days=4))
    never = case.send(police, 2)
    soon = case.send(fiu, 3, due_on=TODAY)
    over = case.send(fiu, 1, due_on=TODAY - timedelta(days=30))
    case.tell(over, "decline", note="Not ours.")

    found = listed(case.clerk)

    assert found.rows == [late, soon, never, over]
    assert found.counts == {Group.OPEN: 3, Group.DONE: 1}
    assert (found.all, found.late) == (4, 1)
    assert listed(case.clerk, is_overdue=True).rows == [late]


def test_a_long_list_has_pages(case, court):
    """A declined measure may be sent again, as often as one likes."""
    for _each in range(PAGE_SIZE + 2):
        case.tell(case.send(court, 1), "decline", note="Not ours.")

    first, last = listed(case.clerk), listed(case.clerk, page=2)

    assert (len(first.rows), len(last.rows), first.pages) == (PAGE_SIZE, 2, 2)
    assert not set(first.rows) & set(last.rows)
    assert listed(case.clerk, page=99).page == 2
    assert last.number == PAGE_SIZE + 2


# ------------------------------------------------------------------------- filters


def test_a_transfer_is_found_by_part_of_a_reference(case, court, police, judge):
    request_parts.add_reference(
        case.request, ReferenceKind.PARTNER, "EP 4324/2026 TA", by=case.clerk
    )
    own, other = case.send(court, 1), case.send(police, 2)
    case.tell(own, "take-in-charge", authority_reference="HC/2020/0311")
    case.tell(other, "take-in-charge", authority_reference="PN 77")
    ours = case.request.reference.removeprefix("MLI-")

    for text in (ours, ours.replace("-", " "), "ep4324", "4324 / 2026", "hc/2020"):
        assert own in listed(judge, text=text).rows, text
        assert own in listed(case.clerk, text=text).rows, text
    for text in ("PN 77", "pn77"):
        assert listed(case.clerk, text=text).rows == [other]
    for nothing in ("0312", "%", "_", "--", "HC/2021"):
        assert listed(case.clerk, text=nothing).rows == []


def test_an_authority_does_not_find_by_the_number_of_another(
    case, court, police, judge
):
    own, other = case.send(court, 1), case.send(police, 2)
    case.tell(other, "take-in-charge", authority_reference="PN 77")

    assert listed(judge, text="PN 77").rows == []
    assert listed(judge).rows == [own]


def test_the_list_is_cut_by_authority_and_status(case, court, police):
    one, two = case.send(court, 1), case.send(police, 2)
    case.tell(two, "take-in-charge")

    assert listed(case.clerk, authority=(court,)).rows == [one]
    assert listed(case.clerk, status=(TransferStatus.ACCEPTED,)).rows == [two]
    both = listed(case.clerk, authority=(court, police))
    assert set(both.rows) == {one, two}


def test_filters_are_read_by_code_or_words(case, court):
    filters, problems = read(
        case.clerk, authority="high court", status="taken in charge", overdue="1", q="x"
    )

    assert problems == []
    assert filters == Filters(
        text="x",
        authority=(court,),
        status=(TransferStatus.ACCEPTED,),
        is_overdue=True,
    )
    assert transfer_filters.read(filters.query, seen_by=case.clerk) == (filters, [])


@pytest.mark.parametrize("name", ["authority", "status", "page"])
def test_a_filter_that_means_nothing_is_named(make, name):
    filters, problems = read(make.User(role=Role.CLERK), **{name: "Atlantis"})

    assert [problem.field for problem in problems] == [name]
    assert "“Atlantis”" in str(problems[0].sentence)
    assert filters == Filters()


def test_an_authority_cannot_ask_for_the_name_of_another(police, judge):
    assert read(judge, authority=police.code) == (Filters(), [])


# ------------------------------------------------------------------------- history


def test_the_history_of_a_transfer_is_its_own(case, court, police):
    own, other = case.send(court, 1), case.send(police, 2)
    case.tell(own, "take-in-charge")
    case.tell(other, "take-in-charge")
    case.take("note", note="The file is thick.")
    case.tell(own, "query", note="Which period?", on=case.day - timedelta(days=1))

    kinds = [event.kind for event in transfers.history(own)]

    assert kinds == ["TRANSFER_QUERY", "TRANSFER_TAKEN_IN_CHARGE"]
    assert transfers.open_question(own) == "Which period?"
    assert transfers.open_question(other) == ""


def test_what_was_done_since_a_line_is_told(case, court, police):
    own, other = case.send(court, 1), case.send(police, 2)
    assert transfers.last_event_id(own) == 0
    case.tell(own, "take-in-charge")
    seen = transfers.last_event_id(own)
    case.tell(other, "take-in-charge")
    assert list(transfers.since(own, seen)) == []

    progress = case.tell(own, "progress", note="Half way.")

    assert list(transfers.since(own, seen)) == [progress]


def test_a_transfer_knows_to_whom_it_was_passed_on(case, court, police):
    own = case.send(court, 1)
    case.tell(own, "pass-on", note="Theirs.", authority_id=police.id)

    (onward,) = transfers.onward(own)

    assert (onward.authority, onward.parent) == (police, own)
    assert list(transfers.onward(onward)) == []


# -------------------------------------------------------------------------- cost


def test_the_list_costs_the_same_for_one_and_for_thirty(
    case, court, judge, make, count_queries
):
    def cost(user):
        db.session.commit()
        db.session.expire_all()
        assert user.role  # loads the person
        with count_queries() as sent:
            for transfer in listed(user).rows:
                assert transfer.mla_request.reference
                assert transfer.authority.name
                assert [cell.measure.nature_code for cell in transfer.cells]
        return sent

    case.send(court)
    one = {user: cost(user) for user in (judge, case.clerk)}
    for _each in range(30):
        another = Case(by=case.clerk).walk("review", "accept")
        another.send(make.Authority(), 1)
        another.send(court, 2)
    thirty = {user: cost(user) for user in (judge, case.clerk)}

    for user, sent in thirty.items():
        assert len(sent) == len(one[user]) <= 5, str(sent)


def test_pages_follow_each_other_from_open_to_done(case, court, judge, monkeypatch):
    """Open and done are asked for apart; nothing is left out or told twice."""
    monkeypatch.setattr(transfer_list, "PAGE_SIZE", 2)

    def sent(*, is_done=False, **days):
        another = Case(by=case.clerk).walk("review", "accept")
        transfer = another.send(court, 1, **days)
        if is_done:
            another.tell(transfer, "report", m1=FULL)
        return transfer

    done = [sent(is_done=True), sent(is_done=True)]
    late, new = (sent(due_on=TODAY + timedelta(days=n)) for n in (-3, 3))
    newest = sent()

    for user in (judge, case.clerk):
        pages = [listed(user, page=number) for number in (1, 2, 3)]
        rows = [row for page in pages for row in page.rows]
        assert rows == [late, new, newest, *reversed(done)]
        assert [len(page.rows) for page in pages] == [2, 2, 1]
        assert all(page.pages == 3 and page.number == 5 for page in pages)
    assert listed(judge, is_overdue=True).rows == [late]
