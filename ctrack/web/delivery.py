"""What has become of a message, told from its row in the outbox."""

from datetime import datetime
from typing import Protocol

from flask import Flask
from flask_babel import gettext as _

from ctrack.domain.outbox import MessageState
from ctrack.web.wording import moment


class Posted(Protocol):
    """A message, or a line that tells of one."""

    @property
    def state(self) -> MessageState | None:
        """Where it is on its way."""

    @property
    def sent_at(self) -> datetime | None:
        """When the mail server took it."""

    @property
    def last_error(self) -> str:
        """What the mail server said at the last try; empty where it said nothing."""


def whereabouts(message: Posted) -> str:
    """Where it is: no more than the outbox knows. That it was read, nobody knows."""
    if message.state is MessageState.SENT:
        return _(
            "handed to the mail server on %(moment)s", moment=moment(message.sent_at)
        )
    if message.state is MessageState.GIVEN_UP:
        return _("could not be delivered: %(reason)s", reason=message.last_error)
    if message.last_error:
        return _(
            "in the outbox, the last try failed: %(reason)s", reason=message.last_error
        )
    return _("in the outbox")


def init_app(app: Flask) -> None:
    """Let templates tell it."""
    app.jinja_env.filters["whereabouts"] = whereabouts
