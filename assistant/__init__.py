"""Boussole: cited answers from a published survey of cultural and media operators."""

__version__ = "0.1.0"
