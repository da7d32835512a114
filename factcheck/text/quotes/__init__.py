"""Quotes with their speakers, and accusations with the parties accused."""
