"""The seven categories (4.2.2) and the folders below them: code, name, order, and the directory on disk."""
