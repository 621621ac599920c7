"""An input that recompute does not know is refused by its name, never passed over."""

from __future__ import annotations

import pytest

import slasheet.plan.plan
from slasheet.plan.measure import SHARE, Measure, Policy, typed
from slasheet.plan.measures.inputs import inputs
from slasheet.plan.templates import TEMPLATES, example
from slasheet.recompute import recompute
from slasheet.recompute.given import UnknownInputError


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        (typed("churn", "region", "share", SHARE, "Churn", "Customers lost."), "no rule of recompute judges: churn"),
        (typed("motto", "", "text", None, "Motto", "What drives us."), "no step of recompute reads: motto"),
    ],
    ids=lambda case: case.name if isinstance(case, Measure) else "",
)
@pytest.mark.parametrize("template", TEMPLATES)
def test_an_input_that_recompute_does_not_know_is_refused(
    added: Measure, reason: str, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def more(policy: Policy) -> tuple[Measure, ...]:
        return (*inputs(policy), added)

    monkeypatch.setattr(slasheet.plan.plan, "inputs", more)
    # Blank as it is: a number in it would be none the better known.
    with pytest.raises(UnknownInputError, match=reason):
        recompute(example(template))
