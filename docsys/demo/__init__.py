"""A sample library: invented people and documents, made through the same actions as by hand."""
