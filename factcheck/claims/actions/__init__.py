"""What is done to marks, to readings, and to the parties the copy names."""

from __future__ import annotations

from factcheck.claims.actions.marking import confirm_moved, mark, restore, throw_out, throw_out_kind
from factcheck.claims.actions.parties import (
    add_alias,
    add_party,
    merge_parties,
    one_maker_at_a_time,
    party_named,
    set_party,
)
from factcheck.claims.actions.reading import read_proof, retry_reading, store_reading
from factcheck.claims.actions.reshaping import accept, accept_kind, reshape, restore_batch, split
from factcheck.claims.actions.speaking import name_speaker

__all__ = [
    "accept",
    "accept_kind",
    "add_alias",
    "add_party",
    "confirm_moved",
    "mark",
    "merge_parties",
    "name_speaker",
    "one_maker_at_a_time",
    "party_named",
    "read_proof",
    "reshape",
    "restore",
    "restore_batch",
    "retry_reading",
    "set_party",
    "split",
    "store_reading",
    "throw_out",
    "throw_out_kind",
]
