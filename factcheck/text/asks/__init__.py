"""Sentences of the copy that say comment was sought, and the parties they name."""
