"""Opening the file of a register, whatever it is."""

from pathlib import Path

from ctrack.domain.wording import N_
from ctrack.services.imports.delimited import Delimited
from ctrack.services.imports.unreadable import Unreadable
from ctrack.services.imports.xlsx import Xlsx

_ARCHIVE = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINNING = 1 << 20
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
TEXTS = frozenset({".csv", ".txt", ".tsv"})


def opened(path: Path, name: str = "") -> Xlsx | Delimited:
    """The file, ready to be read; `name` is what people call it.

    Told by its content rather than by its name. Raises Unreadable with what to do,
    OSError where there is no such file.
    """
    name = name or path.name
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    if not beginning.strip():
        raise Unreadable(
            N_("%(file)s is empty. Give a file with a register."), file=name
        )
    if beginning.startswith(_ARCHIVE):
        return Xlsx(path, name)
    if beginning.startswith(_OLD_OFFICE):
        raise Unreadable(_of_old_office(beginning, path), file=name)
    suffix = Path(name).suffix.lower()
    if suffix in WORKBOOKS:
        raise Unreadable(
            N_(
                "%(file)s is not a workbook, though its name says so. Save it as .xlsx "
                "in your spreadsheet program; a text file is to be named .csv."
            ),
            file=name,
        )
    if suffix not in TEXTS:
        raise Unreadable(
            N_("%(file)s is neither a workbook (.xlsx) nor a text file (.csv)."),
            file=name,
        )
    return Delimited(path, name)


def _of_old_office(beginning: bytes, path: Path) -> str:
    if _ENCRYPTED in beginning or _ENCRYPTED in _end_of(path):
        return N_(
            "%(file)s is protected by a password. Save a copy without a password, "
            "and import that."
        )
    return N_(
        "%(file)s is a workbook of an old kind (.xls). Open it in your spreadsheet "
        "program and save it as .xlsx."
    )


def _end_of(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _BEGINNING))
        return file.read()
