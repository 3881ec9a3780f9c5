"""One OpenMP thread, decided before any library that uses OpenMP is loaded."""

import os
from collections.abc import MutableMapping


def limit_threads(environment: MutableMapping[str, str] = os.environ) -> None:
    """Makes OpenMP libraries (FAISS, PyTorch) use one thread, unless the person has chosen a number.

    Entry points call it before their other imports, because the variable is read when a library is loaded and
    because `faiss.omp_set_num_threads` does not reach the threads in which Streamlit runs a page. With two
    threads and one busy neighbour, a query that takes 21 ms was measured at 0.5 to 1.2 s.
    """
    environment.setdefault("OMP_NUM_THREADS", "1")
