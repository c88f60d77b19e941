"""Foreign files as PDF: what kind a file is, and one module for each kind."""
