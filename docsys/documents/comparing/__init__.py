"""Two versions of a document side by side: the marks that differ, and the text, paragraph by paragraph (4.4.1)."""
