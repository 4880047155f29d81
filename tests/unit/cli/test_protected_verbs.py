"""Recipients, sealing, testimony and erasure as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from firsthand.cli.app import cli
from firsthand.errors import FirsthandError

FORM = """
[witness]
name = "Halima Sorani"
[interview]
date = "2026-05-03"
language = "en"
[material]
transcript = "words.txt"
[second_reading]
on = "2026-05-10"
agreed = true
[consent]
archive = "2026-05-03"
analysis = "2026-05-03"
publish-paraphrased = "2026-05-03 until 2031-01-01"
"""


class Desk:
    """A case and the way to type at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self("init", str(folder / "case"), in_case=False)

    def __call__(self, *words: str, code: int = 0, in_case: bool = True) -> str:
        where = ["-C", str(self.folder / "case")] if in_case else []
        done: Result = CliRunner().invoke(cli, [*where, "--as", "tester", *words])
        if isinstance(done.exception, FirsthandError):
            assert done.exception.exit_code == code, done.exception
            return str(done.exception)
        assert done.exit_code == code, done.output
        return done.output

    def path(self, name: str, text: str | None = None) -> str:
        if text is not None:
            (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made("keys", "recipients", "new", made.path("lead.key"), "--label", "lead")
    return made


def test_recipients_are_added_listed_removed_and_items_wrapped_anew(desk: Desk) -> None:
    assert "nothing is sealed yet" in desk("keys", "recipients", "list")
    sealed = desk("seal", desk.path("page.txt", "the well"), "--note", "from a friend")
    item = sealed.split()[0]
    told = desk("keys", "recipients", "new", desk.path("b.key"), "--label", "escrow")
    assert "PRIVATE" in told
    assert "1 items sealed before are not open to this key" in told
    assert "NOT READABLE" in desk("keys", "drill", desk.path("b.key"), code=1)
    rotate = ("keys", "rotate", "--identity", desk.path("lead.key"))
    assert "say why" in desk(*rotate, code=1)
    assert "1 sealed items wrapped" in desk(*rotate, "--because", "escrow came")
    assert "1 sealed items opened, 0 did not" in desk(
        "keys", "drill", desk.path("b.key")
    )
    gone = desk("keys", "recipients", "remove", "lead", "--because", "left")
    assert "1 items are still open to that key" in gone
    assert "escrow" in desk("keys", "list")
    assert item in desk("seal", "--list")


def test_a_private_key_is_never_written_into_the_case(desk: Desk) -> None:
    inside = str(desk.folder / "case" / "my.key")
    told = desk("keys", "recipients", "new", inside, "--label", "x", code=1)
    assert "lies in the case" in told
    assert not Path(inside).exists()


def test_a_public_key_is_added_by_its_text(desk: Desk) -> None:
    listed = desk("keys", "recipients", "list")
    key = next(word for word in listed.split() if word.startswith("age1"))
    told = desk("keys", "recipients", "add", key, "--label", "again", code=1)
    assert "already" in told


def test_sealed_material_is_opened_with_a_reason_and_the_log_shows_it(
    desk: Desk,
) -> None:
    item = desk("seal", desk.path("page.txt", "the well")).split()[0]
    assert json.loads(desk("seal", "--list", "--json"))["id"] == item
    key = ("--identity", desk.path("lead.key"), "-o", desk.path("out"))
    assert "say why" in desk("unseal", item, *key, code=1)
    desk("unseal", item, *key, "--why", "court order 7")
    assert (desk.folder / "out" / f"{item}.material").read_text() == "the well"
    log = desk("log")
    assert "court order 7" in log
    assert "nothing sealed" in desk("unseal", "X-NOBODY", *key, "--why", "x", code=1)


def test_sealing_nothing_says_what_to_type(desk: Desk) -> None:
    assert "firsthand seal FILE" in desk("seal", code=1)


def test_a_sealed_file_of_an_intake_is_told_and_not_read(desk: Desk) -> None:
    told = desk("add", desk.path("page.txt", "the well"), "--protection", "sealed")
    assert "sealed; not read by the program" in told
    told = desk("status")
    assert "0 documents" in told
    assert "1 sealed items, 1 recipients (ONE" in told


def test_a_testimony_from_the_form_to_the_erasure(desk: Desk) -> None:
    assert desk("testimony", "form").startswith("# A testimony")
    desk.path("words.txt", "I am Halima Sorani. I saw 14 civilians killed in Talbar.")
    added = desk("testimony", "add", desk.path("form.toml", FORM)).split()
    name, witness = added[0], added[2].rstrip(",")
    assert witness in desk("testimony", "list")
    assert json.loads(desk("testimony", "list", "--json"))["witness"] == witness
    shown = desk("testimony", "show", name)
    assert "publish-paraphrased: given 2026-05-03 until 2031-01-01" in shown
    assert "share-with-courts: not asked, so not allowed" in shown
    assert "second reading on 2026-05-10: agreed" in shown
    assert "Halima" not in shown
    assert name in desk("testimony", "show", name, "--json")
    consent = ("testimony", "consent", name, "share-with-courts")
    assert "write" in desk(*consent, "perhaps", "--because", "asked", code=1)
    assert "given 2026-06-01" in desk(*consent, "2026-06-01", "--because", "asked")
    withdraw = ("testimony", "withdraw", name, "--on", "2026-07-01")
    told = desk(*withdraw, "--why", "wrote to us")
    assert "count for nothing" in told
    assert "firsthand erase" in told
    assert "before," in desk("testimony", "show", name)
    assert "no request waits" in desk("testimony", "request")
    asked = desk("testimony", "request", witness, "erase", "--received", "2026-07-02")
    assert asked.split()[0] in desk("testimony", "request")
    assert "no witness" in desk("testimony", "request", "W-NOBODY", "see", code=1)
    erased = desk("erase", witness, "--why", "the witness asked")
    assert "copies made before" in erased
    done = ("testimony", "request", "--done", asked.split()[0])
    assert "done: erased" in desk(*done, "--outcome", "erased")
    assert "no testimony" in desk("testimony", "list")
    assert "0 altered" in desk("verify")
    assert "no person" in desk("erase", witness, "--why", "again", code=1)


SAW = "On 30 November 2021 an air strike hit the market in Talbar. I am Halima Sorani. "


def test_a_witness_sees_corrects_and_withdraws_and_every_step_is_logged(
    desk: Desk,
) -> None:
    desk.path("words.txt", f"{SAW}I saw that 14 civilians were killed in Talbar.")
    added = desk("testimony", "add", desk.path("form.toml", FORM)).split()
    first, witness = added[0], added[2].rstrip(",")
    desk("run")
    desk("preview", "-o", desk.path("site"))
    asked = desk("testimony", "request", witness, "see").split()[0]
    out = desk.path("seen")
    key = ("--identity", desk.path("lead.key"))
    desk("unseal", witness, *key, "-o", out, "--why", "the witness asked to see")
    assert any(
        "14 civilians" in one.read_text("utf-8", "replace")
        for one in Path(out).iterdir()
    )
    desk("testimony", "request", "--done", asked, "--outcome", "read out to them")

    wish = desk("testimony", "request", witness, "correct").split()[0]
    desk.path("words.txt", f"{SAW}I saw that 9 civilians were killed in Talbar.")
    wrong = desk.path("wrong.toml", FORM)
    corrects = ("--corrects", first, "--because", "they miscounted")
    assert "known_as" in desk("testimony", "add", wrong, *corrects, code=1)
    form = FORM.replace("[witness]", f'[witness]\nknown_as = "{witness}"')
    told = desk("testimony", "add", desk.path("again.toml", form), *key, *corrects)
    assert f"{wish} done: corrected by" in told
    assert "no request waits" in desk("testimony", "request")
    desk("run")
    assert "9 civilian" in desk("incidents")

    second = told.split()[0]
    draft = desk.path("correction.md")
    told = desk("testimony", "withdraw", second, "--why", "wrote", "--draft", draft)
    assert "Draft of the correction" in told
    text = Path(draft).read_text("utf-8")
    assert "killed.civilian: was 9" in text
    assert "Pages to publish anew: I-00" in text
    assert not [word for word in (witness, "Halima", second) if word in text]
    gate = desk("preview", "-o", desk.path("site"), code=4)
    assert "firsthand run" in gate
    desk("run")
    desk("preview", "-o", desk.path("site"))
    page = (desk.folder / "site" / "index.html").read_text("utf-8")
    assert "9 civilian" not in page
    assert not list((desk.folder / "site" / "incidents").glob("*.html"))
    log = desk("log")
    for step in ("asks to see", "asks to correct", "opened", "withdrawn"):
        assert step in log
