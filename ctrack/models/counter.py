"""The counters behind our own references."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.domain.vocabulary import Direction
from ctrack.models.base import Model, text_enum


class ReferenceCounter(Model):
    """The last number given in a year, one counter per direction."""

    __tablename__ = "reference_counter"

    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id"), primary_key=True
    )
    direction: Mapped[Direction] = mapped_column(text_enum(Direction), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column()
