"""The application: ``streamlit run app.py``, ``python app.py`` and ``backcare`` all start it."""

import streamlit as st

from backcare.shell import server

# Written out here, since Streamlit looks for ``st.App(`` in this very file to know that it is more than a script.
app = st.App(server.SCRIPT, lifespan=server.lifespan, middleware=server.middleware(), on_script_error=server.explain)

if __name__ == "__main__":
    app.run()
