"""The application: ``streamlit run app.py``, ``python app.py`` and ``backcare`` all start it."""

import streamlit as st

from backcare.server import application

# Written out here, since Streamlit looks for ``st.App(`` in this very file to know that it is more than a script.
app = st.App(
    application.SCRIPT,
    lifespan=application.lifespan,
    routes=application.routes(),
    middleware=application.middleware(),
    on_script_error=application.explain,
)

if __name__ == "__main__":
    app.run()
