"""E-mail addresses as they are typed: one of them, or nothing."""

import re

from ctrack.domain.errors import Problem, problem
from ctrack.domain.wording import N_

LONGEST_ADDRESS = 254
"""As long as an address can be on its way (RFC 5321, 4.5.3.1.3, without brackets)."""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@{_LABEL}(?:\.{_LABEL})+")


def is_address(text: str) -> bool:
    """Whether a message can be addressed to this.

    Letters of other scripts are left out: not every server on the way takes them.
    """
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def address_problems(field: str, text: str) -> list[Problem]:
    """What is wrong with an address; nothing is wrong with none."""
    if not text or is_address(text):
        return []
    sentence = N_(
        "“%(typed)s” is not an e-mail address. Write one address, for example "
        "registry@court.example."
    )
    return [problem(field, sentence, typed=text[:60])]
