"""What is said of a file that cannot be read as a register."""

from ctrack.domain.errors import DomainError


class Unreadable(DomainError):
    """The file is no register that can be read; the sentence says what to do."""
