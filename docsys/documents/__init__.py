"""Documents: versions, states, nine marks, attribute page, use rights, and the folder of each on disk (chapter 4)."""
