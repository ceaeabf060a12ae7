"""Which pages of a long list are named."""

from collections.abc import Callable

AROUND = 2
"""Pages named before and after the present one; between them and the ends a gap."""


def numbers(
    page: int, pages: int, address: Callable[[int], str]
) -> list[tuple[int, str]]:
    """The pages to name, each with its address; 0 for a gap."""
    near = range(max(1, page - AROUND), min(pages, page + AROUND) + 1)
    shown = sorted({1, pages, *near})
    found: list[tuple[int, str]] = []
    for number in shown:
        if found and number > found[-1][0] + 1:
            found.append((0, ""))
        found.append((number, address(number)))
    return found
