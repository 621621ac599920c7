"""The links of the Checks sheet: from every check to the place where it is mended."""

from __future__ import annotations

from slasheet.writer.canvas import Canvas, link_to

_RULE_PLACE = {
    "mix": "mix_total",
    "regions": "regions",
    "names": "channels",
    "unowned": "channel_owner",
    "reconciliation": "reconciliation_status",
    "past_horizon": "months_past_horizon",
    "before_start": "leads_due_before_start",
    "capacity": "capacity_use",
    "scoring": "fit_criteria",
    "thresholds": "score_threshold",
    "log_dates": "lead_log",
    "log_labels": "lead_log",
    "log_numbers": "lead_log",
    "log_full": "lead_log",
    "chosen": "performance_month",
    "over_delivery": "over_in_a_row",
    "drift": "observed",
    "review": "rates_reviewed",
    "agreement_cells": "attempts",
    "period_reversed": "valid_to",
    "period_short": "valid_from",
    "period_over": "valid_to",
    "agreement_review": "next_review",
    "attempts_short": "attempts",
}


def write_links(canvas: Canvas) -> None:
    """Write a link beside every row of the two lists."""
    sheet, layout = canvas.sheets["checks"], canvas.layout
    for name, axis in (("input_check", "input"), ("rule_check", "rule")):
        block = layout.blocks[name]
        for down, label in enumerate(layout.plan.axis(axis)):
            title, cell = layout.address(_RULE_PLACE.get(label, label))
            sheet.write_url(
                block.row + down, block.col + block.cols, link_to(title, cell), canvas.styles.link, f"{title} ›"
            )
