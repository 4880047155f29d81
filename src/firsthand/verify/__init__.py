"""Steps of verification that can be run again: place, distance, sun, media.

Reads: MediaItem, Capture, Place. Writes: Check.

A check can exclude, never convict: it says what its inputs allow, with their
uncertainty, and "undecidable" where they do not reach. Method: M070-M079.
"""
