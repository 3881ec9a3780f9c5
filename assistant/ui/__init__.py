"""The Streamlit interface; the only place that knows Streamlit."""
