"""The command `ctrack`: one module a noun, one function a command.

A command is added here by importing its module and naming it in COMMANDS.
"""

import click
from flask.cli import ScriptInfo

import ctrack
from ctrack.cli import (
    check,
    database,
    demo,
    errors,
    outbox,
    register,
    remind,
    serve,
    statistics,
    users,
    work,
)

COMMANDS: tuple[click.Command, ...] = (
    database.init,
    demo.demo,
    outbox.outbox,
    register.register,
    remind.remind,
    serve.serve,
    statistics.statistics,
    users.user,
    check.check,
    work.work,
)


@click.group(
    name="ctrack",
    cls=errors.Group,
    context_settings={
        "obj": ScriptInfo(create_app=lambda: ctrack.create_app()),
        "help_option_names": ["-h", "--help"],
        "max_content_width": 88,
    },
)
@click.version_option(ctrack.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """ctrack: the register of a central authority for mutual legal assistance."""


for command in COMMANDS:
    main.add_command(command)
