"""The one tree of errors that Firsthand raises.

Every message says what was found, where, and what to do next. The command line
turns the class into an exit code, so the class is part of the contract.
"""

from __future__ import annotations


class FirsthandError(Exception):
    """Base of all errors that Firsthand raises on purpose."""

    exit_code = 1


class UserError(FirsthandError):
    """The person asked for something that cannot be done as asked.

    The message names the argument, file, row or field, and says what to do.
    """


class SourceError(FirsthandError):
    """One piece of material could not be read; the rest of the batch goes on.

    It is recorded with the capture: the bytes are kept, the reason is kept.
    """


class EvidenceError(FirsthandError):
    """A stored item is missing or cannot be used (ids and path in the message)."""


class IntegrityError(FirsthandError):
    """Bytes, records or the log do not agree with each other.

    Never caught inside the package: the command ends with exit code 3.
    """

    exit_code = 3


class GateError(FirsthandError):
    """A gate refused: something that must not be published or done as things are."""

    exit_code = 4


class CaseBusyError(FirsthandError):
    """Another program is writing to this case and did not finish in time."""
