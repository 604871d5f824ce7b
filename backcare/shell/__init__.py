"""The shell around the pages: the script that Streamlit runs, and the server it runs in."""

import gc


def _load() -> None:
    """Load the large libraries, with the garbage collector at rest until they are there.

    A full collection amid the imports finds nothing to collect, and takes as long as a page.
    """
    gc.disable()
    try:
        import altair  # noqa: F401
        import pandas  # noqa: F401
        import sqlalchemy  # noqa: F401
    finally:
        gc.freeze()
        gc.enable()


_load()
