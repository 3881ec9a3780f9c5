"""An answer or a profile as a document."""
