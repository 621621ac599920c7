"""Where the things of the project lie that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TEMPLATES = ROOT / "templates"
DOCS = ROOT / "docs"
