"""What a fresh workbook takes over from one that people changed: told where it is doubtful, refused where it may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slasheet.cli.main import cli
from slasheet.revise.take_over import take_over
from slasheet.texts.findings import FileError
from tests.checker.test_findings import BELOW, PLAN, a_region_below, at, fresh, reshaped, typed
from tests.helpers.engines import Deed, Edit, libreoffice_fill

pytestmark = pytest.mark.slow

SORTED = typed((at("regions", "North America"), "EMEA"), (at("regions", "EMEA"), "North America"))


def rebuilt(path: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["rebuild", str(path), "-o", str(path.with_name("again.xlsx")), *options])


def test_sorted_names_are_taken_over_only_when_that_is_meant(tmp_path: Path) -> None:
    path = SORTED(tmp_path)
    refused = rebuilt(path)
    assert (refused.exit_code, path.with_name("again.xlsx").exists()) == (2, False)
    assert "original order" in refused.stderr
    assert "--as-it-stands" in refused.stderr
    meant = rebuilt(path, "--as-it-stands")
    assert meant.exit_code == 0
    assert "note: Revenue target!" in meant.stdout
    assert take_over(path.with_name("again.xlsx")).plan.regions == ("EMEA", "North America")


@pytest.mark.parametrize("month", ["03/08/2027", "soon", 46402])
def test_a_first_month_that_cannot_be_read_is_not_guessed(month: object, tmp_path: Path) -> None:
    path = typed((at("horizon", "2027-01"), month))(tmp_path)
    with pytest.raises(FileError, match="first month"):
        take_over(path)
    assert take_over(path, as_it_stands=True).plan.inputs["deal_size"] == PLAN.inputs["deal_size"]


def test_numbers_outside_of_the_tables_are_told_by_rebuild_and_not_dropped_by_update(tmp_path: Path) -> None:
    path = reshaped(a_region_below)(tmp_path)
    assert f"note: Revenue target!A{BELOW}: “LATAM”, with 3 numbers, is outside all tables" in rebuilt(path).stdout
    update = ["update", str(path), "--title", "New", "-o", str(tmp_path / "new.xlsx")]
    refused = CliRunner().invoke(cli, update)
    assert (refused.exit_code, (tmp_path / "new.xlsx").exists()) == (1, False)
    assert "LATAM" in refused.stdout
    assert CliRunner().invoke(cli, [*update, "--drop"]).exit_code == 0


def test_printed_names_typed_over_are_told(tmp_path: Path) -> None:
    sheet, cell = at("deal_size", "EMEA")[:2]
    label = at("deal_size", "EMEA")._replace(cell=f"{str(cell)[0]}{int(str(cell)[1:]) - 1}")
    assert f"note: {sheet}!{label.cell}: " in rebuilt(typed((label, "APAC"))(tmp_path)).stdout


@pytest.mark.engine
@pytest.mark.parametrize(("deed", "way"), [("insert cells", "right"), ("delete cells", "left")])
def test_inputs_moved_cell_by_cell_are_not_taken_over_under_other_names(deed: str, way: str, tmp_path: Path) -> None:
    first = str(at("revenue_target", "EMEA", "2027-01").cell)
    edit = Deed("Revenue target", deed, f"{first}:{first}", to=way, lifted=True)
    libreoffice_fill([Edit(fresh(tmp_path), tmp_path / "moved.xlsx", {}, deeds=(edit,))])
    with pytest.raises(FileError, match="under the wrong name"):
        take_over(tmp_path / "moved.xlsx")


def test_one_formula_that_refers_elsewhere_was_edited_and_hinders_nothing(tmp_path: Path) -> None:
    path = typed((at("lead_value", "Webinar", "EMEA"), "='Deal size'!$E$5*2"))(tmp_path)
    assert take_over(path).plan.inputs == PLAN.inputs
