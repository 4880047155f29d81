"""The proof that nothing changed; usable alone.

Digests, the Merkle log with signed checkpoints, time stamps, and the auditor that lies
in every case folder. Reads and writes: files of a store, no records. Format:
docs/format.md.
"""
