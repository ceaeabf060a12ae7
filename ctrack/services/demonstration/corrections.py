"""Mistakes that were put right: events of their own, distinct from progress."""

from datetime import timedelta

from ctrack.services.demonstration.desk import Desk


def perhaps(desk: Desk) -> None:
    """Once in a while somebody corrects the record."""
    chance = desk.rng.random()
    record = desk.record
    if chance < 0.02 and record.received_on:
        mistaken = (record.received_on + timedelta(days=1)).isoformat()
        desk.correct("received_on", mistaken, record.received_on.isoformat())
    elif chance < 0.05 and len(record.subject) > 12:
        place = desk.rng.randint(1, len(record.subject) - 3)
        mistyped = record.subject[:place] + record.subject[place + 1 :]
        desk.correct("subject", mistyped, record.subject)
    elif chance < 0.065:
        desk.correct("language", "", record.language, "Left out at registration.")
