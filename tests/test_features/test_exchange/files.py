"""Hand-made spreadsheets and zips: also such as no honest program writes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "{sheets}</Types>"
)
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{rels}</Relationships>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Rows = Sequence[Sequence[str]]


def cells(rows: Rows) -> str:
    """Rows of texts as the XML of a sheet; a cell that begins with ``<`` is taken as XML itself."""
    return "".join(
        f'<row r="{number}">{"".join(_cell(text, f"{chr(64 + place)}{number}") for place, text in enumerate(row, 1))}</row>'
        for number, row in enumerate(rows, 1)
    )


def _cell(text: str, where: str) -> str:
    if text.startswith("<c"):
        return text.replace("<c", f'<c r="{where}"', 1)
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""


def xlsx(sheets: Mapping[str, Rows | str], more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook; a sheet is rows of texts, or the XML between ``<sheetData>`` and its end."""
    numbers = range(1, len(sheets) + 1)
    members = {
        "[Content_Types].xml": _TYPES.format(sheets="".join(_SHEET_TYPE.format(n=n) for n in numbers)),
        "_rels/.rels": _RELS.format(rels=f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _RELS.format(
            rels="".join(f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        ),
    }
    for number, content in enumerate(sheets.values(), 1):
        inside = content if isinstance(content, str) else cells(content)
        members[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{_MAIN}"><sheetData>{inside}</sheetData></worksheet>'
    return zipped({name: text.encode() for name, text in members.items()} | dict(more or {}))


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, name: str, size: int) -> bytes:
    """The zip, with another unpacked size declared for one file, in both places where it stands."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo(name)
    changed = bytearray(data)
    central = data.rindex(name.encode()) - 46
    for place in (info.header_offset + 22, central + 24):
        changed[place : place + 4] = size.to_bytes(4, "little")
    return bytes(changed)
