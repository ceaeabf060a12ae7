"""Requests whose words are hard on forms, tables, spreadsheets and pages."""

from ctrack.domain.vocabulary import Channel, PartyRole, ReferenceKind
from ctrack.services.demonstration.scene import Scene, people

_LONG_NAME = (
    "Don Íñigo Fernando María de los Ángeles Alcántara-Bohórquez y Ceballos de la Vega"
    " Núñez, Quiñones de Sepúlveda, Maldonado de Echeverría e Ibáñez de Valdeoro"
)
_LONG_COMPANY = (
    "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsgesellschaft"
    " der vereinigten Binnenschifffahrtsunternehmen an der oberen Altach mbH & Co. KG"
)


def long_names(scene: Scene) -> None:
    """Names that no column was made for."""
    scene.incoming(
        *(
            "ES",
            14,
            f"Accounts of {_LONG_NAME}; of {_LONG_COMPANY}; and of others",
            "OTHER",
        ),
        bases="BILAT-ES 2; COE030 3",
        persons=people(
            (_LONG_NAME, PartyRole.SUSPECT, "1949-12-31", "ES"),
            (_LONG_COMPANY, PartyRole.LEGAL_PERSON, "", "DE"),
        ),
        partner_authority=(
            "Subdirección General de Cooperación Jurídica Internacional, Dirección"
            " General de Cooperación Jurídica Internacional y Derechos Humanos"
        ),
    )


def formulas(scene: Scene) -> None:
    """What a spreadsheet must not take for a formula, nor a page for a tag."""
    scene.incoming(
        *(
            "NL",
            17,
            '=HYPERLINK("https://example.test";"Overzicht")',
            "DOCUMENTS/DOC_BANK",
        ),
        bases="COE030 3",
        persons=people(("@Noordzij & Zonen", PartyRole.LEGAL_PERSON, "", "NL")),
        remarks="+31 70 555 01 40 (direct line)",
    )
    scene.incoming(
        *(
            "GB",
            18,
            '-1+1 <b>O’Dwyer</b> & Sons "Ltd" <script>alert(1)</script>',
            "SERVICE",
        ),
        bases="HARARE 1",
        persons=people(("O’Dwyer, Róisín <roisin>", PartyRole.WITNESS, "1999", "IE")),
    )


def right_to_left(scene: Scene) -> None:
    """Directions that change in the middle of a line."""
    scene.incoming(
        *(
            "IL",
            50,
            "חשבונות של נמלי נווה ים בע״מ (accounts, 2019–2024) מב״ל",
            "DOCUMENTS",
        ),
        bases="COE030 3",
        persons=people(("נועם בן־ארי", PartyRole.SUSPECT, "1974-05-02", "IL")),
    )
    scene.incoming(
        *(
            "EG",
            51,
            "تجميد حساب رقم EG38-0019 لدى Saint Orsola Savings Bank",
            "DOCUMENTS",
        ),
        bases="BILAT-EG 3",
        persons=people(("خديجة النجار", PartyRole.SUSPECT, "1981", "EG")),
    )


def cyrillic(scene: Scene) -> None:
    """A name to be found in its own script."""
    scene.incoming(
        *(
            "UA",
            64,
            "Рахунки Нечипоренка Тараса та ТОВ «Зелений Гай Агро»",
            "DOCUMENTS",
        ),
        bases="COE030 3; UNCAC 46",
        offences="EMBEZZLEMENT",
        persons=people(("Тарас Нечипоренко", PartyRole.SUSPECT, "1976-03-09", "UA")),
    )


def chinese(scene: Scene) -> None:
    """Names without a space."""
    scene.incoming(
        *("CN", 75, "协助调查金沙进出口有限公司走私案", "DOCUMENTS/DOC_COMPANY"),
        bases="UNTOC 18; BILAT-CN 1",
        offences="TAX_CUSTOMS",
        persons=people(
            ("欧阳雅婷", PartyRole.SUSPECT, "1988-11-23", "CN"),
            ("金沙进出口有限公司", PartyRole.LEGAL_PERSON, "", "CN"),
        ),
    )


def bare(scene: Scene) -> None:
    """As little as a request can say."""
    desk = scene.incoming("PE", 11, "", "OTHER", bases="NOT_STATED", offences="")
    desk.record.partner_authority = desk.record.originating_authority = ""
    desk.record.references.clear()
    desk.record.channel = desk.record.form = None


def many_bases(scene: Scene) -> None:
    """Six bases, two articles of one of them, and four numbers for one file."""
    desk = scene.incoming(
        *("FR", 29, "Organised theft of railway copper", "SEARCH_SEIZE_FREEZE"),
        bases="UNTOC 18; UNTOC 20; COE030 3; COE182 20; BILAT-FR 4; RECIPROCITY",
        offences="THEFT OCG LAUNDERING",
        channel=Channel.EUROJUST_NETWORK,
    )
    desk.record.references += [
        (ReferenceKind.ORIGINATING, "N° Parquet 26/041.118"),
        (ReferenceKind.OPERATION, "Cormorant"),
        (ReferenceKind.OTHER, "Eurojust ID 14 — 7731"),
    ]
    desk.record.remarks = "Joint search planned.\nSecond line: call before 09:00."


SCRIPTS = (
    long_names,
    formulas,
    right_to_left,
    cyrillic,
    chinese,
    bare,
    many_bases,
)
