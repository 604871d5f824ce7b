"""What tests share: logs, servers, browsers, a client of Streamlit's protocol, and files to read and break."""
