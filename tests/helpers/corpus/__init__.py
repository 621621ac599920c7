"""What people do to a workbook: cases in their words, made by real programs, judged by what was meant."""
