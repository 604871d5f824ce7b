"""How fast the dashboard is, beside the barest Streamlit apps that show as much: ``make bench``."""
