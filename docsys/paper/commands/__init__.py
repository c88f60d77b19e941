"""`docsys paper …` and `docsys volume …`: copies, loans, scans, what does not agree, and volumes, from the shell.

Whoever has that shell has the machine: looking needs no name. Each act takes `--as LOGIN` and that person's password on
standard input, and calls the act that the page calls.
"""

from docsys.paper.commands import checking, lending
from docsys.paper.commands.copies import paper
from docsys.paper.commands.volumes import volume

__all__ = ["COMMANDS", "checking", "lending"]

COMMANDS = [paper, volume]
