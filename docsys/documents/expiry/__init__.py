"""下次评审 and 有效期至: how a document stands on a day, by class and by document (1.3.1, 3.1.2, 4.4.1, 4.5.2)."""
