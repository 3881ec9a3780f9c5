"""The command line: fetch, index, ask, profile, check, evaluate, serve.

Everything heavy is imported by the command that needs it, so that `boussole --help` is instant.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant import __version__
from assistant.errors import BoussoleError
from assistant.settings import PROJECT, Settings
from assistant.threads import limit_threads

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; a deliberate error is one French sentence and exit code 2."""
    limit_threads()
    parsed = _parser().parse_args(arguments)
    try:
        return parsed.command(parsed, _settings(parsed))
    except BoussoleError as error:
        print(f"boussole : {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("\nInterrompu : rien n'est perdu, relancez la même commande pour continuer.", file=sys.stderr)
        return 130


def _settings(parsed: argparse.Namespace) -> Settings:
    settings = Settings.from_environment()
    chosen = {name: getattr(parsed, name, None) for name in ("corpus", "index", "edition", "encoder", "report")}
    return replace(settings, **{name: value for name, value in chosen.items() if value is not None})


def _fetch(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.corpus import load_corpus
    from assistant.fetching import fetch

    edition = load_corpus(settings.corpus).edition(settings.edition)
    for fetched in fetch(edition, folder=parsed.folder, progress=_Bar()):
        state = fetched.version.label if fetched.version else "ATTENTION, version inconnue : à utiliser avec prudence"
        print(f"{fetched.source.path} : {'reçu' if fetched.new else 'déjà là'} ({state})")
    return 0


def _index(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.building import build_index

    built = build_index(settings, progress=_Bar(), force=parsed.force)
    print(built.summary)
    return 0


def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.engine import Assistant

    if bool(parsed.batch) == bool(parsed.question):
        raise BoussoleError("Donnez une question, ou --batch FICHIER.jsonl, mais pas les deux.")
    assistant = Assistant.open(settings, progress=_Bar())
    if parsed.batch:
        from assistant.batches import answer_lines

        for line in answer_lines(assistant, parsed.batch):
            print(line, flush=True)
        return 0
    from assistant.batches import read_profile

    answer = assistant.answer(parsed.question, profile=read_profile(parsed.profile) if parsed.profile else {})
    if parsed.json:
        print(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
    else:
        from assistant.export.terminal import in_terminal

        print(in_terminal(answer))
    return 0


def _check(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.building import check_corpus

    report, sound = check_corpus(settings, folder=parsed.folder)
    print(report)
    return 0 if sound else 1


def _evaluate(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.evaluation.command import evaluate

    print(evaluate(settings, parsed.questions, split=parsed.split, failures=parsed.failures, profiles=parsed.profiles))
    return 0


def _serve(parsed: argparse.Namespace, settings: Settings) -> int:
    import os
    import subprocess

    environment = {**os.environ, "BOUSSOLE_CORPUS": str(settings.corpus), "BOUSSOLE_INDEX": str(settings.index)}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(PROJECT / "streamlit_app.py"),
        f"--server.port={parsed.port}",
    ]
    return subprocess.call([*command, f"--server.address={parsed.address}"], env=environment, cwd=PROJECT)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="boussole", description="Répond, sources à l'appui, à partir du Baromètre 2024 des pratiques numériques."
    )
    parser.add_argument("--version", action="version", version=f"boussole {__version__}")
    commands = parser.add_subparsers(title="commandes", required=True, metavar="COMMANDE")
    _sources(
        _command(commands, "fetch", _fetch, "télécharge les fichiers officiels, ou les copie d'un dossier")
    ).add_argument("--from", dest="folder", type=Path, metavar="DOSSIER", help="copier d'ici au lieu de télécharger")
    index = _sources(_command(commands, "index", _index, "prépare la recherche (rapide quand rien n'a changé)"))
    index.add_argument("--force", action="store_true", help="tout refaire")
    ask = _sources(_command(commands, "ask", _ask, "répond à une question"))
    ask.add_argument("question", nargs="?", help="la question, entre guillemets")
    ask.add_argument("--profile", type=Path, metavar="FICHIER", help="profil JSON de l'organisation")
    ask.add_argument("--json", action="store_true", help="réponse complète en JSON")
    ask.add_argument(
        "--batch", type=Path, metavar="FICHIER.jsonl", help="une question JSON par ligne ; une réponse par ligne"
    )
    check = _sources(_command(commands, "check", _check, "confronte les faits du corpus aux fichiers officiels"))
    check.add_argument("--from", dest="folder", type=Path, metavar="DOSSIER", help="où sont les fichiers officiels")
    evaluate = _sources(_command(commands, "evaluate", _evaluate, "mesure la qualité des réponses"))
    evaluate.add_argument("--questions", type=Path, default=PROJECT / "tests" / "questions.toml", metavar="FICHIER")
    evaluate.add_argument("--split", choices=("dev", "test"), help="une moitié seulement")
    evaluate.add_argument("--failures", action="store_true", help="lister ce qui échoue")
    evaluate.add_argument("--profiles", action="store_true", help="mesurer le modèle des personas")
    serve = _sources(_command(commands, "serve", _serve, "ouvre l'application"))
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--address", default="localhost")
    return parser


def _command(commands: "argparse._SubParsersAction", name: str, run: Command, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    parser.set_defaults(command=run)
    return parser


def _sources(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Adds the options that say what is answered from."""
    parser.add_argument("--corpus", type=Path, metavar="DOSSIER", help="dossier du corpus (manifest.toml)")
    parser.add_argument("--index", type=Path, metavar="DOSSIER", help="dossier des index")
    parser.add_argument("--edition", metavar="ID", help="édition du manifest (la première par défaut)")
    parser.add_argument("--report", type=Path, metavar="FICHIER.pdf", help="répondre à partir de ce seul rapport PDF")
    parser.add_argument(
        "--encoder", metavar="NOM", help="« e5 » (par défaut), « hashing », ou un modèle sentence-transformers"
    )
    return parser


class _Bar:
    """A progress line on the error output, only where a person watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        if not self._shown:
            return
        amount = f"{done}/{total}" if total else str(done)
        end = "\n" if total is not None and done >= total else ""
        print(f"\r{what} : {amount}\033[K", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
