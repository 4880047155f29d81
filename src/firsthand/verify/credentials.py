"""Content credentials (C2PA) of a picture or video, shown for what they are.

Method: M083. "Does not verify" is not "forged": platforms and editors break the bond
between file and credentials every day. No credentials is normal and says nothing. A
declared maker or place is a claim of whoever signed. Nothing is fetched.
"""

from __future__ import annotations

import io
import json
from typing import Any

from firsthand.errors import UserError

NONE = "no content credentials: normal; says nothing for or against the file"
UNREAD = "content credentials are there or not: they could not be read"
MEANINGS = {
    "Valid": (
        "the file is as it was when its credentials were signed; who signed is not "
        "checked against any list of trusted signers"
    ),
    "Trusted": "the file is as it was when it was signed by a signer of the trust list",
    "Invalid": (
        "the credentials do not verify for these bytes: not the same as forged; "
        "re-saving, cutting and some platforms do this to genuine files"
    ),
}
ALWAYS = "what credentials declare is the statement of their signer, not a proof of it"
_SETTINGS = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_LONGEST = 200


def read_credentials(data: bytes, media_type: str) -> dict[str, Any]:
    """Read the content credentials of a file.

    Args:
        data: Its bytes.
        media_type: IANA media type.

    Returns:
        Plain JSON: state, its meaning, codes of what failed, signer, time of signing as
        stated, actions and source types as declared.

    Raises:
        UserError: c2pa-python is not installed.
    """
    c2pa = _c2pa()
    tool = f"c2pa-rs {c2pa.sdk_version()}"
    try:
        with c2pa.Reader(media_type, io.BytesIO(data)) as reader:
            told = json.loads(reader.json())
    except c2pa.C2paError as error:
        is_none = "ManifestNotFound" in type(error).__name__ + str(error)
        return {
            "cannot_prove": [ALWAYS],
            "meaning": NONE if is_none else UNREAD,
            "problem": None if is_none else _short(error),
            "state": "none" if is_none else "unread",
            "tool": tool,
        }
    return _line(told, tool)


def _c2pa() -> Any:
    try:
        import c2pa  # type: ignore[import-untyped]  # noqa: PLC0415  not everybody has it
    except ImportError as error:
        raise UserError(
            "content credentials need c2pa-python: pip install c2pa-python"
        ) from error
    c2pa.load_settings(json.dumps(_SETTINGS))
    return c2pa


def _line(told: dict[str, Any], tool: str) -> dict[str, Any]:
    manifest = told.get("manifests", {}).get(told.get("active_manifest"), {})
    signature = manifest.get("signature_info", {})
    state = str(told.get("validation_state", "unread"))
    actions = list(_actions(manifest))
    codes = {str(row.get("code")) for row in told.get("validation_status", [])}
    return {
        "actions": sorted({_short(row.get("action")) for row in actions}),
        "cannot_prove": [ALWAYS],
        "claim_generator": _short(manifest.get("claim_generator")),
        "codes": sorted(codes),
        "declared_source_types": sorted(
            {
                _short(row["digitalSourceType"]).removeprefix(_AI)
                for row in actions
                if row.get("digitalSourceType")
            }
        ),
        "meaning": MEANINGS.get(state, UNREAD),
        "problem": None,
        "signed_at_as_stated": _short(signature.get("time")),
        "signer": _short(signature.get("issuer")),
        "state": state.lower(),
        "tool": tool,
    }


def _actions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the actions that a manifest declares ("c2pa.created", "c2pa.cropped")."""
    return [
        action
        for row in manifest.get("assertions", [])
        if str(row.get("label", "")).startswith("c2pa.actions")
        for action in row.get("data", {}).get("actions", [])
        if isinstance(action, dict)
    ]


def _short(value: object) -> str:
    if value is None:
        return "not stated"
    text = "".join(char for char in str(value) if char.isprintable()).strip()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
