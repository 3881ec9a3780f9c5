"""What must be decided before any other library is loaded: who is reported to, who is believed, how many threads."""

import os
from collections.abc import MutableMapping

_BEFORE_IMPORTS = {
    # ONNX Runtime 1.32 reports to its maker, and writes a device id in the home, from the moment it is imported: its
    # own `disable_telemetry_events` comes too late.
    "ORT_DISABLE_TELEMETRY": "1",
    # A model named by a person is looked for on this machine only: the hub is asked for nothing, not even its version.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",  # what the others may come to read (donottrack.sh)
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    # uvicorn would believe `X-Forwarded-For` of whoever asks from this machine, and a limit per address would be none.
    "FORWARDED_ALLOW_IPS": "",
    # FAISS and PyTorch: with two threads and one busy neighbour, a query of 21 ms was measured at 0.5 to 1.2 s, and
    # `faiss.omp_set_num_threads` does not reach the threads in which Streamlit runs a page.
    "OMP_NUM_THREADS": "1",
}


def prepare(environment: MutableMapping[str, str] = os.environ) -> None:
    """Sets what libraries read when they are loaded, where the person has not chosen otherwise.

    The package calls it when it is imported, so that every entry point, every child process and whoever uses it as a
    library is covered.
    """
    for name, value in _BEFORE_IMPORTS.items():
        environment.setdefault(name, value)
