"""The table as a workbook of Office Open XML, with the legend on a second sheet.

Text is text: a cell that begins with `=` is no formula. Nothing in the file tells when it was
written, so that the same table gives the same bytes.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from casegraph.exporters.table.cells import Cell, groups
from casegraph.exporters.table.sheet import Sheet

_LONGEST = 32_767
"""How many characters a cell of a workbook holds."""
_CUT = " […: cut here, a cell holds no more]"
_NO_DATE = datetime(1980, 1, 1)
"""What stands for no date in an archive."""
_PIECE = 1 << 16
_PLAIN = Font()
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_NOTES_WIDTH = 100


def xlsx(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as a workbook."""
    workbook = Workbook(write_only=True)
    workbook.properties.created = workbook.properties.modified = _NO_DATE
    workbook.properties.title = sheet.title
    _cases(workbook, sheet)
    _notes(workbook, sheet)
    with TemporaryFile() as file:
        with _Archive(file, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(workbook, archive).write_data()
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _cases(workbook: Workbook, sheet: Sheet) -> None:
    """Add the table, its header fixed on the screen and repeated on each printed page."""
    page: Any = workbook.create_sheet("Cases")
    for number, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.append([_written(page, column.heading, _BOLD) for column in sheet.columns])
    try:
        for cells in sheet.rows:
            page.append([_written(page, _lines(cell)) for cell in cells])
    finally:
        page.close()


def _notes(workbook: Workbook, sheet: Sheet) -> None:
    page: Any = workbook.create_sheet("Notes")
    page.column_dimensions["A"].width = _NOTES_WIDTH
    page.append([_written(page, sheet.title, _BOLD)])
    for note in sheet.notes:
        page.append([_written(page, note)])


def _lines(cell: Cell) -> str:
    """Return a cell with an entry on each line, those of a group under its heading."""
    lines = []
    for heading, told in groups(cell):
        lines += [f"{heading}:"] if heading else []
        lines += [f"- {text}" for text in told] if heading else told
    return "\n".join(lines)


def _written(page: Any, text: str, font: Font = _PLAIN) -> Any:  # noqa: ANN401 - untyped there
    """Return a cell that shows *text*, None for none."""
    if not text:
        return None
    said = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    cell = WriteOnlyCell(page)
    cell.value = said if len(said) <= _LONGEST else said[: _LONGEST - len(_CUT)] + _CUT
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    cell.font = font
    return cell


class _Archive(ZipFile):
    """An archive whose members bear no date."""

    def writestr(self, name: Any, data: Any, *options: Any) -> None:  # noqa: ANN401 - as in the base
        """Add *data* as the member *name*."""
        member = ZipInfo(name)
        member.compress_type = self.compression
        super().writestr(member, data, *options)

    def write(self, file: Any, name: Any = None, *_: Any) -> None:  # noqa: ANN401 - as in the base
        """Add the content of *file* as the member *name*."""
        member = ZipInfo(name)
        member.compress_type = self.compression
        with Path(file).open("rb") as source, self.open(member, "w") as target:
            while piece := source.read(_PIECE):
                target.write(piece)
