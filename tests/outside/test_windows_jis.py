"""ISO-2022-JP as Windows writes it."""

from __future__ import annotations

import pytest

from factcheck.outside.charsets import text_from
from factcheck.outside.windows_jis import windows_jis


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1b$B-!@_Ls\x1b(B", "①設約"),
        (b"\x1b$B-j%N%k\x1b(B Ltd", "㈱ノル Ltd"),
        (b"\x1b$B|b66\x1b(B", "髙橋"),
        (b"\x1b(I1\x1b(B", "ｱ"),
        (b'\x1b$B-!\r\n-"\x1b(B\r\n', "①\r\n②\r\n"),
    ],
)
def test_signs_that_only_windows_has_are_read(data: bytes, text: str) -> None:
    assert windows_jis(data) == text
    assert text_from(data, "iso-2022-jp")[0] == text


@pytest.mark.parametrize("data", [b"\x1b$)C\x0e0!\x0f", b"\x1b$B~~\x1b(B", b"\x1b$A!!\x1b(B"])
def test_what_it_cannot_be_is_not_read_as_it(data: bytes) -> None:
    assert windows_jis(data) is None


def test_what_the_standard_has_is_read_as_by_the_standard_s_own_codec() -> None:
    text = "漢字、ひらがな、カタカナ。ABC"
    assert windows_jis(text.encode("iso2022_jp")) == text
