"""Finders of claims in sentences without a parse, one module a kind of claim.

Each reads the sentences of a `PatternedPage` by rows and patterns, in Arabic, French,
Russian, Spanish and Ukrainian; `firsthand.extract.patterned_claims` puts them together.
Method: M056.
"""
