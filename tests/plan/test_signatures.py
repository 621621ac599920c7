"""Signed means signed: what was agreed is known by its fingerprint, and any change of it since is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slasheet import check, read, write
from slasheet.cli.main import cli
from slasheet.plan.carry import texts
from slasheet.plan.file.plan_file import parse_plan
from slasheet.plan.fingerprint import fingerprint
from slasheet.plan.plan import Plan
from slasheet.plan.signatures import Signature, holds, signatures, signed
from slasheet.plan.templates import blank, example
from slasheet.revise.newest import edition_notes, newest
from slasheet.texts.findings import FileError
from slasheet.texts.languages import LANGUAGES
from slasheet.texts.months import EPOCH
from tests.helpers.engines import libreoffice_recalculate

pytestmark = pytest.mark.slow

DAY = date(2026, 12, 15)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="slasheet", standalone_mode=True)


@pytest.fixture
def plan() -> Plan:
    return signed(example("classic"), "Ana Ruiz", "head of sales", DAY)


def test_a_signature_keeps_name_day_and_what_was_agreed_in_the_row_of_its_role(plan: Plan) -> None:
    agreed = example("classic").fingerprint()
    assert signatures(plan) == (Signature(1, "Head of sales", "Ana Ruiz", 46_371.0, agreed),)
    assert plan.fingerprint() == agreed
    assert plan.inputs["signatures"][:8] == (
        "Head of marketing",
        None,
        None,
        None,
        "Head of sales",
        "Ana Ruiz",
        46_371.0,
        agreed,
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.with_log([(46_400.0, "EMEA", "Webinar", 12.0, None, None, None, None)]),
        lambda plan: plan.with_inputs(as_of=(46_400.0,)),
        lambda plan: plan.with_inputs(performance_region=("EMEA",)),
        lambda plan: plan.with_inputs(next_review=(46_500.0,)),
        lambda plan: replace(plan, language="es"),
        lambda plan: replace(plan, log_rows=3_000),
        lambda plan: signed(plan, "Tom Berg", "Head of marketing", DAY),
    ],
)
def test_work_with_a_signed_workbook_leaves_what_was_agreed(plan: Plan, change) -> None:
    assert all(holds(change(plan), one) for one in signatures(change(plan)))


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.with_inputs(tolerance=(0.2,)),
        lambda plan: plan.with_inputs(deal_size=(1.0, *plan.inputs["deal_size"][1:])),
        lambda plan: plan.with_inputs(handoff=("Whenever", *plan.inputs["handoff"][1:])),
        lambda plan: plan.with_inputs(fit_points=(99.0, *plan.inputs["fit_points"][1:])),
        lambda plan: plan.with_inputs(valid_to=(46_500.0,)),
        lambda plan: replace(plan, title="Another one"),
        lambda plan: replace(plan, rounding="nearest"),
        lambda plan: replace(plan, regions=("Europe", *plan.regions[1:])),
    ],
)
def test_a_change_of_what_was_agreed_is_told_with_who_signed_what(plan: Plan, change, tmp_path: Path) -> None:
    write(change(plan), tmp_path / "book.xlsx")
    report = check(tmp_path / "book.xlsx")
    told = [found for found in report.findings if found.name == "changed-since-signed"]
    assert [(found.measure, found.at, found.found) for found in told] == [
        ("signatures", {"signature": "2", "signature_field": "fingerprint"}, plan.fingerprint())
    ]
    assert "Ana Ruiz signed as Head of sales on 2026-12-15" in told[0].message
    assert not report.ok
    assert "NOT WHAT WAS SIGNED" in report.text()
    assert "Ana Ruiz (Head of sales) signed on 2026-12-15" in report.text()


def test_an_unchanged_agreement_is_said_to_be_what_was_signed(plan: Plan, tmp_path: Path) -> None:
    write(plan, tmp_path / "book.xlsx")
    report = check(tmp_path / "book.xlsx")
    assert report.ok
    assert (
        "Ana Ruiz (Head of sales) signed this on 2026-12-15: the agreement is still what was signed." in report.text()
    )
    assert "the agreement is still what was signed" in report.markdown()


def test_a_name_typed_without_a_fingerprint_is_worth_knowing(tmp_path: Path) -> None:
    plan = example("classic")
    cells = ("Head of marketing", "Tom Berg", *plan.inputs["signatures"][2:])
    write(plan.with_inputs(signatures=cells), tmp_path / "book.xlsx")
    report = check(tmp_path / "book.xlsx")
    assert "signed-without-fingerprint" in {found.name for found in report.findings}
    assert report.ok


def test_signing_again_replaces_ones_own_signature_but_nobody_elses(plan: Plan) -> None:
    later = signed(plan.with_inputs(tolerance=(0.2,)), "ana ruiz", "Head of Sales", DAY)
    assert len(signatures(later)) == 1
    assert holds(later, signatures(later)[0])
    with pytest.raises(FileError, match="Ana Ruiz has signed as Head of sales"):
        signed(plan, "Tom Berg", "Head of sales", DAY)


def test_a_role_that_is_not_listed_takes_a_free_row_until_there_is_none(plan: Plan) -> None:
    more = signed(signed(plan, "Ida Holm", "CFO", DAY), "Max Lee", "CEO", DAY)
    assert [(one.role, one.name) for one in signatures(more)] == [
        ("Head of sales", "Ana Ruiz"),
        ("CFO", "Ida Holm"),
        ("CEO", "Max Lee"),
    ]
    more = signed(signed(more, "Lea Kurz", "CMO", DAY), "Per Lund", "COO", DAY)
    with pytest.raises(FileError, match="no free row"):
        signed(more, "Eva Roth", "Auditor", DAY)


@pytest.mark.engine
def test_a_signature_holds_through_another_program(plan: Plan, tmp_path: Path) -> None:
    """LibreOffice keeps fifteen digits, so the fingerprint counts no more."""
    third = plan.with_inputs(new_business_share=(1 / 3,) * len(plan.regions))
    write(signed(third, "Ana Ruiz", "Head of sales", DAY), tmp_path / "book.xlsx")
    saved = libreoffice_recalculate([tmp_path / "book.xlsx"], tmp_path / "saved")[0]
    again = read(saved)
    assert again.inputs["new_business_share"] != third.inputs["new_business_share"]
    assert [holds(again, one) for one in signatures(again)] == [True]


def test_the_command_writes_a_signed_copy_and_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(example("persona"), tmp_path / "sla.xlsx")
    before = (tmp_path / "sla.xlsx").read_bytes()
    done = run(
        "sign", "sla.xlsx", "-o", "signed.xlsx", "--name", "Ana Ruiz", "--role", "Head of sales", "--date", "2026-12-15"
    )
    assert done.exit_code == 0
    assert done.stdout.startswith("signed.xlsx: signed by Ana Ruiz (Head of sales), fingerprint ")
    assert (tmp_path / "sla.xlsx").read_bytes() == before
    assert signatures(read(tmp_path / "signed.xlsx"))[0].name == "Ana Ruiz"


@pytest.mark.parametrize(
    "day", ["2026-12-15", "15.12.2026", "15 de diciembre de 2026", "15 dicembre 2026", "15/12/2026", "15 ธ.ค. 2569"]
)
def test_the_day_of_signing_is_read_in_every_language(day: str, tmp_path: Path) -> None:
    write(example("persona"), tmp_path / "sla.xlsx")
    done = run(
        "sign", str(tmp_path / "sla.xlsx"), "-o", str(tmp_path / "x.xlsx"), "--name", "A", "--role", "B", "--date", day
    )
    assert done.exit_code == 0, done.stderr
    assert signatures(read(tmp_path / "x.xlsx"))[0].date == float(DAY.toordinal() - EPOCH.toordinal())


def test_signing_what_was_changed_tells_whose_signature_is_of_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = signed(example("persona"), "Ana Ruiz", "Head of sales", date(2026, 12, 15))
    write(first.with_inputs(tolerance=(0.2,)), tmp_path / "changed.xlsx")
    by_the_other = ["sign", "changed.xlsx", "--name", "Bo Lind", "--role", "Head of marketing", "-o"]
    note = f"note: Ana Ruiz (Head of sales) signed another version: fingerprint {first.fingerprint()}."
    done = run(*by_the_other, "both.xlsx")
    assert done.exit_code == 0, done.stderr
    assert note in done.stdout.splitlines()
    # Signed again by her, both have signed the same.
    again = run("sign", "both.xlsx", "--name", "Ana Ruiz", "--role", "Head of sales", "-o", "again.xlsx")
    assert again.exit_code == 0, again.stderr
    assert "note: " not in again.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["sla.xlsx", "-o", "sla.xlsx", "--name", "A", "--role", "B", "--force"],
            2,
            "is the file it would be made from",
        ),
        (["sla.xlsx", "-o", "x.xlsx", "--name", " ", "--role", "B"], 2, "--name takes a text"),
        (["sla.xlsx", "-o", "x.xlsx", "--name", "A"], 2, "Missing option '--role'"),
        (["sla.xlsx", "-o", "x.xlsx", "--name", "A", "--role", "B", "--date", "tomorrow"], 2, "'tomorrow' is no day"),
        (
            ["sla.xlsx", "-o", "x.xlsx", "--name", "A", "--role", "B", "--date", "01/02/2027"],
            2,
            "'01/02/2027' may be 2027-01-02 or 2027-02-01",
        ),
        (["blank.xlsx", "-o", "x.xlsx", "--name", "A", "--role", "B"], 1, "not signed, because slasheet check finds"),
        (["nothing.xlsx", "-o", "x.xlsx", "--name", "A", "--role", "B"], 2, "can't be read"),
    ],
)
def test_what_can_not_be_signed_is_refused_in_one_line(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(example("persona"), tmp_path / "sla.xlsx")
    write(blank(example("persona")), tmp_path / "blank.xlsx")
    done = run("sign", *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "x.xlsx").exists()


# Languages and editions --------------------------------------------------------------------------


def spoken(plan: Plan, language: str) -> Plan:
    """Return the plan in another language, as `slasheet update --language` makes it."""
    made = replace(plan, language=language)
    return made.with_inputs(**texts(plan, made))


def as_edition(plan: Plan, edition: int) -> Plan:
    return replace(plan, edition=edition)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["classic", "persona"])
def test_starting_texts_that_nobody_edited_are_the_same_in_every_language(template: str, language: str) -> None:
    plan = example(template)
    assert spoken(plan, language).fingerprint() == replace(plan, language=language).fingerprint() == plan.fingerprint()
    # In the first edition every text counted as it stood.
    assert (as_edition(spoken(plan, language), 1).fingerprint() == as_edition(plan, 1).fingerprint()) == (
        language == "en"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_file_that_differs_in_language_alone_has_the_same_fingerprint(language: str) -> None:
    plan = parse_plan(f'language = "{language}"\nchannels = [{{name = "Web"}}]\nregions = {{names = ["EMEA"]}}')
    assert (plan.language, plan.fingerprint()) == (language, parse_plan(
        'channels = [{name = "Web"}]\nregions = {names = ["EMEA"]}').fingerprint())  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_somebody_edited_counts_in_every_language(language: str) -> None:
    plan = spoken(example("classic"), language)
    handoff = plan.inputs["handoff"]
    edited = [
        plan.with_inputs(handoff=(f"{handoff[0]}!", *handoff[1:])),
        plan.with_inputs(handoff=(None, *handoff[1:])),
        # A starting text is one at its place alone.
        plan.with_inputs(handoff=(handoff[1], handoff[0], *handoff[2:])),
        replace(plan, title=f"{plan.title} 2"),
        replace(plan, region_label="Market"),
        replace(plan, stages=("Lead", "Client")),
    ]
    assert len({each.fingerprint() for each in (plan, *edited)}) == 1 + len(edited)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_signed_in_an_edition_before_holds_until_something_agreed_changes(language: str) -> None:
    before = signed(as_edition(spoken(example("persona"), language), 1), "Ana Ruiz", "Head of sales", DAY)
    made = newest(before)
    (one,) = signatures(made)
    assert one.fingerprint == before.fingerprint() == fingerprint(made, 1)
    assert holds(made, one)
    assert not holds(made.with_inputs(tolerance=(0.2,)), one)
    assert not holds(made.with_inputs(shared_goal=("Grow", *made.inputs["shared_goal"][1:])), one)
    # In another language the texts that were signed in the first edition are others.
    assert holds(spoken(replace(made, language="en"), "en"), one)
    notes = [note for note in edition_notes(before) if "fingerprint" in note]
    assert notes == ([] if language == "en" else [f"note: the fingerprint of the same agreement was {one.fingerprint} and is {made.fingerprint()} now; what was signed still holds."])  # fmt: skip


def test_what_is_computed_in_a_new_way_is_named_and_nothing_else() -> None:
    notes = list(edition_notes(as_edition(example("classic"), 1)))
    assert notes == [
        "note: the workbook was of edition 1; the fresh one is of edition 2.",
        "note: computed or laid out in a new way: “Stage volume”, “Leads due”, “Delivery status”.",
    ]


def test_rates_of_exchange_go_along_into_the_newest_edition() -> None:
    rates = (None, None, 1.2, 1.3)
    before = Plan(regions=("Home", "UK"), months=2, currencies=("", "GBP"), edition=1).with_inputs(exchange_rate=rates)
    assert newest(before).inputs["exchange_rate"] == rates
