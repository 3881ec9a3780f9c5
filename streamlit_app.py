"""The application's page script: `streamlit run asgi.py` serves it with its headers, or it runs alone."""

from assistant.ui.shell import show

show()
