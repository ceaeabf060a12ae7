"""Refusals the register can give, each worded for the person who asked."""

from dataclasses import dataclass

from ctrack.domain.wording import Sentence


class DomainError(Exception):
    """A rule of the register says no; the sentence is shown to the user."""

    def __init__(self, sentence: str | Sentence, **values: object) -> None:
        """Take the sentence, and what fills its `%(name)s` blanks."""
        if not isinstance(sentence, Sentence):
            sentence = Sentence(sentence, values)
        self.sentence = sentence
        super().__init__(str(sentence))


class NotFound(DomainError):
    """There is no such record, or none that this person may see."""


class NotPermitted(DomainError):
    """The person's role does not carry the deed."""


class StepNotOpen(DomainError):
    """The step cannot be taken now; the sentence says what is in the way."""


class ChangedMeanwhile(DomainError):
    """Someone else changed the record between reading and writing it."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right: the field's name in the form or file, and a sentence."""

    field: str
    sentence: Sentence

    def __str__(self) -> str:
        """The English line, as in `received_on: '31 Feb 2026' is not a day.`."""
        return f"{self.field}: {self.sentence}"


class Invalid(DomainError):
    """What was entered cannot be stored; `problems` says what to put right."""

    def __init__(self, problems: list[Problem]) -> None:
        """Take at least one problem."""
        self.problems = problems
        super().__init__(problems[0].sentence)


def problem(field: str, text: str, **values: object) -> Problem:
    """A problem of this field, its sentence's blanks filled by name."""
    return Problem(field, Sentence(text, values))
