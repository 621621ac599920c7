"""What names things: every label of a plan, typed or written once and shown everywhere."""

from __future__ import annotations

from slasheet.plan.measure import label

LABELS = (
    label("title", "", "Title", "What this agreement is called."),
    label("region_label", "", "Word for region", "What the rows of the plan are: Region, Persona, Revenue stream…"),
    label("regions", "region", "Regions", "The regions, typed here and nowhere else.", labels=("region",), printed_at=("revenue_target", "region")),
    label("horizon", "horizon", "Horizon", "The months of the plan and the look-ahead; the first is typed, the others follow.",
          labels=("horizon", "month"), printed_at=("revenue_target", "horizon")),
    label("stages", "stage", "Stages", "The stages, from what marketing commits to up to the customer.", labels=("stage",)),
    label("channels", "channel", "Channels", "The channels, typed here and nowhere else.", labels=("channel",)),
    label("channel_owner", "channel", "Owner", "Who owns the channel: marketing or sales.", choices="owner"),
    label("owners", "owner", "Owners", "The two departments.", labels=("owner",), printed_at=("mix_total", "owner"), fixed=True),
    label("statuses", "status", "Status", "The words for a status.", fixed=True),
)  # fmt: skip
#: The currencies as the workbook prints them: fixed, since every amount typed is in one of them.
CURRENCY_LABELS = (
    label("reporting_currency", "", "Reporting currency", "What everything that stands for several regions is in.", fixed=True),
    label("region_currency", "region", "Currency", "The currency in which the region plans.", printed_at=("exchange_rate", "currency"), fixed=True),
)  # fmt: skip
#: Where the labels of an axis stand: axis to label.
HOMES = {axis: measure.name for measure in LABELS for axis in measure.labels}
#: Labels that stand where those of another measure are printed: label to measure and axis.
PRINTED_AT = {measure.name: measure.printed_at for measure in (*LABELS, *CURRENCY_LABELS) if measure.printed_at}
