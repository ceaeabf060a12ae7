"""Who is signed in where."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.models.base import Model, Moment


class UserSession(Model):
    """One signing in of a person: it ends when the row goes, whoever has the cookie."""

    __tablename__ = "user_session"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
