"""The shell around the pages: the script that Streamlit runs, and the server it runs in."""
