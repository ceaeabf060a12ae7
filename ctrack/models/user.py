"""People who sign in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.notifications import MailChoice
from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.models.base import Model, Moment, text_enum

if TYPE_CHECKING:
    from ctrack.models.authority import Authority
    from ctrack.models.central_authority import CentralAuthority


class User(UserMixin, Model):  # type: ignore[misc]
    """A person who signs in to the register; never deleted, only made inactive."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    email: Mapped[str] = mapped_column(String(300), default="")
    mail_choice: Mapped[MailChoice] = mapped_column(
        text_enum(MailChoice), default=MailChoice.DAILY
    )
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    signed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    language: Mapped[str] = mapped_column(String(8), default="en")
    version: Mapped[int] = mapped_column()

    central_authority: Mapped[CentralAuthority] = relationship()
    authority: Mapped[Authority | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    unread = 0
    """How much there is to look at: unread notifications and reminders that are due;
    told by `ctrack.queries.users.by_session` only."""
    session_key = ""
    """The key of the session just opened; it is kept with the session."""

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in (the name is Flask-Login's)."""
        return self.active

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that the person's role may do."""
        return GRANTS[self.role]

    def may(self, permission: Permission) -> bool:
        """Whether the person's role may do this."""
        return permission in GRANTS[self.role]

    def get_id(self) -> str:
        """What the cookie holds: the key of the session that was just opened."""
        return self.session_key
