"""Finding groups of States."""

from collections.abc import Sequence

from ctrack.domain.references import normalised
from ctrack.domain.statistics.questions import Named
from ctrack.models import StateGroup
from ctrack.queries import reference_data


def all_of() -> Sequence[StateGroup]:
    """Every group, in the order of the list."""
    return reference_data.all_of(StateGroup)


def by_text(text: str) -> Named | None:
    """The group meant by its code or by a label, whatever the case; retired ones too.

    A code stands before a label, and a group before those further down the list.
    """
    wanted = normalised(text)
    groups = all_of()
    for group in groups:
        if normalised(group.code) == wanted:
            return _named(group)
    for group in groups:
        if wanted and wanted in map(normalised, group.label.values()):
            return _named(group)
    return None


def _named(group: StateGroup) -> Named:
    return Named(group.code, group.name(), tuple(group.members))
