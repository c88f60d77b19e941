"""A new database out of an archive or a mirror alone (house 5).

copying (the files, where they come from elsewhere) -> telling (what 元数据.json says) -> restoring (the rows, one act)
"""
