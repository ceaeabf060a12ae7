"""Which grounds of refusal a legal basis forbids."""

from collections.abc import Collection, Mapping

from ctrack.domain.errors import Problem, problem
from ctrack.domain.wording import N_


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
            bases=", ".join(sorted(forbidding)),
        )
        for ground, forbidden_under in grounds.items()
        if (forbidding := set(forbidden_under) & set(applied_bases))
    ]
