"""What was published: when, where, by whom, with which findings; and what moved since.

A preview becomes a release when a person says that it was put before others. The
figures of a release are those of the findings it names by their digests: they are read
back from the log, and held against what the case says now. Method: M107.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from firsthand.casework.case import Case
from firsthand.casework.estimates_shown import standing_estimates
from firsthand.casework.judging import write_decision
from firsthand.casework.state import CaseState
from firsthand.errors import UserError
from firsthand.model import (
    CountRange,
    Decision,
    Finding,
    IncidentId,
    Judgement,
    digest_of,
)
from firsthand.model.words import measure_in_words
from firsthand.publish import MARKER


@dataclasses.dataclass(frozen=True)
class Release:
    """A preview that a person says was published.

    Attributes:
        id: Id of the decision that records it.
        day: Day on which it was recorded.
        where: Where it stands, in the person's words.
        findings: Id of each finding in it -> digest of it as published.
        estimates: Id of each estimate in it -> digest of it as published.
        corrects: Release that it corrects; None = none.
        corrected_by: Release that corrects it; None = none.
    """

    id: str
    day: dt.date
    where: str
    findings: Mapping[str, str]
    estimates: Mapping[str, str] = dataclasses.field(default_factory=dict)
    corrects: str | None = None
    corrected_by: str | None = None

    @property
    def told(self) -> str:
        """Name it in a sentence."""
        return f"{self.id}, published {self.day}, {self.where}"


@dataclasses.dataclass(frozen=True)
class Moved:
    """A release that no longer says what the case says, line by line."""

    release: Release
    lines: tuple[str, ...]


def record_release(
    case: Case,
    folder: Path,
    *,
    where: str,
    because: str,
    corrects: str | None = None,
) -> Judgement:
    """Record that a preview was published.

    Args:
        case: An open case.
        folder: The preview as it was published.
        where: Where it stands ("https://...", "printed, 40 copies").
        because: Why, in the person's words.
        corrects: Id of the release that this one corrects.

    Raises:
        UserError: The folder is no preview of this case, or there is no such release.
    """
    marker = _marker_of(folder)
    if not where.strip():
        raise UserError("say where it was published: --where https://...")
    if corrects is not None and corrects not in {
        one.id for one in releases_of(CaseState(case))
    }:
        raise UserError(f"no release {corrects!r}; list them: firsthand releases")
    incidents = []
    for key, digest in marker["findings"].items():
        found = _version(case, key, digest)
        if found is None:
            raise UserError(
                f"{folder} is no preview of this case: it holds a finding {key} that "
                "this case never had. Write it anew: firsthand preview -o FOLDER"
            )
        incidents.append(found.incident_id)
    if not incidents:
        raise UserError(f"{folder} holds no finding; there is nothing to record")
    values = {
        "where": where.strip(),
        "findings": marker["findings"],
        "estimates": marker.get("estimates") or {},
        "files": _digest_of_files(folder),
        "log_size": marker["log_size"],
        "log_root": marker["log_root"],
        "corrects": corrects,
    }
    return write_decision(case, Decision.RELEASE, incidents, because, values)


def _marker_of(folder: Path) -> dict[str, Any]:
    """Read what a preview says of itself.

    Raises:
        UserError: There is none, or it was written before findings were named in it.
    """
    try:
        read = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            f"{folder} is no preview: it holds no {MARKER}. Name the folder that "
            "firsthand preview -o FOLDER wrote"
        ) from error
    except ValueError as error:
        raise UserError(f"{folder / MARKER} cannot be read: {error}") from error
    wanted = {"findings", "log_size", "log_root"}
    if not isinstance(read, dict) or not wanted <= set(read):
        raise UserError(
            f"{folder / MARKER} does not name its findings: an older preview. Write it "
            "anew: firsthand preview -o FOLDER"
        )
    return read


def _digest_of_files(folder: Path) -> str:
    """Return one digest over all files of a folder: names and contents, in order."""
    made = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        made.update(f"{digest}  {path.relative_to(folder).as_posix()}\n".encode())
    return made.hexdigest()


def _version(case: Case, key: str, digest: str) -> Finding | None:
    """Return a finding as it was when it had a digest; None = it never had."""
    for _, record in case.store.history(key):
        if isinstance(record, Finding) and digest_of(record) == digest:
            return record
    return None


def releases_of(state: CaseState) -> tuple[Release, ...]:
    """Return all releases, oldest first."""
    held = [one for one in state.judgements if one.decision is Decision.RELEASE]
    corrected = {
        one.value_of("corrects"): one.id for one in held if one.value_of("corrects")
    }
    return tuple(
        Release(
            id=one.id,
            day=one.at.date(),
            where=str(one.value_of("where")),
            findings=dict(one.value_of("findings")),
            estimates=dict(one.value_of("estimates") or {}),
            corrects=one.value_of("corrects"),
            corrected_by=corrected.get(one.id),
        )
        for one in held
    )


def moved_in(
    state: CaseState, release: Release, now: Mapping[IncidentId, Finding]
) -> Moved | None:
    """Hold a release against findings; None = it says the same, or was corrected.

    Args:
        state: The present state of the case.
        release: The release.
        now: Findings as they are, or as they would be.
    """
    if release.corrected_by is not None:
        return None
    lead = state.case.settings.profiles[0]
    lines: list[str] = []
    for key, digest in release.findings.items():
        was = _version(state.case, key, digest)
        if was is not None:
            lines += _differences(was, now.get(was.incident_id), lead)
    standing = {one.id: one.digest for one in standing_estimates(state.case)}
    lines += [
        f"{key}: an estimate was published that may no longer stand (M309)"
        for key, digest in release.estimates.items()
        if standing.get(key) != digest
    ]
    return Moved(release, tuple(lines)) if lines else None


def _differences(was: Finding, now: Finding | None, lead: str) -> Iterator[str]:
    name = was.incident_id
    if now is None:
        yield f"{name}: is no incident of the case any more"
        return
    before, after = _ranges(was, lead), _ranges(now, lead)
    for measure in sorted({*before, *after}):
        one = before.get(measure, CountRange())
        other = after.get(measure, CountRange())
        if one != other:
            what = measure_in_words(measure)
            yield f"{name}, {what}: published as {one}, is now {other}"
    if was.grade.proposed is not now.grade.proposed:
        yield (
            f"{name}, grade proposed: published as {was.grade.proposed}, is now "
            f"{now.grade.proposed}"
        )


def _ranges(finding: Finding, profile: str) -> dict[str, CountRange]:
    return {r.measure: r.range for r in finding.ranges if r.profile == profile}


def moved_releases(state: CaseState) -> tuple[Moved, ...]:
    """Return the releases that no longer say what the case says."""
    found = (moved_in(state, one, state.findings) for one in releases_of(state))
    return tuple(made for made in found if made is not None)


def draft_of_correction(moved: tuple[Moved, ...], day: dt.date) -> Iterator[str]:
    """Draft a dated correction of releases, for a person to finish and publish."""
    yield f"# Correction, {day} (draft: not published, to be finished by a person)"
    yield ""
    yield "What changed, and why: [to be written]"
    for one in moved:
        yield ""
        yield f"Corrects {one.release.told}:"
        yield from (f"- {line}." for line in one.lines)
