"""What is typed into forms and stands in old registers is read as codes."""

import json
from importlib import resources

import pytest

from ctrack.domain.references import normalised
from ctrack.domain.vocabulary import Urgency
from ctrack.extensions import db
from ctrack.models import CentralAuthority, Nature
from ctrack.queries import codes, kept_lists, users
from ctrack.queries.codes import Basis, Codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IT", "IT"),
        ("ita", "IT"),
        ("italy", "IT"),
        (" Italy ", "IT"),
        ("XK", "XK"),
        ("International Criminal Court", "ICC"),
        ("Korea, Republic of", "KR"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Atlantis", None),
        ("", None),
        ("–", None),
    ],
)
def test_a_state_is_read_by_code_or_name(text, code):
    assert codes.state(text) == code


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("UNTOC", Basis("UNTOC", "")),
        ("untoc art. 18", Basis("UNTOC", "18")),
        ("UNTOC, Art 18(3)(a)", Basis("UNTOC", "18(3)(a)")),
        ("UNTOC articles 18 and 20", Basis("UNTOC", "18 and 20")),
        ("UNTOC 18", Basis("UNTOC", "18")),
        ("UNTOC-TIP art. via 18", Basis("UNTOC-TIP", "via 18")),
        (
            "United Nations Convention against Corruption art. 46",
            Basis("UNCAC", "46"),
        ),
        (
            "Convention des Nations Unies contre la corruption",
            Basis("UNCAC", ""),
        ),
        (
            "EUUK2020 art. Part Three, Title VIII",
            Basis("EUUK2020", "Part Three, Title VIII"),
        ),
        ("COE 030", Basis("COE030", "")),
        ("BILAT-EG", Basis("BILAT-EG", "")),
        ("bilat-egypt art. 4", Basis("BILAT-EG", "4")),
        ("Bilateral treaty with Côte d'Ivoire", Basis("BILAT-CI", "")),
        ("BILAT-QQ", None),
        ("reciprocity", Basis("RECIPROCITY", "")),
        ("Ad hoc arrangement", Basis("AD_HOC", "")),
        ("Not stated", Basis("NOT_STATED", "")),
        ("the usual treaty", None),
        ("art. 18", None),
        ("", None),
    ],
)
def test_a_legal_basis_is_read_with_its_article(context, text, basis):
    assert Codes().basis(text) == basis


def test_natures_are_read_by_code_or_label(context):
    words = Codes()

    assert words.nature("SEARCH_SEIZE_FREEZE") == "SEARCH_SEIZE_FREEZE"
    assert words.nature("search seize freeze") == "SEARCH_SEIZE_FREEZE"
    assert words.nature("hearing by VIDEO conference") == "VIDEO_HEARING"
    assert words.nature("Audition par vidéoconférence") == "VIDEO_HEARING"
    assert words.nature("magic") is None
    assert words.nature("") is None
    assert words.subtype("DOCUMENTS", "bank and financial records") == "DOC_BANK"
    assert words.subtype("SERVICE", "Bank and financial records") is None


def test_offences_are_read_by_code_iccs_or_label(context):
    words = Codes()

    assert words.offence("laundering") == "LAUNDERING"
    assert words.offence("07041") == "LAUNDERING"
    assert words.offence("Laundering of proceeds of crime") == "LAUNDERING"
    assert words.offence("0000") is None


def test_grounds_are_read_by_code_or_label(context):
    assert Codes().ground("essential interests") == "ESSENTIAL_INTERESTS"
    assert Codes().ground("because") is None


def test_each_list_is_asked_for_until_it_is_kept(context, count_queries):
    def read():
        words = Codes()
        for text in ("UNTOC art. 18", "COE030", "nothing", "BILAT-FR") * 50:
            words.basis(text)
            words.nature(text)
            words.offence(text)

    read()
    db.session.rollback()

    with count_queries() as sent:
        read()

    assert len(sent) == 1, str(sent)  # whether what is kept still holds


def test_what_changes_in_a_list_is_read_at_once(context):
    Codes().nature("Documents")
    nature = db.session.get(Nature, "DOCUMENTS")
    nature.label = {"en": "Papers of any kind"}
    db.session.flush()
    assert Codes().nature("papers of any kind") == "DOCUMENTS"

    db.session.rollback()
    assert Codes().nature("papers of any kind") is None


def test_another_process_sees_what_has_changed(context):
    """Each process keeps lists of its own; what tells it is in the database."""
    Codes().nature("Documents")
    kept = dict(kept_lists._kept)
    db.session.get(Nature, "DOCUMENTS").label = {"en": "Papers of any kind"}
    db.session.commit()
    Codes().nature("papers of any kind")

    kept_lists._kept.update(kept)  # as the other process remembers it

    assert Codes().nature("papers of any kind") == "DOCUMENTS"


def test_who_joins_or_leaves_is_known_at_once(make):
    office = make.User(username="anna").central_authority_id
    db.session.commit()
    assert "anna" in {o.username for o in users.assignable(office)}

    make.User(username="boris")
    db.session.commit()
    users.by_username("anna").active = False
    db.session.commit()

    names = {o.username for o in users.assignable(office)}
    assert "boris" in names
    assert "anna" not in names


def test_signing_in_changes_no_list(make):
    """Or everybody would wait for a long import that has added people."""
    clerk = make.User()
    db.session.commit()
    db.session.expire_all()
    before = db.session.get(CentralAuthority, clerk.central_authority_id).lists_key

    clerk.failed_logins += 1
    db.session.commit()
    db.session.expire_all()

    office = db.session.get(CentralAuthority, clerk.central_authority_id)
    assert office.lists_key == before


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("UNTOC art. 18; COE030", ["UNTOC art. 18", "COE030"]),
        (" ;UNTOC;; \r\nCOE030 ; ", ["UNTOC", "COE030"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_lists_are_separated_by_semicolons(text, entries):
    assert codes.items(text) == entries


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("URGENT", Urgency.URGENT),
        ("normal", Urgency.NORMAL),
        ("emergency (risk to life or safety)", Urgency.EMERGENCY),
        ("soon", None),
        ("", None),
    ],
)
def test_closed_lists_are_read_by_code_or_label(text, urgency):
    assert codes.member(Urgency, text) is urgency


@pytest.mark.parametrize(
    ("text", "meant"),
    [("yes", True), ("No", False), ("TRUE", True), ("0", False), ("perhaps", None)],
)
def test_yes_and_no_are_read(text, meant):
    assert codes.yes_or_no(text) is meant


@pytest.mark.parametrize(
    "name", ["instruments", "natures", "nature_subtypes", "offences", "grounds"]
)
def test_no_word_of_the_shipped_lists_means_two_things(name):
    entries = json.loads(
        resources.files("ctrack.data").joinpath(f"{name}.json").read_text("utf-8")
    )
    meanings = {}
    for entry in entries:
        for word in (entry["code"], *entry["label"].values()):
            meanings.setdefault(normalised(word), set()).add(entry["code"])

    assert {w: m for w, m in meanings.items() if len(m) > 1} == {}
