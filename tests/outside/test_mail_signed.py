from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.outside.mail.signed import content_of
from tests.replies.awkward.shapes import INNER, ber, der, opaque


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("content", [INNER, b"x" * 200, b"x" * 70_000])
def test_what_is_signed_is_unpacked_whole(content: bytes, streamed: bool) -> None:
    assert content_of(opaque(content, streamed=streamed)) == content


def test_what_is_encrypted_detached_or_cut_short_gives_nothing() -> None:
    whole = opaque(INNER)
    enveloped = whole.replace(
        bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010703")
    )
    assert [
        content_of(one) for one in (enveloped, whole[:-40], b"", b"0", b"0\x84\xff\xff\xff\xff")
    ] == [b""] * 5


def test_nesting_without_end_is_given_up() -> None:
    assert content_of(b"0\x80" * 100_000) == b""
    deep = der(0x04, INNER)
    for _ in range(50):
        deep = ber(0x24, deep)
    assert content_of(opaque(INNER).replace(der(0x04, INNER), deep)) == b""


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    content_of(data)
    content_of(b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80" + data)
