"""What the two departments agree on.

In come plan files, templates and the hidden sheet; out goes a Plan: settings and inputs, with the measures it has, its file, fingerprint and signatures.
"""

__all__ = [
    "amounts",
    "axis_labels",
    "carried",
    "carry",
    "crm_settings",
    "edition",
    "file.agreement",
    "file.crm",
    "file.plan_file",
    "file.problems",
    "file.scoring",
    "file.tables",
    "fingerprint",
    "measure",
    "measures.agreement_tables",
    "measures.delivery",
    "measures.inputs",
    "measures.labels",
    "measures.month_to_date",
    "measures.rules",
    "measures.scoring",
    "measures.table",
    "new",
    "plain_settings",
    "plan",
    "policies",
    "signatures",
    "starting_texts",
    "templates",
    "words",
]
