"""Storing what an administrator typed, or showing the form again with the reasons."""

from collections.abc import Callable

from ctrack.domain.errors import ChangedMeanwhile, Invalid
from ctrack.extensions import transaction
from ctrack.web.errors import status_of
from ctrack.web.forms.base import Form
from ctrack.web.wording import words


def refusal(form: Form, deed: Callable[[], object]) -> int:
    """Do it; 0 when it was done, else the status with which the form comes again."""
    try:
        with transaction():
            deed()
    except Invalid as invalid:
        form.show(invalid.problems)
        return status_of(invalid)
    except ChangedMeanwhile as changed:
        form.refuse(words(changed.sentence))
        return status_of(changed)
    return 0
