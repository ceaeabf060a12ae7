"""Text files are read however an office's programs have written them."""

import pytest

from ctrack.services.imports.sources import opened
from ctrack.services.imports.unreadable import Unreadable

HEADER = ["reference", "direction", "subject"]
ROW = ["AG 1/15", "incoming", "Zoë, Müller; and others"]


@pytest.fixture
def saved(tmp_path):
    def save(content, name="register.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return save


def rows(path):
    with opened(path) as source:
        return list(source.rows(source.sheets[0]))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_encodings_are_found_out(saved, separator, encoding, end):
    lines = [separator.join(HEADER), separator.join(f'"{text}"' for text in ROW)]

    found = rows(saved(end.join(lines).encode(encoding)))

    assert found == [
        (1, dict(enumerate(HEADER)), 3),
        (2, dict(enumerate(ROW)), 3),
    ]


def test_a_row_keeps_its_number_though_values_have_line_ends_and_rows_are_blank(saved):
    text = 'a,b\n"two\nlines",x\n\n,,\nlast,\n'

    assert rows(saved(text.encode())) == [
        (1, {0: "a", 1: "b"}, 2),
        (2, {0: "two\nlines", 1: "x"}, 2),
        (5, {0: "last"}, 2),
    ]


def test_a_quotation_mark_that_is_never_closed_is_pointed_at(saved):
    text = 'a,b\n1,2\n3,"' + "x" * 200_000

    with pytest.raises(Unreadable, match="after row 2: a quotation mark"):
        rows(saved(text.encode()))


@pytest.mark.parametrize(
    "content", [b"PK is not enough\0\1\2", b"direction\0,x", b"\xff\xfeab\x00\xd8"]
)
def test_what_is_no_text_gets_a_sentence(saved, content):
    with pytest.raises(Unreadable, match=r"register\.csv is not a text file"):
        rows(saved(content))


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"a,b", "register.xlsx", "is not a workbook, though its name says so"),
        (b"a,b", "register.pdf", "is neither a workbook"),
        (b"  \n", "register.csv", "is empty"),
        (b"", "register.xlsx", "is empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(900), "register.xlsx", "of an old kind"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "register.xlsx",
            "is protected by a password",
        ),
        (
            b"\xd0\xcf\x11\xe0"
            + bytes(3 << 20)
            + "EncryptedPackage".encode("utf-16-le"),
            "register.xlsx",
            "is protected by a password",
        ),
    ],
)
def test_a_file_is_told_by_its_content(saved, content, name, told):
    with pytest.raises(Unreadable, match=told) as refusal:
        rows(saved(content, name))

    assert name in str(refusal.value)
