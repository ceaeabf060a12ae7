"""What readers are told of figures that are hidden."""

from ctrack.domain.wording import N_, Sentence, counted

RULES: tuple[str, ...] = (
    N_(
        "Figures of few requests could tell who is behind them. In the tables by "
        "State, offence and authority a figure from 1 to below the threshold is "
        "hidden: “..” stands in its place."
    ),
    N_(
        "Further figures are hidden so that none of these can be worked out from "
        "totals, from other tables of the same edition, or from the rule that the flow "
        "balances. A reader must reckon with every number from 1 to below the "
        "threshold, as far as the published totals leave room for it; this is proved "
        "by linear programs before the figures are stored."
    ),
    N_(
        "“..” is never 0 and never empty. 0 means that there was none. Totals are "
        "those of all figures, the hidden ones among them."
    ),
    N_(
        "Rows are in the order of their names; the row “Not stated” is always there. "
        "Bilateral treaties, which each name a State, are added up to one row, and so "
        "are the days with each competent authority."
    ),
    N_(
        "Medians and percentiles are shown only where the figures shown beside them "
        "make the threshold; by State and authority “..” stands there too where there "
        "is none."
    ),
    N_(
        "Editions about some of the same days, or days beside them, are looked at "
        "together: neither a figure hidden in one, nor a number below the threshold "
        "that no table shows, follows from their difference. Where the register was "
        "corrected meanwhile they contradict each other; what still fits together is "
        "looked at all the same."
    ),
    N_("Not protected: what a reader knows from elsewhere."),
)
"""The method, in the words of the published page."""


def note(hidden: int, threshold: int) -> Sentence:
    """What stands beside a table in which figures are hidden."""
    return counted(
        N_(
            "%(number)s figure is hidden, shown as “..”: it is below %(threshold)s, or "
            "rests on fewer, or would give away one that is. “..” does not mean 0."
        ),
        N_(
            "%(number)s figures are hidden, shown as “..”: they are below "
            "%(threshold)s, or rest on fewer, or would give away one that is. “..” "
            "does not mean 0."
        ),
        hidden,
        threshold=threshold,
    )
