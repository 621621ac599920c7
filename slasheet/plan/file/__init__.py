"""The plan file: TOML to a Plan and back, every problem told at once."""
