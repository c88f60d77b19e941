"""Electronic directory (4.3.4): the tree and its lists, 00_目录 on disk, and the check entry = folder = file."""
