"""Every deliberate error of Boussole.

BoussoleError
├── SettingsError      a setting that cannot be honoured
├── CorpusError        a source file is missing, changed or not what it says it is
│   └── FetchError     a source could not be brought in
├── ReadingError       a PDF cannot be read (encrypted, truncated, scanned, trapped)
├── EncoderError       an encoder is unknown or cannot be loaded
├── StaleIndexError    the index is missing, stale or damaged
├── QuestionError      a question that cannot be taken (empty, too long)
└── ProfileError       a profile file or address that cannot be read

A message is French, shown to a person as it is, and says what was found, what was
expected and what to do.
"""

import errno

_REASONS = {
    errno.ENOENT: "il n'existe pas",
    errno.EACCES: "l'accès est refusé",
    errno.EPERM: "l'accès est refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.EMFILE: "trop de fichiers sont ouverts",
}


def why(error: OSError) -> str:
    """Returns the reason of a failure of the disk, in French where it is a usual one."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class BoussoleError(Exception):
    """The base of every error shown to a person; the command line exits with 2 on it."""


class SettingsError(BoussoleError):
    """A setting cannot be honoured."""


class CorpusError(BoussoleError):
    """A source file is missing, changed, or not what it says it is."""


class FetchError(CorpusError):
    """A source file could not be brought in."""


class ReadingError(BoussoleError):
    """A PDF cannot be read: encrypted, truncated, scanned or trapped."""


class EncoderError(BoussoleError):
    """An encoder is unknown or cannot be loaded."""


class StaleIndexError(BoussoleError):
    """The index is missing, damaged, or was made from other sources."""


class QuestionError(BoussoleError):
    """A question cannot be taken: empty or too long."""


class ProfileError(BoussoleError):
    """A profile file or address cannot be read."""
