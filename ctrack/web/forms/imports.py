"""Choosing a register to import, and storing it."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from ctrack.web.forms.base import Form


class ImportForm(Form):
    """The file with the register."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file that holds the register."))],
        description=_l("An Excel workbook (.xlsx) or a text file (.csv), up to 16 MB."),
        render_kw={"accept": ".xlsx,.csv"},
    )


class StoreForm(Form):
    """Whether rows that cannot be taken may be left out."""

    skip_bad = BooleanField()
