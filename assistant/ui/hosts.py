"""Who the server answers to: whoever asks for it by one of its names, and pages of its own.

Without it a hostile page could reach a server on a visitor's own machine (DNS rebinding), and Streamlit, which would
meet a foreign origin next, asks the internet for this machine's address before it answers.
"""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.responses import JSONResponse

OWN = frozenset(("localhost", "127.0.0.1", "::1"))
_SHOWN = 100  # characters of a name that somebody else wrote


def refusal(headers: Mapping[str, str], own: Collection[str], public: Collection[str]) -> JSONResponse | None:
    """Returns what to answer a request that is not for this server or not from its own pages, or nothing.

    own: names of this machine; public: names the server was told it has, whose pages may come through a proxy that
    gives the request another host.
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    if _name(host) not in {*own, *public}:
        named = f"Ce serveur ne répond pas au nom « {host[:_SHOWN]} »."
        return _refused(400, f"{named} S'il est bien le sien, ajoutez-le à BOUSSOLE_HOSTS.")
    if origin is None or (sent := _place(origin)) == host or _name(sent) in public:
        return None
    return _refused(403, f"Une page de « {origin[:_SHOWN]} » ne peut pas interroger ce serveur.")


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)


def _place(origin: str) -> str:
    """Returns host and port of an origin; nothing for "null" and whatever is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _name(host: str) -> str:
    """Returns a host without its port, or nothing where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
