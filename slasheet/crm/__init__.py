"""From what a CRM exports to the lead log, a first plan, and a list of what each rep owes."""
