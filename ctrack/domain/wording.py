"""Sentences that are written in English here and translated where they are shown."""

from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark a text for translation and give it back unchanged."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A sentence with blanks in the `%(name)s` style, filled when it is shown.

    `plural` and `number` choose the form for a number of things; `number` also
    fills the blank `%(number)s`.
    """

    text: str
    values: dict[str, object] = field(default_factory=dict)
    plural: str | None = None
    number: int | None = None

    def __str__(self) -> str:
        """The English sentence."""
        text = self.text
        if self.plural is not None and self.number != 1:
            text = self.plural
        return text % self.blanks if self.blanks else text

    @property
    def blanks(self) -> dict[str, object]:
        """What fills the blanks."""
        if self.number is None:
            return self.values
        return {"number": self.number, **self.values}


class _Collector(dict[str, str]):
    def __missing__(self, key: str) -> str:
        self[key] = ""
        return ""


def blanks(text: str) -> frozenset[str]:
    """The names of the blanks of a sentence."""
    collector = _Collector()
    text % collector
    return frozenset(collector)


def counted(one: str, many: str, number: int, **values: object) -> Sentence:
    """A sentence about a number of things: `counted("%(number)s row", …, 2)`."""
    return Sentence(one, values, many, number)
