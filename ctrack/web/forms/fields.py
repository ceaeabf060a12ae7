"""Fields that read the words of the register: codes, labels, lists of them, days."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from ctrack.domain.validation import LONGEST_LINE, LONGEST_TEXT
from ctrack.domain.vocabulary import Labelled
from ctrack.queries import codes
from ctrack.web.wording import label

Option = tuple[str, str]
"""What is sent, and what is read."""
Meaning = Callable[[str], str | None]
"""The code that a word means; None where it means nothing."""


def at_most(limit: int = LONGEST_LINE) -> Length:
    """Refuse what the column cannot hold."""
    return Length(
        max=limit,
        message=_l(
            "This is longer than %(limit)s characters. Shorten it.", limit=f"{limit:,}"
        ),
    )


class TextField(TextAreaField):
    """Some paragraphs, without spaces around them and controls that no text has."""

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), **rest: Any
    ) -> None:
        """At most 20,000 characters, in three rows unless told otherwise."""
        rest.setdefault("render_kw", {"rows": 3, "dir": "auto"})
        super().__init__(label, [*validators, at_most(LONGEST_TEXT)], **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the text with its lines."""
        super().process_formdata(valuelist)
        if self.data:
            text = str(self.data).replace("\x00", "").replace("\r\n", "\n")
            self.data = text.strip()


class CodeField(SelectField):
    """One member of a closed list, sent as its code or its English label.

    `empty` is what is read where nothing is chosen; without it something always is.
    """

    data: Any

    def __init__(
        self,
        label: Any,
        enum: type[Labelled],
        *,
        empty: Any = None,
        members: Sequence[Labelled] = (),
        **rest: Any,
    ) -> None:
        """Offer the members of the enum, or only these."""
        super().__init__(label, choices=[], validate_choice=False, **rest)
        self.enum = enum
        self.empty = empty
        self.members = members or tuple(enum)

    def iter_choices(self) -> Iterator[Any]:
        """The members, in the order of the list."""
        if self.empty is not None:
            yield Choice("", str(self.empty), self.data is None, {})
        for member in self.members:
            yield Choice(member.value, label(member), member is self.data, {})

    def process_data(self, value: Any) -> None:
        """Take a member."""
        self.data = value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the code or label."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not valuelist or (not typed and self.empty is None):
            return  # the default stays
        self.data = codes.member(self.enum, typed)
        if self.data not in self.members:
            self.data = None
        if typed and self.data is None:
            raise ValueError(not_offered(typed))


def not_offered(typed: str) -> str:
    """What is said of a word that no list has."""
    return _("“%(typed)s” is not in the list. Choose from the list.", typed=typed[:60])


class OptionField(SelectField):
    """One of the options that the form is given when it is made; sent as its code."""

    def __init__(self, label: Any, *, empty: Any = None, **rest: Any) -> None:
        """Options come with `offer`."""
        super().__init__(label, choices=[], validate_choice=False, **rest)
        self.empty = empty

    def offer(self, options: Sequence[Option]) -> None:
        """These may be chosen; a word that is none of them is refused."""
        first = [] if self.empty is None else [("", str(self.empty))]
        self.choices = [*first, *options]
        known = {value: value for value, _label in options}
        known |= {str(text).casefold(): value for value, text in reversed(options)}
        typed = str(self.data or "").strip()
        self.data = known.get(typed) or known.get(typed.casefold()) or ""
        if typed and not self.data:
            self.process_errors = [*self.process_errors, not_offered(typed)]


class CheckboxesField(SelectMultipleField):
    """Any number of options; also reads lists separated by `;`, and what they say."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    data: list[str]

    def __init__(self, label: Any, **rest: Any) -> None:
        """Options come with `offer`."""
        super().__init__(label, choices=[], validate_choice=False, **rest)
        self.codes_on_offer: set[str] = set()

    def offer(
        self, options: Sequence[Option], meaning: Meaning = lambda _text: None
    ) -> None:
        """These may be chosen; `meaning` reads words that are not their codes."""
        self.choices = list(options)
        self.codes_on_offer = {code for code, _text in options}
        read = [
            text if text in self.codes_on_offer else (meaning(text) or text)
            for text in self.data
        ]
        self.data = list(dict.fromkeys(read))

    def process_data(self, value: Any) -> None:
        """Take codes."""
        self.data = [str(code) for code in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take each entry once, in order."""
        entries = [entry for text in valuelist for entry in codes.items(str(text))]
        self.data = list(dict.fromkeys(entries))


class LinesField(Field):
    """Several lines of the same name, each perhaps a list separated by `;`."""

    widget = TextInput()
    data: list[str]

    def __init__(
        self, label: Any, *, lines: int = 3, labels: Sequence[Any] = (), **rest: Any
    ) -> None:
        """Show at least this many lines; `labels` name the first ones."""
        super().__init__(label, **rest)
        self.lines = lines
        self.labels = labels
        self.wrong: set[str] = set()

    def is_wrong(self, text: str) -> bool:
        """Whether a line is what the errors are about.

        Those that say which entries could not be read are about their lines only;
        all others about the first.
        """
        if not self.errors:
            return False
        if self.wrong:
            return bool(self.wrong & set(codes.items(text)))
        return text == self.shown[0]

    @property
    def shown(self) -> list[str]:
        """What the lines hold, wrong or not, with empty ones to type into."""
        typed = [str(text) for text in self.raw_data or self.data or ()]
        return typed + [""] * (self.lines - len(typed))

    def line_label(self, number: int) -> str:
        """The label of a line, counted from 0."""
        return str(self.labels[min(number, len(self.labels) - 1)])

    def process_data(self, value: Any) -> None:
        """Take entries."""
        self.data = [str(entry) for entry in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the entries of all lines."""
        if not valuelist:
            return
        entries = [codes.items(str(text).replace("\x00", "")) for text in valuelist]
        self.data = [
            " ".join(entry.split()) for of_line in entries for entry in of_line
        ]


class RowsField(FieldList):  # type: ignore[type-arg]  # has no type when it runs
    """Rows of fields, one to begin with; knows which field of which row is wrong."""

    def __init__(self, row: Any, label: Any = None, **rest: Any) -> None:
        """Begin with one row."""
        super().__init__(row, label, min_entries=1, **rest)

    def faults(self) -> list[tuple[str, str]]:
        """What to put right: a field's id and a sentence."""
        own = [(self.id, text) for text in self.errors if isinstance(text, str)]
        return own + [
            (field.id, str(error))
            for row in self.entries
            for field in row.form
            for error in field.errors
        ]
