"""The served application: pages, headers, health and JSON routes (`boussole serve`, or `streamlit run asgi.py`)."""

from pathlib import Path

import streamlit as st

from assistant.ui import serving

# Streamlit recognises this file by reading it: the application must be made here, by this name.
app = st.App(
    Path(__file__).with_name("streamlit_app.py"),
    lifespan=serving.lifespan,
    routes=serving.all_routes(),
    middleware=serving.all_middleware(),
)
