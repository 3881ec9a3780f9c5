"""Texts made safe for any tokenizer."""

import re
import unicodedata

# NUL cuts C strings, lone surrogates cannot be written in UTF-8, U+FDFA expands to 18 characters.
_DANGEROUS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdfa]")
# Encoders read 512 pieces at most, about 2,500 characters of French.
_LONGEST = 20_000


def clean(text: str) -> str:
    """Returns the text composed (NFC), without control characters or lone surrogates, and cut to 20,000 characters."""
    return _DANGEROUS.sub(" ", unicodedata.normalize("NFC", text[:_LONGEST]))
