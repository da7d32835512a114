"""Formats of a language where Django has none: a package a language."""
