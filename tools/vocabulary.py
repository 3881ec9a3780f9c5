"""Choosing the pieces of a vocabulary that French, English and Dutch need, and the tokenizer made of them."""

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import wordfreq
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

LANGUAGES = ("fr", "en", "nl")
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_WORDS = 400_000
_SCRIPTS = ("LATIN", "GREEK")


def tokenizer(pieces: Sequence[str], scores: Sequence[float], *, deleted: str, spaces: str) -> Tokenizer:
    """Makes the Unigram tokenizer of XLM-RoBERTa from pieces and their log-probabilities."""
    result = Tokenizer(
        models.Unigram(list(zip(pieces, map(float, scores), strict=True)), unk_id=3, byte_fallback=False)
    )
    result.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_class(deleted)), ""),
            normalizers.Replace(Regex(_class(spaces)), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    result.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    result.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    result.add_special_tokens([AddedToken(token, normalized=False) for token in _SPECIAL])
    return result


def kept(full: Tokenizer, pieces: Sequence[str]) -> np.ndarray:
    """Returns the sorted numbers of the pieces to keep.

    Kept: the special tokens, every piece that a frequent word of the three languages uses (alone or after an
    apostrophe or a bracket, as it is, capitalised or in capitals), every number and run of punctuation, and every
    single character of a script that they write.
    """
    numbers = {i for i, piece in enumerate(pieces) if piece in _SPECIAL or _is_common(piece)}
    for language in LANGUAGES:
        words = wordfreq.top_n_list(language, _WORDS, wordlist="best")
        for form in (str, str.capitalize, str.upper):
            numbers.update(_used(full, (f"{form(word)} ({form(word)}" for word in words)))
    return np.array(sorted(numbers))


def _used(full: Tokenizer, words: Iterable[str]) -> set[int]:
    return {number for encoding in full.encode_batch_fast(list(words)) for number in encoding.ids}


def _is_common(piece: str) -> bool:
    characters = piece.removeprefix("▁") or "▁"
    if not any(unicodedata.category(character).startswith("L") for character in characters):
        return len(characters) == 1 or characters.isascii()
    return len(characters) == 1 and unicodedata.name(characters, "").startswith(_SCRIPTS)


def _class(characters: str) -> str:
    return "[" + "".join(f"\\x{{{ord(character):X}}}" for character in characters) + "]"
