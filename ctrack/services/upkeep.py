"""What a database needs now and then, so that it stays quick."""

from sqlalchemy import text

from ctrack.extensions import db


def analyse() -> None:
    """Let the database look at its tables, so that it plans its searches well.

    After much has been stored, or a migration has made a table anew: what the database
    knew of it is gone then.
    """
    db.session.execute(text("ANALYZE"))
