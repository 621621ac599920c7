"""The language that an option names, or one line that says which there are."""

from __future__ import annotations

from slasheet.texts.findings import PlanError, finding
from slasheet.texts.languages import LANGUAGES


def known_language(language: str | None) -> str | None:
    """Return the code of a language, None for none. Raises PlanError for one that is not spoken."""
    if language is None or language in LANGUAGES:
        return language
    spoken = ", ".join(f"{code} ({known.name})" for code, known in LANGUAGES.items())
    fault = finding("plan-value", key="--language", found=language, found_text=f'"{language}"', allowed=spoken)
    raise PlanError("options", (fault,))
