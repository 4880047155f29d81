"""Verbs of the web and of what people already have: capture, import."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from firsthand.capture.visiting import VisitLimits
from firsthand.casework.importing import KINDS, Choices, ImportReport, import_path
from firsthand.casework.intake import Description
from firsthand.casework.looking_again import due_documents, look_again
from firsthand.casework.web import Errand, WebReport, capture_urls
from firsthand.cli.common import notice, progress_bar, the_case
from firsthand.errors import UserError
from firsthand.model import LaterLook, Protection, SourceType, WebCapture

_SHOWN = 20
_PROTECTIONS = [each.value for each in Protection]
_described = (
    click.option("--source", help="Who published it."),
    click.option(
        "--kind",
        type=click.Choice([kind.value for kind in SourceType]),
        help="What kind of voice.",
    ),
    click.option("--language", help="Language code (en, ar, ru ...); else detected."),
)


@click.command()
@click.argument("targets", nargs=-1, metavar="URL...")
@click.option("--by", "for_whom", help="Who asks for it (kept private).")
@click.option("--why", help="Why it is captured (kept private).")
@click.option("--again", is_flag=True, help="Look again at DOCUMENTS: still there?")
@click.option("--all-due", is_flag=True, help="Look again at all that is due.")
@click.option(
    "--every", default=7, show_default=True, help="Days after which a look is due."
)
@click.option(
    "--allow-private", is_flag=True, help="UNSAFE: reach private networks as well."
)
@click.option(
    "--seconds",
    default=45,
    show_default=True,
    type=click.IntRange(1, 600),
    help="Longest wait for a page to load.",
)
@click.option("--width", default=1280, show_default=True, help="Of the window.")
@click.option(
    "--protection",
    type=click.Choice(_PROTECTIONS),
    default=Protection.OPEN.value,
    help="Who may see it.",
)
@_described[0]
@_described[1]
@_described[2]
@click.pass_context
def capture(ctx: click.Context, /, targets: tuple[str, ...], **said: object) -> None:
    """Capture web pages with the Chromium of this machine. Goes to the network.

    Kept: every request and answer (WARC), the page as it stood, its text, a picture of
    the whole page, headers, certificates, addresses, time and tool. With --again, or
    --all-due: look whether documents are still at their address, and the same.
    """
    errand = _errand(said)

    def tell(text: str) -> None:
        notice(ctx, text)

    is_again = bool(said["again"] or said["all_due"])
    if not targets and not said["all_due"]:
        raise UserError("name one or more addresses: firsthand capture https://...")
    with the_case(ctx) as case:
        if is_again:
            every = timedelta(days=int(str(said["every"])))
            chosen = due_documents(case, every) if said["all_due"] else targets
            _print_looks(ctx, look_again(case, chosen, errand, tell=tell))
            return
        report = capture_urls(case, targets, errand, tell=tell)
    _print_captured(ctx, report)


def _errand(said: dict[str, object]) -> Errand:
    kind = said["kind"]
    return Errand(
        for_whom=_text(said["for_whom"]),
        because=_text(said["why"]),
        allow_private=bool(said["allow_private"]),
        limits=VisitLimits(load_seconds=int(str(said["seconds"]))),
        viewport=(int(str(said["width"])), 900),
        stated=Description(
            source=_text(said["source"]),
            kind=SourceType(str(kind)) if kind else None,
            language=_text(said["language"]),
            protection=Protection(str(said["protection"])),
        ),
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _print_captured(ctx: click.Context, report: WebReport) -> None:
    for item in report.captures:
        click.echo(_line(item))
        for text in item.notices:
            notice(ctx, f"note: {text}")
    for text in report.added.notices:
        notice(ctx, f"note: {text}")
    for text in report.problems:
        click.echo(f"problem: {text}", err=True)
    n_read = sum(item.document_id is not None for item in report.captures)
    click.echo(
        f"{len(report.captures)} addresses captured, {n_read} with a text, "
        f"{len(report.problems)} problems. Next: firsthand run"
    )
    if report.problems:
        ctx.exit(1)


def _line(item: WebCapture) -> str:
    status = f"status {item.status}" if item.status else "no answer"
    kept = f"{item.n_exchanges} requests, {len(item.objects)} objects"
    what = item.document_id or item.capture_id
    return f"{what}  {item.url}  {item.outcome}, {status}; {kept}"


def _print_looks(ctx: click.Context, looks: list[LaterLook]) -> None:
    for look in looks:
        click.echo(f"{look.document_id}  {look.found}  {look.url}: {look.why}")
        if look.difference:
            click.echo(f"        {look.difference}")
        click.echo(
            f"        first seen {look.first_seen:%Y-%m-%d}, "
            f"last seen {look.last_seen:%Y-%m-%d}"
        )
    counts = {look.found: 0 for look in looks}
    for look in looks:
        counts[look.found] += 1
    told = ", ".join(f"{n} {found}" for found, n in counts.items())
    click.echo(f"{len(looks)} looked at again: {told or 'nothing is due'}")
    if any(look.found == "unreachable" for look in looks):
        ctx.exit(1)


@click.command("import")
@click.argument("kind", type=click.Choice((*KINDS, "events")))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come; write nothing.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column holds what: --map url=Link --map text=Report ...",
)
@click.option("--shape", help="Whose columns (events): acled, airwars, gtd, ucdp.")
@click.option(
    "--day-first/--month-first",
    "is_day_first",
    default=None,
    help="How dates are written, where a person knows it.",
)
@click.option(
    "--protection",
    type=click.Choice(_PROTECTIONS),
    help="Who may see it; private chats are restricted unless said.",
)
@_described[0]
@click.option(
    "--voice",
    type=click.Choice([kind.value for kind in SourceType]),
    help="What kind of voice published it.",
)
@_described[2]
@click.pass_context
def import_(ctx: click.Context, /, kind: str, path: Path, **said: object) -> None:
    """Take in what people already have; no row is lost in silence.

    KIND: wacz and warc (web archives of any tool), auto-archiver (output folder or its
    sheet), hunchly (folder of saved pages), telegram (result.json, or the HTML
    export), whatsapp (_chat.txt or its folder), proofmode (the zip as the app shares
    it), table (CSV or XLSX of addresses or reports), events (CSV of an event data set,
    put beside the incidents and never counted: --shape, or --map key=ID --map first=DAY
    --map lat=.. --map lon=..). Importing the same again brings nothing twice.
    """
    protection, voice = said["protection"], said["voice"]
    stated = Description(
        source=_text(said["source"]),
        kind=SourceType(str(voice)) if voice else None,
        language=_text(said["language"]),
        protection=Protection(str(protection or "open")),
    )
    mapping = said["mapping"]
    assert isinstance(mapping, tuple)  # noqa: S101  what click gives for multiple=True
    if kind == "events":
        from firsthand.cli.event_verbs import import_events  # noqa: PLC0415  start-up

        shape = _text(said["shape"])
        import_events(ctx, path, shape, mapping, stated, is_dry=bool(said["dry_run"]))
        return
    if said["shape"]:
        raise UserError(f"--shape is for events; {kind} has no shapes")
    is_day_first = said["is_day_first"]
    with the_case(ctx) as case, progress_bar(ctx) as progress:
        report = import_path(
            case,
            kind,
            path,
            Choices(
                stated=stated,
                is_protection_said=protection is not None,
                mapping=mapping,
                is_day_first=None if is_day_first is None else bool(is_day_first),
                is_dry=bool(said["dry_run"]),
            ),
            progress=progress,
        )
    _print_imported(ctx, report)


def _print_imported(ctx: click.Context, report: ImportReport) -> None:
    for text in report.notices:
        notice(ctx, f"note: {text}")
    for text in report.wrong[:_SHOWN]:
        click.echo(f"wrong: {text}", err=True)
    if len(report.wrong) > _SHOWN:
        click.echo(f"wrong: and {len(report.wrong) - _SHOWN:,} more", err=True)
    click.echo(report.summary())
    if report.wrong:
        ctx.exit(1)


COMMANDS = {"capture": capture, "import": import_}
