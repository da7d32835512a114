"""Sign-in by the newsroom's identity provider: OpenID Connect, roles by group."""
