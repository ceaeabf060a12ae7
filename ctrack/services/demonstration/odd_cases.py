"""The requests written by hand: every stage, and what is hard to get right."""

from ctrack.services.demonstration import (
    odd_incoming,
    odd_outgoing,
    odd_texts,
    odd_transfers,
    stages,
)
from ctrack.services.demonstration.cases import Case
from ctrack.services.demonstration.diary import Present
from ctrack.services.demonstration.office import Office
from ctrack.services.demonstration.scene import Scene


def all_of(office: Office, present: Present) -> list[Case]:
    """Every one of them, in no order."""
    scene = Scene(office, present)
    for module in (stages, odd_incoming, odd_transfers, odd_texts, odd_outgoing):
        for write in module.SCRIPTS:
            write(scene)
    return scene.cases
