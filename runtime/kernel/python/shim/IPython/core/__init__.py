"""Names that notebooks import from IPython's inside."""
