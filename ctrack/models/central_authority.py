"""The central authority a register belongs to (UNTOC art. 18(13))."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.models.base import Model


class CentralAuthority(Model):
    """A central authority; every request, user and event belongs to one."""

    __tablename__ = "central_authority"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(4), default="")
