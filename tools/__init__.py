"""What keeps the project in order beside its tests."""
