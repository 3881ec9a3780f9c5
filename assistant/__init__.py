"""Boussole: cited answers from a published survey of cultural and media operators."""

from assistant.environment import prepare

__version__ = "0.1.0"

prepare()  # before any other import, whatever the entry point
