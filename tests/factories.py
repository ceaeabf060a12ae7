"""Ready-made records: plausible by default; a test names only what it is about."""

import secrets

import factory
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import select

from ctrack import models
from ctrack.domain.permissions import Role
from ctrack.extensions import db


def the_office():
    """The central authority that `ctrack init` has made."""
    return db.session.scalars(
        select(models.CentralAuthority).order_by(models.CentralAuthority.id)
    ).first()


class Factory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731 (as documented)
        sqlalchemy_session_persistence = "flush"


class Authority(Factory):
    class Meta:
        model = models.Authority

    central_authority_id = factory.LazyFunction(lambda: the_office().id)
    code = factory.Sequence(lambda n: f"COURT-{n}")
    name = factory.Sequence(lambda n: f"District Court {n}")


class User(Factory):
    """Signs in through a `Browser`; has no password."""

    class Meta:
        model = models.User

    central_authority = factory.LazyFunction(the_office)
    username = factory.Sequence(lambda n: f"officer-{n}")
    name = factory.Sequence(lambda n: f"Officer {n}")
    role = Role.CLERK
    session_key = factory.LazyFunction(lambda: secrets.token_hex(16))
