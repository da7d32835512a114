"""Files of Office before 2007, by what they hold.

A .doc is read where a reader for it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from factcheck.outside.documents.drafts import Draft, DraftRefusal, Pen

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "This file is protected by a password. Save it without one and bring that in."  # noqa: S105  # nosec B105
_OUTLOOK = (
    "This is an Outlook message (.msg). Open it in Outlook, and save it as .eml or paste its text."
)
_SAVE = "Open it in Word or LibreOffice, save it as .docx, and bring that in."
# Names of streams in the file's directory, and what the file is then; the first that stands there.
_KINDS = [
    (
        "EncryptedPackage",
        _PASSWORD,
    ),
    ("__substg1.0_", _OUTLOOK),
    ("__properties_version1.0", _OUTLOOK),
    ("PowerPoint Document", "This is a slide show. Paste the text instead."),
    ("Workbook", "This is a spreadsheet. Paste the text instead."),
    ("Quill", "This is a Publisher file. Save its text as .docx and bring that in."),
]
# How each reader is called: it writes the words to standard output.
_READERS = [("antiword", ["-m", "UTF-8.txt", "-w", "0"]), ("catdoc", ["-d", "utf-8", "-w"])]
_SECONDS = 60


def read_office_97(data: bytes, name: str) -> Draft:
    """Return the draft in an old Word file; raise DraftRefusal where there is none."""
    suffix = Path(name).suffix.lower()
    if suffix == ".msg":
        raise DraftRefusal(_KINDS[1][1])
    for stream, sentence in _KINDS:
        if stream.encode("utf-16-le") in data:
            raise DraftRefusal(sentence)
    text = _words(data) if "WordDocument".encode("utf-16-le") in data else ""
    if not text.strip():
        raise DraftRefusal(
            f"This is an old Word or Office file (.doc) that cannot be read here. {_SAVE}"
        )
    draft, pen = Draft(medium="doc"), Pen()
    for line in text.split("\n"):
        pen.words(line)
        pen.end()
    draft.paragraphs = pen.paragraphs
    draft.leave_out("note number", pen.note_numbers)
    return draft


def _words(data: bytes) -> str:
    """Return the words by the first reader that is installed, in a folder that goes away."""
    for program, options in _READERS:
        path = shutil.which(program)
        if path is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "draft.doc"
            file.write_bytes(data)
            done = subprocess.run(
                [path, *options, str(file)],
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        if done.returncode == 0:
            return done.stdout.decode("utf-8", "replace")
    return _by_libreoffice(data)


def _by_libreoffice(data: bytes) -> str:
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if path is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.doc"
        file.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            path,
            "--headless",
            profile,
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            folder,
            str(file),
        ]
        subprocess.run(
            command,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        out = Path(folder) / "draft.txt"
        return out.read_text("utf-8-sig", "replace") if out.exists() else ""
