"""What a command says when it cannot do what was asked: one sentence, no traceback."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ctrack.config import ConfigurationError
from ctrack.domain.errors import DomainError

COULD_NOT = 1
WRONG_USAGE = 2


class Refusal(click.ClickException):
    """A command cannot do what was asked; the sentence says why, and what to do."""

    exit_code = COULD_NOT


class Group(AppGroup):
    """A group of commands whose complaints are sentences on standard error."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command, and leave with 0, 1 or 2."""
        run: Callable[[], Any] = partial(
            super().main, *args, **extra | {"standalone_mode": False}
        )
        if not extra.get("standalone_mode", True):
            return run()
        try:
            result = run()
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(WRONG_USAGE)
        except click.UsageError as error:
            _complain(error.format_message(), _where_help_is(error))
            sys.exit(WRONG_USAGE)
        except (click.Abort, KeyboardInterrupt):
            _complain("Stopped.")
            sys.exit(COULD_NOT)
        except BrokenPipeError:
            # Whoever reads the output has seen enough; closing it again would complain.
            sys.stdout = None
            sys.exit(COULD_NOT)
        except EXPECTED as error:
            _complain(in_words(error))
            sys.exit(COULD_NOT)
        # click hands over the code of a command that ended itself, of --help too
        sys.exit(result if isinstance(result, int) else 0)


EXPECTED = (click.ClickException, DomainError, ConfigurationError, DBAPIError, OSError)


def in_words(error: BaseException) -> str:
    """The sentence for whoever gave the command."""
    match error:
        case click.ClickException():
            return error.format_message()
        case OperationalError() | ProgrammingError():
            return _of_database(error)
        case DBAPIError():
            return f"The database refused: {_first_line(error.orig)}"
        case OSError(strerror=str(reason), filename=name) if name is not None:
            return f"{name}: {reason}."
        case _:
            return str(error)


def _of_database(error: DBAPIError) -> str:
    told = _first_line(error.orig)
    if "no such table" in told or "does not exist" in told:
        return "The database has not been set up. Run: ctrack init"
    if "locked" in told:
        return "The database is in use by something else. Try again in a moment."
    return f"The database does not answer: {told}"


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0]


def _where_help_is(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "ctrack"
    return f"See: {path} --help"


def _complain(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
