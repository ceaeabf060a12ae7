"""Workbooks as other programs write them, part by part."""

import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_book(path, sheets, *, strings=(), formats=(), own=(), from_1904=False):
    """A workbook with these sheets, given as the XML of their rows by name.

    `strings` are the XML of shared texts; `formats` the numbers of number formats by
    style, `own` the codes of formats from number 200.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _parts(sheets, strings, formats, own, from_1904).items():
            archive.writestr(name, xml)
    return path


def _parts(sheets, strings, formats, own, from_1904):
    numbered = list(enumerate(sheets.items(), 1))
    relations = [
        _relation(f"r{n}", "worksheet", f"worksheets/s{n}.xml") for n, _ in numbered
    ]
    relations += [
        _relation("rs", "sharedStrings", "sharedStrings.xml"),
        _relation("rf", "styles", "/xl/styles.xml"),
    ]
    named = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in numbered
    )
    return {
        "_rels/.rels": _relations(
            [_relation("r1", "officeDocument", "xl/workbook.xml")]
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>',
        "xl/styles.xml": _styles(formats, own),
        **{
            f"xl/worksheets/s{n}.xml": xml
            if xml.startswith("<") and "worksheet" in xml
            else f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'
            for n, (_, xml) in numbered
        },
    }


def _relation(number, kind, target):
    return f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _relations(relations):
    return f'<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>'


def _styles(formats, own):
    codes = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code}"/>'
        for n, code in enumerate(own, 200)
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in formats)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>"
    )
