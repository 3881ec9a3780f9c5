"""Not written yet."""

import streamlit as st

st.write("…")
