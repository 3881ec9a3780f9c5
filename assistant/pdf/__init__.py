"""The published report: pages, passages, vectors and search."""
