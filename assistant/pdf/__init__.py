"""A report: from a PDF that is distrusted to the passages that can be quoted, and pictures of its pages."""
