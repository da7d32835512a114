"""Pages as a browser shows them, from the bytes we have and nothing else."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from factcheck.outside import screenshot
from factcheck.outside.errors import OutsideError
from tests.browser import find

in_browser = [pytest.mark.browser, pytest.mark.skipif(find() is None, reason="no Chromium")]


@pytest.fixture
def chromium(settings: Any) -> None:
    settings.CHROMIUM = find() or ""


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.usefixtures("chromium")
class TestInABrowser:
    pytestmark = in_browser

    def test_a_page_becomes_a_picture(self) -> None:
        white = screenshot.picture_of(b"<title>A</title>")
        black = screenshot.picture_of(b"<body style='background: black'>")
        assert size(white) == size(black) == (screenshot.WIDTH, screenshot.HEIGHT)
        assert white != black

    def test_nothing_that_a_page_asks_for_is_fetched(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/").respond_with_data("here")
        own = httpserver.url_for("/")
        page = (
            f"<meta http-equiv=refresh content='0; url={own}r'><link rel=stylesheet href={own}s><img src={own}i>"
            f"<iframe src={own}f></iframe><script>new Image().src = '{own}x'</script><object data={own}o></object>"
        )
        screenshot.picture_of(page.encode())
        assert httpserver.log == []

    def test_no_script_of_a_page_runs_while_it_is_pictured(self) -> None:
        plain = screenshot.picture_of(b"<body>")
        assert (
            screenshot.picture_of(
                b"<body><script>document.body.style.background = 'black'</script>"
            )
            == plain
        )


def test_without_a_browser_it_says_so(settings: Any) -> None:
    settings.CHROMIUM = "/nowhere/chromium"
    assert screenshot.browser() is None
    with pytest.raises(OutsideError, match="no browser"):
        screenshot.picture_of(b"")


def test_a_browser_that_fails_is_one_error_of_ours(settings: Any) -> None:
    settings.CHROMIUM = "/bin/false"
    with pytest.raises(OutsideError, match="could not show"):
        screenshot.picture_of(b"")


def test_a_browser_that_hangs_is_stopped(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "chromium"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n")
    hanging.chmod(0o755)
    settings.CHROMIUM = str(hanging)
    monkeypatch.setattr(screenshot, "SECONDS", 0.2)
    with pytest.raises(OutsideError, match="too long"):
        screenshot.picture_of(b"")
