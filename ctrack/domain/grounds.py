"""Which grounds of refusal a legal basis forbids."""

from collections.abc import Collection, Mapping

from ctrack.domain.errors import Problem, problem
from ctrack.domain.wording import N_


def forbidding(
    forbidden_under: Collection[str], applied_bases: Collection[str]
) -> list[str]:
    """The applied bases that forbid a ground, in order."""
    return sorted(set(forbidden_under) & set(applied_bases))


def is_doubtful(
    forbidden_under: Collection[str], applied_bases: Collection[str]
) -> bool:
    """Whether a ground that treaties forbid is not forbidden here, and to be warned of.

    Bank secrecy and fiscal matters: a basis that does not say so itself may still not
    allow it, as ETS 99 art. 1 takes away what ETS 30 art. 2(a) had left.
    """
    return bool(forbidden_under) and not forbidding(forbidden_under, applied_bases)


def check_grounds(
    grounds: Mapping[str, Collection[str]], applied_bases: Collection[str]
) -> list[Problem]:
    """A problem for each ground that an applied basis forbids.

    `grounds` gives for each chosen ground the codes of the instruments that forbid
    it: bank secrecy (UNTOC art. 18(8)) and solely fiscal matters (art. 18(22)).
    """
    return [
        problem(
            "refusal_grounds",
            N_(
                "%(ground)s is not a lawful ground under %(bases)s. "
                "Choose another ground."
            ),
            ground=ground,
            bases=", ".join(found),
        )
        for ground, forbidden_under in grounds.items()
        if (found := forbidding(forbidden_under, applied_bases))
    ]
