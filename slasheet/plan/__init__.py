"""What the two departments agree on.

In come plan files, templates and the hidden sheet; out goes a Plan: settings and inputs, with the measures it has, its file, fingerprint and signatures.
"""
