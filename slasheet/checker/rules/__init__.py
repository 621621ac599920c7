"""What breaks a rule: what people typed, held against what may stand there, one function a rule.

In comes a Reading with its results; out come findings.
"""

from __future__ import annotations

from slasheet.checker.rules import (
    agreement,
    charts,
    inputs,
    labels,
    log,
    number_formats,
    outside_tables,
    plan,
    scoring,
    stray_numbers,
    typed_formulas,
    typed_text,
)
from slasheet.checker.rules.rule import Results, Rule
from slasheet.reader.reading import Reading
from slasheet.texts.findings import Finding

#: Every rule, in the order in which findings on one sheet are told.
RULES: tuple[Rule, ...] = (
    inputs.unreadable_inputs,
    inputs.numbers_out_of_bounds,
    inputs.missing_inputs,
    inputs.rates_of_the_reporting_currency,
    inputs.mixes_that_do_not_add_up,
    typed_formulas.formulas_in_inputs,
    inputs.empty_texts,
    plan.months_past_the_horizon,
    plan.revenue_without_a_channel,
    plan.months_over_capacity,
    plan.leads_due_before_the_start,
    scoring.halves_of_criteria,
    scoring.thresholds,
    scoring.threshold_out_of_reach,
    scoring.texts_that_are_none,
    scoring.rows_outside,
    labels.changed_labels,
    outside_tables.words_in_no_table,
    outside_tables.labels_outside,
    outside_tables.names_beside,
    outside_tables.lines_put_in,
    stray_numbers.numbers_in_no_table,
    labels.copied_sheets,
    labels.merged_cells,
    labels.reordered_labels,
    log.blank_cells,
    log.dates_not_in_the_plan,
    log.unknown_labels,
    log.counts_that_are_none,
    log.more_served_than_came,
    log.duplicate_rows,
    log.log_nearly_full,
    log.rows_outside_the_log,
    log.gaps,
    inputs.unknown_choices,
    plan.over_delivery,
    plan.drifted_rates,
    plan.rates_not_reviewed,
    agreement.cells_of_tables,
    agreement.sections_blank,
    agreement.period_and_plan,
    agreement.review_past,
    agreement.signatures_that_hold,
    agreement.attempts_short,
    typed_text.inputs_as_text,
    typed_text.log_as_text,
    typed_formulas.formulas_in_log,
    number_formats.numbers_that_are_days,
    number_formats.odd_formats,
    charts.charts_moved,
)


def validate(reading: Reading, results: Results) -> tuple[Finding, ...]:
    """Return every finding of every rule."""
    return tuple(found for rule in RULES for found in rule(reading, results))
