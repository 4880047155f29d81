"""The command line: parse, call, show. No rule of the field lives here.

Results go to stdout, progress and messages to stderr. Exit codes: 0 ok, 1 failure,
2 usage, 3 integrity, 4 gate refused.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line (the `firsthand` program)."""
    from firsthand.cli.app import run  # noqa: PLC0415  keeps `import firsthand` light

    run()
