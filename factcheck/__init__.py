"""The software a newsroom's fact-checking desk opens before anything is published."""

__version__ = "1.0.0"
