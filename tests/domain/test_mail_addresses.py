"""An e-mail address is one address that a mail server will take, or nothing."""

import pytest

from ctrack.domain.mail_addresses import address_problems, is_address


@pytest.mark.parametrize(
    "text",
    [
        "registry@court.example",
        "mla.unit+urgent@justice.gov.xx",
        "o'brien@xn--bcher-kva.example",
        f"{'a' * 64}@b.example",
    ],
)
def test_what_is_an_address(text):
    assert is_address(text)
    assert address_problems("email", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "registry",
        "registry@court",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "Registry <a@b.example>",
        "a b@c.example",
        "a..b@c.example",
        ".a@c.example",
        "a@-c.example",
        "a@c.example\nBcc: everybody@d.example",
        "суд@court.example",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.example",
    ],
)
def test_what_is_none_is_told_in_a_sentence(text):
    [found] = address_problems("email", text)

    assert found.field == "email"
    assert "Write one address, for example registry@court.example." in str(found)


def test_no_address_is_no_mistake():
    assert address_problems("email", "") == []
