"""The sheets of the workbook that adds workbooks up."""
