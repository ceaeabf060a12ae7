"""Doing the same with many requests: with all of them, or with none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ctrack.domain import many
from ctrack.domain.errors import ChangedMeanwhile, Invalid
from ctrack.domain.many import MOST
from ctrack.domain.wording import N_, Sentence
from ctrack.models import Event, MLARequest, User
from ctrack.queries import approvals, many_requests
from ctrack.services import steps
from ctrack.services.step_answers import Answers

Done = TypeVar("Done")


@dataclass(frozen=True)
class Verdict:
    """Whether the step can be taken for a request, and if not, why."""

    mla_request: MLARequest
    reason: Sentence | None


class NotForAll(ChangedMeanwhile):
    """The step cannot be taken for every one of the requests: none was changed."""

    def __init__(self, reasons: Mapping[str, Sentence]) -> None:
        """Take the reason for each reference in whose way something stands."""
        self.reasons = reasons
        super().__init__(
            N_(
                "Nothing was stored: %(number)s of the requests cannot be dealt with "
                "as you saw them. Look at them, and press again for the others."
            ),
            number=len(reasons),
        )


def verdicts(requests: Sequence[MLARequest], code: str, *, by: User) -> list[Verdict]:
    """For each request, whether this person can take the step now."""
    return [
        Verdict(
            row,
            many.in_the_way(row.standing, code, by.permissions)
            or (steps.UNSEEN if approvals.needs_approval(row, code) else None),
        )
        for row in requests
    ]


_CHANGED = N_("somebody has changed the request since you saw it")
_GONE = N_("there is no such request that you may see")


def take(
    seen: Mapping[str, int], code: str, answers: Answers, *, by: User
) -> list[Event]:
    """Take the step for all these requests; `seen` are their versions by reference.

    Raises NotForAll where one of them was changed since, or the step is not open for
    it; Invalid where the answers cannot be taken. The caller's transaction ends then.
    """
    return for_each(
        seen,
        lambda requests: verdicts(requests, code, by=by),
        lambda row: steps.take(row, code, answers, by=by),
        by=by,
    )


def for_each(
    seen: Mapping[str, int],
    judge: Callable[[Sequence[MLARequest]], Sequence[Verdict]],
    deed: Callable[[MLARequest], Done],
    *,
    by: User,
) -> list[Done]:
    """Do something with all these requests, or with none; raises what `take` raises."""
    requests = many_requests.locked(list(seen)[:MOST], seen_by=by)
    reasons = {
        row.reference: Sentence(_CHANGED)
        for row in requests
        if row.version != seen[row.reference]
    }
    known = {row.reference for row in requests}
    reasons |= {name: Sentence(_GONE) for name in seen if name not in known}
    for verdict in judge(requests):
        if verdict.reason is not None:
            reasons.setdefault(verdict.mla_request.reference, verdict.reason)
    if reasons:
        raise NotForAll(reasons)
    return _done(requests, deed)


def _done(
    requests: Sequence[MLARequest], deed: Callable[[MLARequest], Done]
) -> list[Done]:
    """What shows only when it is done, a day too early, names its request.

    What is wrong for all of them is wrong with the answers.
    """
    found: list[Done] = []
    refused: dict[str, Invalid] = {}
    for row in requests:
        try:
            found.append(deed(row))
        except Invalid as invalid:
            refused[row.reference] = invalid
    if not refused:
        return found
    sentences = {name: told.problems[0].sentence for name, told in refused.items()}
    if len(refused) == len(requests) and len(set(map(str, sentences.values()))) == 1:
        raise next(iter(refused.values()))
    raise NotForAll(sentences)
