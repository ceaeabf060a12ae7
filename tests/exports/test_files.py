"""A file is there when it is whole."""

from contextlib import suppress

import pytest

from ctrack.domain.errors import DomainError
from ctrack.exports.files import whole_file


def test_it_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "out.xlsx"

    with whole_file(path) as file:
        file.write(b"half")
        assert not path.exists()
        file.write(b" and half")

    assert path.read_bytes() == b"half and half"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_leaves_the_older_file(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"older")

    with suppress(ZeroDivisionError), whole_file(path) as file:
        file.write(b"half")
        file.write(b"half" * (1 // 0))

    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with (
        pytest.raises(DomainError, match=r"There is no folder .*nowhere"),
        whole_file(tmp_path / "nowhere" / "out.xlsx"),
    ):
        pass


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(DomainError, match="is a folder"), whole_file(tmp_path):
        pass
