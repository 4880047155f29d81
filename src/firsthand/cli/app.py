"""The program `firsthand`: finds the verb, loads only its module, maps errors."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from firsthand import __version__
from firsthand.errors import FirsthandError

# verb: (module under firsthand.cli, one line for --help), in the order of a day's work
VERBS: dict[str, tuple[str, str]] = {
    "init": ("case", "Make a new case."),
    "add": ("case", "Take in files: captured, hashed, logged, read."),
    "capture": ("web", "Capture web pages; look whether they are still there."),
    "import": ("web", "Take in WACZ, chats, sheets, folders of other tools."),
    "run": ("case", "Run every stage that is out of date."),
    "link": ("people", "Run, comparing people on an engine that you name."),
    "review": ("review", "Answer what it cannot decide: attacks, origins, people."),
    "incidents": ("look", "List incidents with ranges, sources, grade."),
    "show": ("look", "Show one incident, claim, document or source."),
    "why": ("look", "Open a bound; say why two things are linked or not."),
    "claims": ("look", "List claims."),
    "contradictions": ("look", "List what cannot all hold."),
    "responses": ("look", "List official statements and what they cover."),
    "totals": ("look", "Show totals, figures of several attacks, context totals."),
    "victims": ("look", "List people named or described as harmed."),
    "documents": ("look", "List documents with their captures."),
    "sources": ("look", "List who speaks or publishes."),
    "events": ("event", "Put event data sets beside the incidents; nothing is merged."),
    "accept": ("judge", "Accept a claim."),
    "reject": ("judge", "Reject a claim."),
    "correct": ("judge", "Correct fields of a claim."),
    "merge": ("judge", "Say that two incidents are one."),
    "split": ("judge", "Take documents out of an incident."),
    "withdraw": ("judge", "Withdraw a source or a document."),
    "settle": ("judge", "Explain a contradiction, or accept it as disputed."),
    "sign": ("decide", "Sign a finding, with the grade that you set."),
    "second-read": ("decide", "Read claims a second time, without sight of the first."),
    "agreement": ("decide", "Say how far readers agree, beyond chance."),
    "search": ("decide", "Log a search for what speaks against a finding."),
    "letter": ("decide", "Record a letter that asks for a reply, with its deadline."),
    "reply": ("decide", "Record the reply to a letter."),
    "letters": ("decide", "List letters, deadlines, replies."),
    "retract": ("decide", "Show what falls if a source is taken back; draft it."),
    "undo": ("judge", "Undo the last act, or the act named."),
    "media": ("media", "List media, read their metadata, find re-used pictures."),
    "check": ("check", "Check a place, a distance, a shadow: again and again."),
    "munitions": ("munitions", "Find munitions by what is seen; keep who says which."),
    "estimate": ("estimate", "Estimate how many people no list holds."),
    "log": ("look", "Show the chain of custody, newest last."),
    "status": ("look", "Say what is here, what is out of date, what waits."),
    "personal": ("personal", "Show what leads to a person; all of it is masked."),
    "preview": ("give", "Write the unsigned preview site."),
    "export": ("give", "Write everything the case knows as JSON lines."),
    "release": ("release", "Record that a preview was published."),
    "releases": ("release", "List what was published, and what of it moved since."),
    "verify": ("give", "Check every byte and record against the log."),
    "proof": ("proof", "Write a proof package that others check without us."),
    "anchor": ("proof", "Have outside authorities time-stamp the log."),
    "backup": ("proof", "Copy the case to a second place, verified."),
    "restore": ("proof", "Make a case from its copy, every byte compared."),
    "keys": ("key", "Signing keys and recipients: list, rotate, drill."),
    "seal": ("sealed", "Take files in encrypted, to be opened by recipients alone."),
    "unseal": ("sealed", "Open sealed material outside the case; the log says why."),
    "erase": ("sealed", "Erase a person or a sealed item; every proof still holds."),
    "testimony": ("testimony", "Testimonies: add, list, consent, requests."),
    "gazetteer": ("gazetteer", "Add places from GeoNames, OCHA, a CSV file."),
    "batch": ("batch", "Run one stage as a filter on JSON lines, without a case."),
}


_VIEWS = {
    "profiles": " --profiles",
    "hypotheses": " --hypotheses",
    "standard": " --standard",
    "indicators": " --ihl",
    "ihl": " --ihl",
    "exchange": " --exchange",
    "grade": ", and to set one: firsthand sign I-001 --grade fair --because ...",
}
"""What a person may type for a verb, and where it is shown instead."""


class LazyGroup(click.Group):
    """A group that imports a verb's module only when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all verbs, in the order of a day's work."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of a verb; None = no such verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"firsthand.cli.{VERBS[cmd_name][0]}_verbs")
        command = module.COMMANDS[cmd_name]
        assert isinstance(command, click.Command)  # noqa: S101  a broken table
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; tell who types the name of a view where it is shown."""
        if args[0] in _VIEWS:
            ctx.fail(
                f"{args[0]!r} is a view of an incident: "
                f"firsthand show I-001{_VIEWS[args[0]]}"
            )
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the table of verbs without importing any."""
        del ctx
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--case",
    "case_folder",
    type=click.Path(path_type=Path),
    help="The case; by default found from the current folder upwards.",
)
@click.option("--as", "operator", help="Who is at the keyboard (kept private).")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no notices.")
@click.version_option(__version__, "-V", "--version", prog_name="firsthand")
@click.pass_context
def cli(
    ctx: click.Context, case_folder: Path | None, operator: str | None, *, quiet: bool
) -> None:
    """Turn conflicting reports of attacks into explained, checkable findings.

    Start: firsthand init mycase && cd mycase && firsthand add ../reports/
    """
    ctx.obj = {"case": case_folder, "operator": operator, "quiet": quiet}


def run() -> None:
    """Run the program and turn errors into exit codes."""
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "Stopped. Everything reported as done is safe; run the command again "
            "to go on.",
            err=True,
        )
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except FirsthandError as error:
        click.echo(f"firsthand: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # The store words its own; this is what was being written or read beside it.
        where = f"{error.filename}: " if error.filename else ""
        click.echo(
            f"firsthand: {where}{error.strerror or error}. The case is as it was; what "
            "was being written may be incomplete: mend the cause and run the command "
            "again",
            err=True,
        )
        sys.exit(1)
