"""The central authority a register belongs to (UNTOC art. 18(13))."""

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.models.base import Model


class CentralAuthority(Model):
    """A central authority; every request, user and event belongs to one.

    What is known of how to reach it is published as guidance for requesting States.
    """

    __tablename__ = "central_authority"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(4), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(300), default="")
    telephone: Mapped[str] = mapped_column(String(80), default="")
    languages: Mapped[str] = mapped_column(String(300), default="")
    """Those notified as acceptable (UNTOC art. 18(14)), in words."""
    timing_key: Mapped[str] = mapped_column(String(32), default="")
    """Another one whenever rules or calendars change: what was read of them before is
    out of date."""
    lists_key: Mapped[str] = mapped_column(String(32), default="")
    """The same for the lists an administrator keeps, and for people."""
    approved_steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The steps that need a second pair of eyes, as `domain.approvals` names them."""
