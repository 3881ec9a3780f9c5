"""The command line: its commands, their options, and how an error is told.

What a command does is in `assistant.commands`, and everything heavy is imported by the function that needs it, so
that `boussole --help` is instant.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypeAlias

from assistant import __version__, commands
from assistant.errors import BoussoleError
from assistant.settings import PROJECT, Settings

_HABITS = (  # what argparse says, and what is said instead
    (r"the following arguments are required: (.+)", r"il manque \1"),
    (r"unrecognized arguments: (.+)", r"option ou argument inconnu : \1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)", r"« \2 » est inconnu pour \1 ; choix : \3"),
    (r"argument (\S+): invalid \w+ value: (.+)", r"\1 n'accepte pas \2"),
    (r"argument (\S+): expected one argument", r"\1 demande une valeur"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 ne va pas avec \2"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; a deliberate error is one French sentence and exit code 2."""
    _speak_utf8()
    parsed = _parser().parse_args(arguments)
    try:
        code = parsed.command(parsed, _settings(parsed))
        sys.stdout.flush()
        return code
    except BoussoleError as error:
        print(f"boussole : {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader ("| head") has gone: nothing more can be said, not even by Python when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nInterrompu : rien n'est perdu, relancez la même commande pour continuer.", file=sys.stderr)
        return 130


def _speak_utf8() -> None:
    """Makes accents survive a terminal or a file set to another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _settings(parsed: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    chosen = {name: getattr(parsed, name, None) for name in ("corpus", "index", "edition", "encoder", "report")}
    return replace(settings, **{name: value for name, value in chosen.items() if value is not None})


class _Parser(argparse.ArgumentParser):
    """A parser that helps and complains in French."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "arguments"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "usage :", 1)

    def error(self, message: str) -> NoReturn:
        for english, french in _HABITS:
            message = re.sub(f"^{english}$", french, message)
        self.exit(2, f"boussole : {message}. Voyez « {self.prog} --help ».\n")


def _parser() -> _Parser:
    parser = _Parser(prog="boussole", description="Répond, sources à l'appui, à partir d'une enquête publiée.")
    parser.add_argument("--version", action="version", version=f"boussole {__version__}", help="affiche la version")
    names = parser.add_subparsers(title="commandes", required=True, metavar="COMMANDE")
    for add in (_fetch, _index, _ask, _profile, _check, _bank, _evaluate, _feedback, _encoder, _serve):
        add(names)
    return parser


Names: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _fetch(names: Names) -> None:
    parser = _command(names, "fetch", commands.fetch, "télécharge les fichiers officiels, ou les copie d'un dossier")
    _edition(parser)
    parser.add_argument(
        "--from", dest="folder", type=Path, metavar="DOSSIER", help="copier d'ici au lieu de télécharger"
    )


def _index(names: Names) -> None:
    parser = _command(names, "index", commands.index, "prépare la recherche (rapide quand rien n'a changé)")
    _sources(parser)
    parser.add_argument("--force", action="store_true", help="tout refaire")


def _ask(names: Names) -> None:
    parser = _command(names, "ask", commands.ask, "répond à une question")
    _sources(parser)
    parser.add_argument("question", nargs="?", help="la question, entre guillemets")
    parser.add_argument("--profile", type=Path, metavar="FICHIER", help="profil JSON de l'organisation")
    parser.add_argument("--json", action="store_true", help="réponse complète en JSON")
    parser.add_argument(
        "--batch", type=Path, metavar="FICHIER.jsonl", help="une question JSON par ligne ; une réponse par ligne"
    )


def _profile(names: Names) -> None:
    parser = _command(names, "profile", commands.profile, "situe une organisation parmi les personas")
    _edition(parser)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--from", dest="file", type=Path, metavar="FICHIER", help="profil JSON déjà rempli")
    source.add_argument("--batch", type=Path, metavar="FICHIER.jsonl", help="un profil JSON par ligne")
    source.add_argument("--questions", action="store_true", help="lister les questions et leurs réponses")
    parser.add_argument("--json", action="store_true", help="résultat complet en JSON")
    parser.add_argument("--save", type=Path, metavar="FICHIER", help="garder les réponses données au terminal")
    parser.add_argument("--markdown", action="store_true", help="la fiche de positionnement en Markdown")


def _check(names: Names) -> None:
    parser = _command(names, "check", commands.check, "confronte les faits du corpus aux fichiers officiels")
    _edition(parser)
    parser.add_argument("--from", dest="folder", type=Path, metavar="DOSSIER", help="où sont les fichiers officiels")


def _evaluate(names: Names) -> None:
    parser = _command(names, "evaluate", commands.evaluate, "mesure la qualité des réponses")
    _sources(parser)
    questions = PROJECT / "tests" / "exam.toml"
    parser.add_argument("--questions", type=Path, default=questions, metavar="FICHIER", help="l'examen")
    parser.add_argument("--split", choices=("dev", "test"), help="une partie seulement")
    parser.add_argument("--failures", action="store_true", help="lister ce qui échoue")
    parser.add_argument("--profiles", action="store_true", help="mesurer plutôt le modèle des personas")
    parser.add_argument("--gate", action="store_true", help="échouer si les marques gardées baissent au-delà du bruit")
    parser.add_argument("--accept", action="store_true", help="avec --gate : garder ces marques comme référence")
    parser.add_argument("--json", action="store_true", help="mesures en JSON")


def _feedback(names: Names) -> None:
    parser = _command(names, "feedback", commands.feedback, "lit les avis donnés dans l'application")
    parser.add_argument("--questions", action="store_true", help="en tirer des questions d'examen, à relire")
    parser.add_argument("--bank", action="store_true", help="en tirer des lignes de la banque, à compléter")


def _bank(names: Names) -> None:
    parser = _command(names, "bank", commands.bank, "vérifie la banque de questions et les réponses écrites")
    parser.add_argument("action", choices=("check",), metavar="check", help="vérifier ce qu'elles nomment et affirment")
    _edition(parser)


def _encoder(names: Names) -> None:
    parser = _command(names, "encoder", commands.encoder, "écrit le modèle embarqué au format sentence-transformers")
    parser.add_argument("action", choices=("export",), metavar="export", help="écrire le modèle et dire où")
    parser.add_argument("--to", dest="folder", type=Path, metavar="DOSSIER", help="où (le cache par défaut)")


def _serve(names: Names) -> None:
    parser = _command(names, "serve", commands.serve, "ouvre l'application")
    _sources(parser)
    parser.add_argument("--port", type=int, default=8501, help="8501 par défaut")
    parser.add_argument("--address", default="localhost", help="localhost par défaut : cette machine seulement")


def _command(names: Names, name: str, run: commands.Command, text: str) -> _Parser:
    parser: _Parser = names.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    parser.set_defaults(command=run)
    return parser


def _edition(parser: _Parser) -> None:
    """Adds the options that say which facts are used."""
    parser.add_argument("--corpus", type=Path, metavar="DOSSIER", help="dossier du corpus (manifest.toml)")
    parser.add_argument("--edition", metavar="ID", help="édition du manifest (la première par défaut)")


def _sources(parser: _Parser) -> None:
    """Adds the options that say what is answered from."""
    _edition(parser)
    parser.add_argument("--index", type=Path, metavar="DOSSIER", help="dossier des index")
    parser.add_argument("--report", type=Path, metavar="FICHIER.pdf", help="répondre à partir de ce seul rapport PDF")
    parser.add_argument(
        "--encoder", metavar="NOM", help="« e5 » (par défaut), « hashing », ou un modèle sentence-transformers"
    )


if __name__ == "__main__":
    sys.exit(main())
