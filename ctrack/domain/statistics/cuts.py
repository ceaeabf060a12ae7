"""Which part of the register a question cuts out, told in words and codes."""

from collections.abc import Iterator

from ctrack.domain.statistics.questions import FILTERS, Named, Question
from ctrack.domain.wording import N_

TITLES: dict[str, str] = {
    "state": N_("State"),
    "group": N_("Group of States"),
    "basis": N_("Legal basis"),
    "nature": N_("Nature of assistance"),
    "offence": N_("Offence"),
    "authority": N_("Transferred to"),
    "matter": N_("Type of matter"),
}
"""What each filter is called, by its name in addresses."""

BY_MENTION = ("basis", "nature", "offence", "authority")
"""Filters that a request fits if it mentions the code anywhere."""


def told(question: Question) -> Iterator[tuple[str, str]]:
    """Each kind of filter in use: its title, and the codes asked for.

    Groups are told with their States, so that the cut can be made again when a
    group has other members.
    """
    for name, attribute in FILTERS.items():
        values = getattr(question, attribute)
        if values:
            text = "; ".join(_told(name, value) for value in values)
            yield TITLES[name], f"{text} (any mention)" if name in BY_MENTION else text


def _told(name: str, value: str | Named) -> str:
    if not isinstance(value, Named):
        return value
    words = f"{value.code}, {value.label}"
    return f"{words}: {', '.join(value.stands_for)}" if name == "group" else words
