"""历史导入: files of before docsys taken over, one or a whole tree.

planning (pure: which files, into which folder) -> reading (staged, with text and suggestions) -> applying (one act each)
"""
