"""slasheet writes the workbook in which sales and marketing agree what each owes the other, and proves its numbers."""

__version__ = "0.1.0"
