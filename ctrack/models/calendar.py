"""Calendars: weekends by validity, holidays as published, days of the office's own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.calendars import CalendarUse
from ctrack.models.base import Model, text_enum


class DayKind(StrEnum):
    """What a calendar says of a day."""

    HOLIDAY = "HOLIDAY"
    """Free, as published for everybody."""
    ADDED = "ADDED"
    """Free by local arrangement."""
    WORKED = "WORKED"
    """Worked, whatever else is said: a holiday not kept, a weekend made up for."""


class Calendar(Model):
    """The working days of the office, of some authorities, or of another State."""

    __tablename__ = "calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    state: Mapped[str] = mapped_column(String(4), default="")
    subdivision: Mapped[str] = mapped_column(String(10), default="")
    """As in ISO 3166-2 after the hyphen, where holidays differ within a State."""
    serves: Mapped[CalendarUse] = mapped_column(
        text_enum(CalendarUse), default=CalendarUse.OFFICE
    )
    name: Mapped[str] = mapped_column(String(200), default="")
    """What those of authorities are told apart by."""
    filled_from: Mapped[int | None] = mapped_column()
    filled_until: Mapped[int | None] = mapped_column()
    """The first and the last year whose published holidays it holds."""
    version: Mapped[int] = mapped_column()

    weekends: Mapped[list[CalendarWeekend]] = relationship(
        order_by="CalendarWeekend.since", cascade="all, delete-orphan"
    )
    days: Mapped[list[CalendarDay]] = relationship(
        order_by="CalendarDay.day", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class CalendarWeekend(Model):
    """Which weekdays are free from a day on: `56` for Saturday and Sunday."""

    __tablename__ = "calendar_weekend"

    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("calendar.id"), primary_key=True
    )
    since: Mapped[date] = mapped_column(primary_key=True)
    weekdays: Mapped[str] = mapped_column(String(7), default="")
    """Digits as in `date.weekday`: Monday is 0."""


class CalendarDay(Model):
    """A day on which a calendar differs from its weeks."""

    __tablename__ = "calendar_day"

    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("calendar.id"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(text_enum(DayKind), primary_key=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    is_shipped: Mapped[bool] = mapped_column(default=False)
    """As published; renewed by `ctrack init`, while an office's own days stay."""
