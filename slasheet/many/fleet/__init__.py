"""Many workbooks checked in parallel: which are meant, who checks them, what became of each, and what need not be done again."""
