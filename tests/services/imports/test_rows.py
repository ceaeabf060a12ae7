"""What rows become, and what is said of rows that cannot be taken."""

from datetime import date

import pytest
from sqlalchemy import select

from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Confidentiality, ReferenceKind
from ctrack.extensions import db
from ctrack.models import Authority, Fact, ReferenceCounter, User
from ctrack.services.imports.importing import read
from ctrack.services.imports.staging import Staging
from ctrack.services.imports.unreadable import Unreadable

NAMELESS = {"reference": None}


def test_rows_without_a_number_get_one_of_the_year_the_request_was_opened_in(bring_in):
    result = bring_in(
        {**NAMELESS, "received_on": "2019-12-31"},
        {**NAMELESS, "direction": "outgoing", "sent_on": "2020-01-01"},
    )

    assert [r.reference for r in result.requests] == [
        "MLI-2019-00001",
        "MLO-2020-00001",
    ]


def test_a_number_further_down_the_file_is_not_given_to_a_row_above_it(bring_in):
    result = bring_in(NAMELESS, NAMELESS, {"reference": "mli-2024-00001"})

    assert [r.reference for r in result.requests] == [
        "MLI-2024-00002",
        "MLI-2024-00003",
        "MLI-2024-00001",
    ]


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("MLO-2024-00001", "belongs to the other direction"),
        ("MLI-2024-999999999", "The number is too large"),
        ("A" * 41, "longer than 40 characters"),
        ("---", "at least one letter or digit"),
    ],
)
def test_a_number_that_cannot_be_ours_is_refused(bring_in, reference, told):
    result = bring_in({"reference": reference})

    assert told in result.problems[0]
    assert db.session.scalars(select(ReferenceCounter)).all() == []


def test_rows_with_the_same_number_are_all_named(bring_in):
    result = bring_in({"reference": "A 1"}, {"reference": "b"}, {"reference": "a  1"})

    assert result.problems == [
        "row 2: reference: A 1 stands also in row 4. Give each its own.",
        "row 4: reference: a 1 stands also in row 2. Give each its own.",
    ]


def test_a_number_in_the_register_is_not_free_whatever_its_case(bring_in):
    bring_in({"reference": "Ag 7/2015"})

    again = bring_in({"reference": "AG 7/2015"}, {"reference": "AG-7-2015"})

    [line] = again.problems
    assert line.startswith("row 2: reference: AG 7/2015 is in the register already.")


def test_unknown_authorities_are_added_once_with_a_note(bring_in, make):
    known = make.Authority(code="FIU", name="Financial Intelligence Unit")

    result = bring_in(
        {**NAMELESS, "transferred_to": "fiu; Court of  Appeal"},
        {**NAMELESS, "transferred_to": "financial intelligence unit; court of appeal"},
    )

    new = db.session.scalars(select(Authority).where(Authority.id != known.id)).one()
    assert (new.name, new.note) == (
        "Court of Appeal",
        "Added while importing register.xlsx.",
    )
    for request in result.requests:
        assert [t.authority_id for t in request.transfers] == [known.id, new.id]


def test_an_officer_who_has_left_is_remembered_without_the_right_to_sign_in(bring_in):
    result = bring_in(
        {**NAMELESS, "officer": "A.Berg"}, {**NAMELESS, "officer": "a.berg"}
    )

    [officer] = db.session.scalars(select(User)).all()
    assert (officer.username, officer.active) == ("a.berg", False)
    assert {r.officer_id for r in result.requests} == {officer.id}
    assert list(result.done.added.officers) == ["a.berg"]


def test_a_name_that_is_no_user_name_is_refused(bring_in):
    result = bring_in({"officer": "Anna Berg"})

    assert result.problems == [
        "row 2: officer: “Anna Berg” is not a user name: a single word."
    ]


def test_nothing_is_added_for_rows_that_are_not_stored(bring_in):
    result = bring_in(
        {
            "transferred_to": "Unheard-of Court",
            "officer": "x",
            "legal_bases": "BILAT-IT",
        },
        {"partner_state": "Atlantis"},
    )

    assert result.requests == []
    assert db.session.scalars(select(Authority)).all() == []
    assert db.session.scalars(select(User)).all() == []


def test_a_restricted_row_is_seen_by_its_officer_and_by_whoever_imports_it(
    bring_in, make
):
    importer = make.User(role=Role.SUPERVISOR)
    clerk = make.User(username="clerk")

    [request] = bring_in(
        {"restricted": "yes", "officer": "clerk"}, importer=importer
    ).requests

    assert request.confidentiality is Confidentiality.RESTRICTED
    assert {n.user_id for n in request.named_officers} == {clerk.id, importer.id}
    assert request.entered_by_id == importer.id


def test_a_restricted_row_without_an_officer_is_seen_by_the_supervisors(bring_in, make):
    make.User(role=Role.CLERK)
    supervisor = make.User(role=Role.SUPERVISOR)

    [request] = bring_in({"restricted": "yes"}).requests

    assert [n.user_id for n in request.named_officers] == [supervisor.id]


def test_their_numbers_are_told_apart_and_found(bring_in):
    [request] = bring_in({"partner_reference": "Ref. 12/a; 99-B"}).requests

    assert [r.value for r in request.references if r.kind is ReferenceKind.PARTNER] == [
        "Ref. 12/a",
        "99-B",
    ]


@pytest.mark.parametrize("iccs", ["07041", 7041, 7041.0, "LAUNDERING"])
def test_an_offence_is_known_by_its_iccs_code_though_it_was_taken_for_a_number(
    bring_in, iccs
):
    [request] = bring_in({"offences": iccs}).requests

    assert [o.offence_code for o in request.offences] == ["LAUNDERING"]


@pytest.mark.parametrize(
    "day",
    ["2024-03-02", "2.3.2024", "2 March 2024", "2024-03-02 00:00:00", date(2024, 3, 2)],
)
def test_days_may_be_written_in_any_way_that_has_one_meaning(bring_in, day):
    [request] = bring_in({"received_on": day}).requests

    assert request.received_on == date(2024, 3, 2)


@pytest.mark.parametrize("day", ["02/03/2024", "3-2-2024", "13/01/24", 45353, "2024"])
def test_days_that_some_would_read_otherwise_are_refused(bring_in, day):
    result = bring_in({"received_on": day})

    assert result.problems[0].startswith("row 2: received_on: ")
    assert "2026-11-19" in result.problems[0]


def test_a_problem_is_told_once(bring_in):
    result = bring_in({"received_on": "soon", "natures": "DANCING"})

    assert [line.split(":")[1].strip() for line in result.problems] == [
        "received_on",
        "natures",
    ]


def test_what_was_imported_counts_in_the_statistics_as_known_from_now_on(bring_in):
    bring_in({"closed_on": "2024-05-01", "outcome": "GRANTED_PART"})

    fact = db.session.scalars(select(Fact)).one()
    assert (fact.status, fact.primary_basis, fact.known_until) == (
        "CLOSED",
        "UNTOC",
        None,
    )


# ------------------------------------------------------------- the file as a whole


def notes_of(path):
    with Staging() as staging:
        read(path, staging)
        return [str(note) for note in staging.notes]


HEADERS = ["direction", "partner_state", "received_on", "legal_bases", "natures"]
ROW = ["incoming", "FR", "2024-03-02", "UNTOC", "SERVICE"]


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"Cases": [HEADERS, ROW], "Notes": [["x"]]}, "no sheet Register. It has: Cas"),
        ({"Register": []}, "is empty. Its first row"),
        ({"Register": [HEADERS]}, "no rows below the header"),
        ({"Register": [HEADERS[1:], ROW[1:]]}, "the headers direction. It has"),
        ({"Register": [["direction"], ["incoming"]]}, "the headers partner_state"),
        ({"Register": [[*HEADERS, "Partner State"], ROW]}, "stands twice in the sheet"),
        ({"Register": [HEADERS, ROW], "Measures": [["nature"], ["SERVICE"]]},
         "sheet Measures of register.xlsx lacks the headers reference"),
        ({"Register": [HEADERS + [None] * 600 + ["x"], ROW]}, "header in column 606"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_register_says_what_is_missing(book, sheets, told):
    with pytest.raises(Unreadable) as refusal:
        notes_of(book(sheets))

    assert told in str(refusal.value)


def test_the_only_sheet_is_the_register_whatever_its_name(book):
    assert notes_of(book({"2015-2019": [HEADERS, ROW]})) == [
        "The only sheet, 2015-2019, is read as the register."
    ]


def test_columns_that_are_not_known_are_told_of(book):
    rows = [[*HEADERS, "Judge", "PROBLEMS"], [*ROW, "x", "none"]]

    assert notes_of(book({"REGISTER": rows, "measures": []})) == [
        "Columns of the sheet Register that are not known and are left alone: Judge"
    ]


def test_a_value_where_there_is_no_header_makes_the_row_bad(bring_in, book):
    path = book({"Register": [HEADERS, ROW, [*ROW, None, "stray"]]})

    with Staging() as staging:
        read(path, staging)
        good, bad = staging.rows()

    assert good.misfit is None
    assert "a value in column 7, which has no header" in str(bad.misfit)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("incoming,FR,2024-03-02,UNTOC", "The row has 4 values and the header 5"),
        ("incoming,FR,2024-03-02,UNTOC,SERVICE,x", "a value in column 6"),
    ],
)
def test_a_line_of_the_wrong_length_is_bad(tmp_path, line, told):
    path = tmp_path / "register.csv"
    path.write_text(",".join(HEADERS) + "\n" + line + "\n")

    with Staging() as staging:
        read(path, staging)
        [row] = staging.rows()

    assert told in str(row.misfit)
