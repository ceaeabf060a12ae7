"""Ready-made records: plausible by default; a test names only what it is about."""

from datetime import UTC, date, datetime

import factory
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import select

from ctrack import models
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction
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


class MLARequest(Factory):
    """A registered incoming request, as a bare row: `services.register` makes more."""

    class Meta:
        model = models.MLARequest

    central_authority_id = factory.LazyFunction(lambda: the_office().id)
    reference = factory.Sequence(lambda n: f"MLI-2020-{n:05}")
    direction = Direction.INCOMING
    status = Status.REGISTERED
    partner_state = "FR"
    received_on = date(2020, 3, 2)
    counted_from = factory.LazyAttribute(lambda row: row.received_on or row.sent_on)
    held_since = factory.LazyAttribute(lambda row: row.counted_from)
    entered_at = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)


class Fact(Factory):
    """A version of a request's coded facts; what it mentions is given by kind.

    `Fact(bases=["UNTOC"], natures=[("SERVICE", "PENDING")])`; the first basis and the
    first offence are the primary ones.
    """

    class Meta:
        model = models.Fact
        exclude = ("mla_request",)

    class Params:
        bases = ("UNTOC",)
        articles = ()
        natures = (("DOCUMENTS", "PENDING"),)
        offences = ("LAUNDERING",)
        grounds = ()
        authorities = ()

    mla_request = factory.SubFactory(MLARequest)
    mla_request_id = factory.SelfAttribute("mla_request.id")
    central_authority_id = factory.SelfAttribute("mla_request.central_authority_id")
    known_from = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
    reference = factory.SelfAttribute("mla_request.reference")
    direction = "incoming"
    matter = "MLA"
    status = "REGISTERED"
    partner_state = "FR"
    opened_on = date(2020, 3, 2)
    primary_basis = factory.LazyAttribute(lambda row: [*row.bases, "NOT_STATED"][0])
    primary_offence = factory.LazyAttribute(
        lambda row: [*row.offences, "NOT_STATED"][0]
    )

    @classmethod
    def _create(cls, model_class, *args, **values):
        mentions = values.pop("mentions")
        fact = super()._create(model_class, *args, **values)
        db.session.add_all(
            models.FactMention(
                fact_id=fact.id, kind=kind, position=n, code=code, outcome=outcome
            )
            for kind, codes in mentions.items()
            for n, (code, outcome) in enumerate(codes)
        )
        db.session.flush()
        return fact

    mentions = factory.LazyAttribute(
        lambda row: {
            "basis": [(code, None) for code in row.bases],
            "article": [(code, None) for code in row.articles],
            "nature": row.natures,
            "offence": [(code, None) for code in row.offences],
            "ground": [(code, None) for code in row.grounds],
            "authority": [(str(number), None) for number in row.authorities],
        }
    )
