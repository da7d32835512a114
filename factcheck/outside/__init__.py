"""The only door to the world.

`http` (safe fetch), `pages`, `search` (providers), `mail` (SMTP, IMAP). Dataclasses in and out, no
models. Everything that goes wrong out there is one `OutsideError`.
"""
