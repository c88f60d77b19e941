"""The text of a file, page by page, and what its name and first page suggest. Foreign files are read in a child process
with limits of memory and time; whatever happens to it, the answer is one of four states with a reason, and the original
is untouched.
"""

from docsys.search.extraction.parent import extract
from docsys.search.extraction.result import Extraction, Properties
from docsys.search.extraction.suggesting import Suggestion, suggest

__all__ = ["Extraction", "Properties", "Suggestion", "extract", "suggest"]
