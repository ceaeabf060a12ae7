"""What long selects offer, as options that are put together once and not on each page.

A list with several hundred options in ten selects costs more than all its rows.
"""

from collections.abc import Collection, Iterable

from markupsafe import Markup

Choice = tuple[str, str]
"""The value in the address, and its words."""


def options(choices: Iterable[Choice]) -> Markup:
    """The options of a select, none of them chosen."""
    one = Markup('<option value="{}">{}</option>')
    return Markup("").join(one.format(value, words) for value, words in choices)


def with_chosen(made: Markup, chosen: Collection[str]) -> Markup:
    """The same options with these values chosen; what is no value changes nothing."""
    for value in chosen:
        plain = Markup(' value="{}"').format(value)
        made = made.replace(plain, plain + Markup(" selected"), 1)
    return made
