"""The documents of one unit as a package that can be checked anywhere: folders as on disk, catalogue, SHA-256 (4.3.3)."""
