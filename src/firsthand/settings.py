"""Settings of a case, of a person, of one run."""
