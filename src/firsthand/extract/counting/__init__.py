"""Who is counted and what was done to them, in sentences read by patterns.

A *group* is a number with its people ("37 civilians", "two children"); it is joined to
the word of harm that speaks of it. Reads the tables `counts_*`. Method: M056.
"""
