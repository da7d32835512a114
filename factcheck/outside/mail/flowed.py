"""format=flowed (RFC 3676): lines that go on in the next, with their stuffing and quote marks."""


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Return the paragraphs of a flowed text.

    With `delete_space` (DelSp=yes) the blank at which a line was broken is no part of the text:
    it stands inside a word.
    """
    lines: list[str] = []
    open_depth = -1  # of the paragraph that goes on; -1 while none does
    for line in text.split("\n"):
        depth, words = _unstuffed(line)
        if depth == open_depth and words != "-- ":
            lines[-1] += words
        else:
            lines.append((">" * depth + " " if depth else "") + words)
        open_depth = depth if words.endswith(" ") and words != "-- " else -1
        if open_depth >= 0 and delete_space:
            lines[-1] = lines[-1].removesuffix(" ")
    return "\n".join(lines)


def _unstuffed(line: str) -> tuple[int, str]:
    """Return the depth of quotation and the words, without the blank that guards them."""
    words = line.lstrip(">")
    depth = len(line) - len(words)
    words = words.removeprefix(" ")
    # A stuffed ">" was typed by the writer. Set in as far as no quotation is, it stays his.
    return depth, f"    {words}" if not depth and words.startswith(">") else words
