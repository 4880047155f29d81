"""Legacy code pages: found by the letters, always told as a guess."""

from __future__ import annotations

import pytest

from firsthand.capture import take_in
from firsthand.capture.codepages import likeliest_code_page
from firsthand.reference import bundled_reference

SENTENCES = {
    "ar": "انتشل متطوعون جثامين تسعة أشخاص من تحت أنقاض مبنى سكني في تلبار فجر الخميس.",
    "ru": "Спасатели извлекли из-под завалов дома в Талбаре тела девяти человек.",
    "uk": "Рятувальники дістали з-під завалів будинку в Талбарі тіла дев'ятьох людей.",
    "he": "מתנדבים חילצו תשע גופות מהריסות בניין מגורים בעיירה לפנות בוקר ביום חמישי.",
    "fr": "Près de Talbar, des secouristes ont dégagé neuf corps des décombres.",
    "es": "Según los médicos, nueve cadáveres fueron hallados en una casa en ruinas.",
    "tr": "Gönüllüler, perşembe sabahı yıkılan binanın altından dokuz kişiyi çıkardı.",
}
CODECS = [
    ("ar", "cp1256"),
    ("ar", "iso8859-6"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "cp866"),
    ("ru", "iso8859-5"),
    ("uk", "cp1251"),
    ("uk", "koi8-u"),
    ("he", "cp1255"),
    ("fr", "cp1252"),
    ("es", "cp1252"),
    ("tr", "cp1254"),
]


@pytest.mark.parametrize(("language", "codec"), CODECS)
@pytest.mark.parametrize("length", [20, 40, 75])
def test_a_sentence_in_a_legacy_code_page_comes_out_as_written(
    language: str, codec: str, length: int
) -> None:
    words = SENTENCES[language][:length]
    data = words.encode(codec)
    taken = take_in(data, "a.txt", reference=bundled_reference())
    assert taken.text == words


def test_a_guess_is_told_and_says_what_to_do() -> None:
    data = SENTENCES["ar"].encode("cp1256")
    taken = take_in(data, "old.txt", reference=bundled_reference())
    assert len(taken.notices) == 1
    assert taken.notices[0].startswith("old.txt: no encoding is stated")
    assert "cp1256" in taken.notices[0]
    assert "save it as UTF-8" in taken.notices[0]


def test_what_a_page_declares_is_no_guess() -> None:
    page = f'<html><head><meta charset="windows-1256"></head><p>{SENTENCES["ar"]}</p>'
    taken = take_in(page.encode("cp1256"), "a.html", reference=bundled_reference())
    assert taken.text == SENTENCES["ar"]
    assert taken.notices == ()


@pytest.mark.parametrize("data", [bytes(range(128, 256)), b"\xfd\xc3\xf7\xa4" * 20])
def test_what_looks_like_no_language_is_not_forced_into_one(data: bytes) -> None:
    assert likeliest_code_page(data) is None


def test_readers_of_others_print_nothing_of_their_own(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for data, name in (
        (b"%PDF-1.4\ntrailer << /Root 1 0 R >>", "a.pdf"),
        (b"<html><body></body></html>", "a.html"),
    ):
        take_in(data, name, reference=bundled_reference())
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
