"""The life cycle as a document: Markdown with diagrams in Mermaid.

`python -m ctrack.domain.lifecycle_document docs/life-cycle.md` writes it anew.
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from ctrack.domain.describe import (
    EXECUTION_RULE,
    StepRow,
    stage_rows,
    step_rows,
    transfer_rows,
)
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.statuses import RAIL, STAGES, Status
from ctrack.domain.transfers import TRANSFER_STEPS, TransferStatus
from ctrack.domain.vocabulary import Direction

_HEAD = """\
# The life cycle

What may be done with a request, when, by whom, and what follows. This document is made
from the tables in `incoming_steps.py`, `outgoing_steps.py`, `statuses.py` and
`transfers.py` of `ctrack/domain` by `make life-cycle`; a test compares the two. The
same tables give the buttons and forms of the pages, the refusals on the server, and
the page `/help/life-cycle` of the application.

Every step asks for the day on which it happened and is written to the event log. A day
that lies before one that must precede it is refused, unless a supervisor says why.
"""

_INTRODUCTIONS = {
    Direction.INCOMING: "Requests that other States send to us.",
    Direction.OUTGOING: "Requests that we send to other States.",
}


def document() -> str:
    """The whole document in Markdown, with diagrams in Mermaid."""
    return "\n".join([_HEAD, *_lines()])


def _lines() -> Iterator[str]:
    for direction in Direction:
        yield from _direction_lines(direction)
    yield from _transfer_lines()


def _direction_lines(direction: Direction) -> Iterator[str]:
    yield f"## {direction.label} requests\n\n{_INTRODUCTIONS[direction]}\n"
    yield from _diagram(_arrows(direction), _names(direction))
    yield "### Stages\n"
    yield from _table(
        ("Stage", "Code", "Who has the file", "What usually follows"),
        (
            (
                row.stage.label + (" (clock stands still)" if row.is_paused else ""),
                f"`{row.status}`",
                row.stage.holder.label,
                row.next_label or "–",
            )
            for row in stage_rows(direction)
        ),
    )
    yield "### Steps\n"
    yield from _step_table(step_rows(direction))


def _transfer_lines() -> Iterator[str]:
    yield "## Transfers to competent authorities\n"
    yield "Each transfer covers chosen measures and has a life of its own.\n"
    yield from _diagram(_transfer_arrows(), {s.value: s.label for s in TransferStatus})
    yield "### Steps\n"
    yield from _step_table(transfer_rows())
    yield "### The stage of the request follows\n"
    yield "The first of these that is true:\n"
    yield from (f"{n}. {rule}" for n, rule in enumerate(EXECUTION_RULE, 1))
    yield ""


def _step_table(rows: Iterable[StepRow]) -> Iterator[str]:
    yield from _table(
        (
            "Step",
            "Open at",
            "Leads to",
            "Needs",
            "May give",
            "Only if",
            "Who",
            "Source",
        ),
        (
            (
                f"{row.label} (`{row.code}`)",
                "; ".join(row.origins),
                row.target,
                "; ".join(row.needs) or "–",
                "; ".join(row.may) or "–",
                "; ".join(_rules(row)) or "–",
                ", ".join(row.roles),
                row.source or "–",
            )
            for row in rows
        ),
    )


def _rules(row: StepRow) -> Iterator[str]:
    yield from row.rules
    yield from (f"{rule}, or a supervisor notes why" for rule in row.noted_rules)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _names(direction: Direction) -> dict[str, str]:
    return {status.value: stage.label for status, stage in STAGES[direction].items()}


def _arrows(direction: Direction) -> Iterator[tuple[str, str, str]]:
    """From, to, label; steps that change no stage or are open anywhere left out."""
    rail = RAIL[direction]
    for step in STEPS[direction].values():
        if not isinstance(step.target, Status) or step.code == "close":
            continue
        for status in STAGES[direction]:
            if status in step.origins:
                yield status.value, step.target.value, step.label
    following = [s for s in rail if s in _FOLLOWING]
    for before, after in pairwise(following):
        yield before.value, after.value, "follows"
    yield rail[-2].value, Status.CLOSED.value, STEPS[direction]["close"].label


_FOLLOWING = frozenset(
    {
        Status.ACCEPTED,
        Status.TRANSFERRED,
        Status.IN_EXECUTION,
        Status.PARTIALLY_EXECUTED,
        Status.EXECUTED,
        Status.ACKNOWLEDGED,
        Status.RESPONSE_PARTIAL,
        Status.RESPONSE_COMPLETE,
    }
)
"""Stages that are never set by hand but follow from transfers and measures."""


def _transfer_arrows() -> Iterator[tuple[str, str, str]]:
    for step in TRANSFER_STEPS.values():
        targets = [step.target] if step.target else []
        if step.code == "report":
            targets = [TransferStatus.IN_PROGRESS, TransferStatus.DONE]
        for target in targets:
            for status in TransferStatus:
                if status in step.origins and status is not target:
                    yield status.value, target.value, step.label


def _diagram(
    arrows: Iterable[tuple[str, str, str]], names: dict[str, str]
) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    drawn = list(arrows)
    used = {end for before, after, _ in drawn for end in (before, after)}
    yield from (f'    state "{names[c]}" as {c}' for c in names if c in used)
    yield from (f"    {before} --> {after}: {label}" for before, after, label in drawn)
    yield "```\n"


def main() -> None:
    """Write the document to the file that the command line names."""
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
