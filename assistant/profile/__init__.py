"""An organisation: its profile, the personas it resembles, where it stands and what to do next."""
