"""What was delivered against what was agreed, month by month: leads and their value, customers and revenue closed."""

from __future__ import annotations

from slasheet.recompute.arithmetic import Number, divided, less, positive, total, worth
from slasheet.recompute.columns import Cell, Column, combined, totals
from slasheet.recompute.given import Given
from slasheet.recompute.log import Log
from slasheet.recompute.results import Results
from slasheet.recompute.totals import owner_totals
from slasheet.recompute.verdicts import judged


def delivered(given: Given, log: Log, results: Results) -> dict[str, Column[Cell]]:
    """Return plan, actual, attainment, variance and status of every month, and of the months that are over."""
    work = _Delivery(given, log, results)
    work.leads()
    work.over_in_a_row()
    work.closed()
    return work.made


class _Delivery:
    """One log on its way to the results; every method takes one step."""

    def __init__(self, given: Given, log: Log, results: Results) -> None:
        self.given, self.log, self.results = given, log, results
        self.axes, self.exchange = given.axes, given.exchange
        self.tolerance = results.numbers("tolerance_counted")
        self.over = self.axes.column("month", log.over)
        self.made: dict[str, Column[Cell]] = {}

    def leads(self) -> None:
        """Hold the leads delivered, and their value, against the commitment."""
        actual = self.log.monthly("leads", "channel region month", "leads")
        value = combined(worth, actual, self.results.numbers("lead_value"))
        figures = self._figures(self.results.numbers("leads_due"), actual)
        self.made |= {"actual_leads": actual, "actual_value": value}
        if self.given.plan.edition > 1:
            self._leave_open(figures)
        self.made |= {name: figures[name] for name in ("attainment", "variance", "status")}
        converted = self._converted("actual_value", value)
        for what, cells, added, planned in (
            ("", actual, actual, "leads_due"),
            ("_value", value, converted, "sla_value"),
        ):
            sums = {
                "month": totals(added, "channel", "region"),
                "channel": totals(added, "region"),
                "region": totals(cells, "channel"),
                "owner": owner_totals(added, self.given.owners, "region"),
            }
            for by, column in sums.items():
                everywhere = bool(what) and by != "region"
                self._table(
                    f"delivery{what}_by_{by}",
                    self.results.numbers(f"{planned}_by_{by}"),
                    self.exchange.by_month(column) if everywhere else column,
                    "leads",
                    everywhere=everywhere,
                )

    def over_in_a_row(self) -> None:
        """Count the months in which a channel has been over its plan without a break."""
        states = self.made["delivery_by_channel"].part(delivery="status")
        runs: list[Cell] = []
        for row in states.rows():
            run = 0
            for state in row:
                run = run + 1 if state == "over" else 0
                runs.append(run)
        self.made["over_in_a_row"] = Column(states.axes, runs, self.axes)

    def _converted(self, name: str, amounts: Column[Number]) -> Column[Number]:
        """Return amounts in the reporting currency, which is a result of its own where it is not that of all regions."""
        converted = self.exchange.converted(amounts)
        if self.exchange.own:
            self.made[f"{name}_reported"] = converted
        return converted

    def _table(
        self, name: str, plan: Column[Number], actual: Column[Number], kind: str, *, everywhere: bool = False
    ) -> None:
        """Make a table of plan, actual, attainment, variance and status per month, and to date.

        `everywhere` says that it holds money over all regions.
        """
        monthly = self._figures(plan, actual)
        self._leave_open(monthly)
        done = [m for m, rows in enumerate(self.log.counts[kind]) if rows and self.log.over[m]]
        so_far = (self._summed(column, done, everywhere=everywhere) for column in (plan, actual))
        self.made |= {
            name: self.axes.stacked("delivery", monthly, -1),
            f"{name}_to_date": self.axes.stacked("delivery", self._figures(*so_far), -1),
        }

    def _leave_open(self, figures: dict[str, Column[Cell]]) -> None:
        """Blank the status of the months that are not over: each of them is behind its plan all along."""
        figures["status"] = combined(lambda state, over: state if over else None, figures["status"], self.over)

    def _summed(self, column: Column[Number], months: list[int], *, everywhere: bool) -> Column[Number]:
        """Return the sums over some months, as the column of what has been up to now."""
        sums = [total(row[month] for month in months) for row in column.rows()]
        if everywhere:
            sums = [self.exchange.whole(amount, months) for amount in sums]
        return self.axes.column(" ".join((*column.axes[:-1], "to_date")), sums)

    def _figures(self, plan: Column[Number], actual: Column[Number]) -> dict[str, Column[Cell]]:
        """Return the figures of `actual` against `plan`."""
        return {
            "plan": plan,
            "actual": actual,
            "attainment": combined(divided, actual, plan.map(positive)),
            "variance": combined(less, actual, plan),
            "status": combined(judged, actual, plan, self.tolerance),
        }

    def closed(self) -> None:
        """Hold customers and revenue closed against their targets."""
        volume = self.results.numbers("stage_volume", stage=-1)
        needed = totals(volume, "channel").over("region", "month")
        needed_by_month = totals(needed, "region")
        self.made |= {"customers_needed": needed, "customers_needed_by_month": needed_by_month}
        business, business_by_month = (self.results.numbers(f"new_business_target{by}") for by in ("", "_by_month"))
        targets = {
            "customers": (needed, needed_by_month),
            "revenue": (business.over("region", "month"), business_by_month.over("month")),
        }
        for kind, (by_region, by_month) in targets.items():
            actual = self.log.monthly(kind, "region month", kind)
            self.made[f"actual_{kind}"] = actual
            self._table(f"closed_{kind}_by_region", by_region, actual, kind)
            money = kind == "revenue"
            added = totals(self._converted("actual_revenue", actual) if money else actual, "region")
            self._table(
                f"closed_{kind}_by_month",
                by_month,
                self.exchange.by_month(added) if money else added,
                kind,
                everywhere=money,
            )
