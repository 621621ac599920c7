"""What a user of LibreOffice does to an open workbook, deed by deed; runs under Debian's own Python."""

from __future__ import annotations

from typing import Any

import uno

VALUE, DATETIME, STRING, FORMULA = 1, 2, 4, 16  # com.sun.star.sheet.CellFlags
CONTENTS = VALUE | DATETIME | STRING | FORMULA
AS_IN_XLSX = 3  # com.sun.star.sheet.AddressConvention.XL_OOX: comma between arguments, Sheet!A1


def do(document: Any, deed: dict[str, Any]) -> None:
    """Do a deed, with the protection of the sheet lifted for the moment where the deed says so."""
    sheet = document.Sheets.getByName(deed["sheet"])
    lifted = deed["lifted"] and sheet.isProtected()
    if lifted:
        sheet.unprotect("")
    DEEDS[deed["deed"]](document, sheet, deed)
    if lifted and deed["deed"] != "remove":
        sheet.protect("")


def setting(name: str, value: object) -> Any:
    """Return a name and value as UNO calls take them."""
    pair = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    pair.Name, pair.Value = name, value
    return pair


def sure(done: bool, deed: dict[str, Any]) -> None:
    """Raise unless it was done: LibreOffice does not say when protection forbids."""
    if not done:
        message = f"LibreOffice did not do it: {deed}"
        raise RuntimeError(message)


# Values -----------------------------------------------------------------------------------------


def type_into(document: Any, sheet: Any, cell: Any, value: float | str | None) -> None:
    """Type a value as a user would: a locked cell of a protected sheet needs the protection lifted for the moment."""
    locked = sheet.isProtected() and cell.CellProtection.IsLocked
    if locked:
        sheet.unprotect("")
    if value is None:
        cell.clearContents(CONTENTS)
    elif not isinstance(value, str):
        cell.setValue(value)
    elif value.startswith("="):
        parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.FormulaConvention = AS_IN_XLSX
        cell.setTokens(parser.parseFormula(value[1:], cell.CellAddress))
    else:
        cell.setString(value)
    if locked:
        sheet.protect("")


def paste_values(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Put in place of every formula of the area the value that it shows, as copying and pasting values does."""
    area = sheet.getCellRangeByName(deed["area"])
    area.setDataArray(area.getDataArray())
    # An error value can't be a constant in LibreOffice: pasted, it stands there as its own formula.
    for cell in area.queryContentCells(FORMULA).Cells:
        cell.setFormula(f"={cell.String}")
    sure(all(cell.getError() for cell in area.queryContentCells(FORMULA).Cells), deed)


def link(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Refer to a cell of another workbook, as in 'file:///prices.xlsx'#$Sheet1.A1."""
    sheet.getCellRangeByName(deed["area"]).setFormula(f"={deed['to']}")


def number_format(document: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Give the area another number format."""
    formats, local = document.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
    key = formats.queryKey(deed["to"], local, False)
    sheet.getCellRangeByName(deed["area"]).NumberFormat = key if key != -1 else formats.addNew(deed["to"], local)


def count_from_1904(document: Any, _sheet: Any, _deed: dict[str, Any]) -> None:
    """Switch the workbook to the dates of 1904: every day number now means a day four years and a day later."""
    day = uno.createUnoStruct("com.sun.star.util.Date")
    day.Day, day.Month, day.Year = 1, 1, 1904
    document.NullDate = day


def add_to_numbers(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Add a number to every number of the area, as pasting with addition does."""
    area = sheet.getCellRangeByName(deed["area"])
    area.setDataArray(
        tuple(tuple(v + deed["by"] if isinstance(v, float) else v for v in row) for row in area.getDataArray())
    )


# Rows, columns and cells ------------------------------------------------------------------------


def insert_rows(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Put empty rows in where the area is."""
    area = sheet.getCellRangeByName(deed["area"]).RangeAddress
    below, count = sheet.getCellByPosition(0, area.EndRow + 1), area.EndRow - area.StartRow + 1
    sheet.Rows.insertByIndex(area.StartRow, count)
    sure(below.CellAddress.Row == area.EndRow + 1 + count, deed)


def delete_rows(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Take the rows of the area out."""
    area = sheet.getCellRangeByName(deed["area"]).RangeAddress
    below, count = sheet.getCellByPosition(0, area.EndRow + 1), area.EndRow - area.StartRow + 1
    sheet.Rows.removeByIndex(area.StartRow, count)
    sure(below.CellAddress.Row == area.StartRow, deed)


def insert_columns(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Put empty columns in where the area is."""
    area = sheet.getCellRangeByName(deed["area"]).RangeAddress
    beside, count = sheet.getCellByPosition(area.EndColumn + 1, 0), area.EndColumn - area.StartColumn + 1
    sheet.Columns.insertByIndex(area.StartColumn, count)
    sure(beside.CellAddress.Column == area.EndColumn + 1 + count, deed)


def delete_columns(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Take the columns of the area out."""
    area = sheet.getCellRangeByName(deed["area"]).RangeAddress
    beside, count = sheet.getCellByPosition(area.EndColumn + 1, 0), area.EndColumn - area.StartColumn + 1
    sheet.Columns.removeByIndex(area.StartColumn, count)
    sure(beside.CellAddress.Column == area.StartColumn, deed)


def insert_cells(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Put empty cells in where the area is; what stands there goes `to` "down" or "right"."""
    area = sheet.getCellRangeByName(deed["area"])
    before = area.getDataArray()
    mode = uno.Enum("com.sun.star.sheet.CellInsertMode", deed["to"].upper())
    sheet.insertCells(area.RangeAddress, mode)
    sure(sheet.getCellRangeByName(deed["area"]).getDataArray() != before, deed)


def delete_cells(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Take the cells of the area out; what follows comes `to` "up" or "left"."""
    area = sheet.getCellRangeByName(deed["area"])
    before = area.getDataArray()
    sheet.removeRange(area.RangeAddress, uno.Enum("com.sun.star.sheet.CellDeleteMode", deed["to"].upper()))
    sure(sheet.getCellRangeByName(deed["area"]).getDataArray() != before, deed)


def cut_and_paste(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Move the cells of the area to where their first is `to` stand; what refers to them follows."""
    target = sheet.getCellRangeByName(deed["to"])
    sheet.moveRange(target.CellAddress, sheet.getCellRangeByName(deed["area"]).RangeAddress)


def copy_and_paste(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Copy the cells of the area to where their first is `to` stand."""
    target = sheet.getCellRangeByName(deed["to"])
    sheet.copyRange(target.CellAddress, sheet.getCellRangeByName(deed["area"]).RangeAddress)


def merge(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Merge the cells of the area; what the others hold stays, hidden."""
    area = sheet.getCellRangeByName(deed["area"])
    area.merge(True)
    sure(area.IsMerged, deed)


def sort(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Sort the rows of the area by one of its columns."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = deed["by"], True
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    area = sheet.getCellRangeByName(deed["area"])
    before = area.getDataArray()
    uno.invoke(area, "sort", ((setting("SortFields", fields), setting("ContainsHeader", False)),))
    sure(area.getDataArray() != before, deed)


def choose(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Filter the area, whose first row is a header, to the rows that hold a text in one of its columns."""
    area = sheet.getCellRangeByName(deed["area"])
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field, field.StringValue = deed["by"], deed["only"]
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    how = area.createFilterDescriptor(True)
    how.ContainsHeader = True
    how.setFilterFields((field,))
    area.filter(how)
    sure(not all(area.Rows.getByIndex(row).IsVisible for row in range(area.Rows.Count)), deed)


def hide_rows(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Hide the rows of the area."""
    rows = sheet.getCellRangeByName(deed["area"]).Rows
    rows.IsVisible = False
    sure(not rows.getByIndex(0).IsVisible, deed)


def hide_columns(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Hide the columns of the area."""
    columns = sheet.getCellRangeByName(deed["area"]).Columns
    columns.IsVisible = False
    sure(not columns.getByIndex(0).IsVisible, deed)


def note(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Put a note at a cell."""
    sheet.Annotations.insertNew(sheet.getCellRangeByName(deed["area"]).CellAddress, deed["to"])


# Sheets and names -------------------------------------------------------------------------------


def rename(_: Any, sheet: Any, deed: dict[str, Any]) -> None:
    """Give the sheet another title."""
    sheet.setName(deed["to"])


def reorder(document: Any, _sheet: Any, deed: dict[str, Any]) -> None:
    """Move the sheet to another place among the sheets, from 0."""
    document.Sheets.moveByName(deed["sheet"], deed["by"])


def copy(document: Any, _sheet: Any, deed: dict[str, Any]) -> None:
    """Copy the sheet under another title to a place among the sheets, from 0."""
    document.Sheets.copyByName(deed["sheet"], deed["to"], deed["by"])


def add(document: Any, _sheet: Any, deed: dict[str, Any]) -> None:
    """Put in an empty sheet at a place among the sheets, from 0."""
    document.Sheets.insertNewByName(deed["to"], deed["by"])


def delete_charts(document: Any, _sheet: Any, _deed: dict[str, Any]) -> None:
    """Delete the charts of every sheet."""
    for name in document.Sheets.ElementNames:
        charts = document.Sheets.getByName(name).Charts
        for chart in charts.ElementNames:
            charts.removeByName(chart)


def remove(document: Any, _sheet: Any, deed: dict[str, Any]) -> None:
    """Take the sheet out."""
    document.Sheets.removeByName(deed["sheet"])


def hide(_: Any, sheet: Any, _deed: dict[str, Any]) -> None:
    """Hide the sheet."""
    sheet.IsVisible = False


def delete_names(document: Any, _sheet: Any, deed: dict[str, Any]) -> None:
    """Delete the defined names that begin with `to`."""
    names = document.NamedRanges
    for name in [known for known in names.ElementNames if known.startswith(deed["to"])]:
        names.removeByName(name)


DEEDS = {
    "insert": insert_rows,
    "delete": delete_rows,
    "insert columns": insert_columns,
    "delete columns": delete_columns,
    "insert cells": insert_cells,
    "delete cells": delete_cells,
    "cut": cut_and_paste,
    "copy": copy_and_paste,
    "merge": merge,
    "sort": sort,
    "filter": choose,
    "hide rows": hide_rows,
    "hide columns": hide_columns,
    "note": note,
    "values": paste_values,
    "link": link,
    "format": number_format,
    "1904": count_from_1904,
    "add": add_to_numbers,
    "rename": rename,
    "reorder": reorder,
    "copy sheet": copy,
    "add sheet": add,
    "delete charts": delete_charts,
    "remove": remove,
    "hide": hide,
    "delete names": delete_names,
}
