"""The version of this package: where everything that prints or stores it finds it."""

__version__ = "0.1.0"
