"""One machine: embedded servers, the `up` supervisor, the demo newsroom.

Nothing outside this room knows of it.
"""
