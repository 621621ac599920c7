"""Every rule that a workbook is held against, in the order of the findings."""

from __future__ import annotations

from slasheet.checker.rules.agreement import AGREEMENT_VALIDATIONS
from slasheet.checker.rules.facts import Results, Rule
from slasheet.checker.rules.inputs import INPUT_VALIDATIONS, unknown_choices
from slasheet.checker.rules.labels import AROUND_VALIDATIONS, SHEET_VALIDATIONS
from slasheet.checker.rules.log import LOG_VALIDATIONS
from slasheet.checker.rules.outside_tables import STRAY_VALIDATIONS
from slasheet.checker.rules.plan import DELIVERY_VALIDATIONS, PLAN_VALIDATIONS
from slasheet.checker.rules.scoring import SCORING_VALIDATIONS
from slasheet.checker.rules.typed_text import TEXT_VALIDATIONS
from slasheet.reader.reading import Reading
from slasheet.texts.findings import Finding

VALIDATIONS: tuple[Rule, ...] = (
    *INPUT_VALIDATIONS,
    *PLAN_VALIDATIONS,
    *SCORING_VALIDATIONS,
    *AROUND_VALIDATIONS,
    *STRAY_VALIDATIONS,
    *SHEET_VALIDATIONS,
    *LOG_VALIDATIONS,
    unknown_choices,
    *DELIVERY_VALIDATIONS,
    *AGREEMENT_VALIDATIONS,
    *TEXT_VALIDATIONS,
)


def validate(reading: Reading, results: Results) -> tuple[Finding, ...]:
    """Return every finding of every rule."""
    return tuple(found for rule in VALIDATIONS for found in rule(reading, results))
