"""What the tables know as well as the rules.

Apart from the rules, whose package loads all that compares texts: every command loads the tables,
and hardly one compares anything.
"""

from __future__ import annotations

from typing import Final

# What an accepted passage does for its claim. Only the first makes a leg to stand on.
SIDES: Final = ("supports", "against", "background")
# Numbers in the vector of a text: what MiniLM gives, and what the tables store.
VECTOR_SIZE: Final = 384
