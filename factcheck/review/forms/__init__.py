"""The forms of the proof page and the call sheet; they parse, and the actions decide."""
