"""Text to tokens: what decides exactly what is found.

A text is folded (`folding.py`), blanks and line ends between Han characters vanish, and every two neighbouring characters
make one token; the last character of a text stands alone. A word or phrase of n characters is then a phrase of n - 1
tokens, and it is found exactly where the folded text contains it as a substring: across line ends, with OCR blanks, in
the middle of `ZLW-ZD07-YGZX-001` and of `10.1.2.3`. A single character is a prefix. Both engines use these tokens.
"""

import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from whoosh.analysis import Token, Tokenizer

from docsys.search.folding import BLANK, FOLDED, is_latin

# ASCII signs and the blank become their full-width forms inside tokens: no database's own tokenizer or query syntax then
# sees anything but letters. Folding has taken away all real full-width forms, so nothing collides.
_SIGNS = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()} | {0x20: 0x3000}


@dataclass(frozen=True)
class Folded:
    """A folded text, and for each of its characters the place in the original it came from."""

    text: str
    places: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that the folded stretch `start:end` came from."""
        return self.places[start], self.places[end - 1] + 1


def clean(text: str) -> str:
    """What may be stored: composed, without NUL and half surrogates, which databases refuse."""
    return unicodedata.normalize("NFC", text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8"))


def fold(text: str) -> Folded:
    """`text` as the index sees it. A blank survives only between two Latin words."""
    letters: list[str] = []
    places = array("l")
    blank_at = -1
    for place, character in enumerate(text):
        piece = FOLDED[character]
        if piece == BLANK:
            blank_at = place
        elif piece:
            if blank_at >= 0:
                if letters and is_latin(letters[-1][-1]) and is_latin(piece[0]):
                    letters.append(BLANK)
                    places.append(blank_at)
                blank_at = -1
            letters.append(piece)
            for _ in piece:
                places.append(place)
    return Folded("".join(letters), places)


def folded(text: str) -> str:
    return fold(clean(text)).text


def pairs(text: str) -> list[str]:
    """The tokens of a folded text, in order; the n-th begins at its n-th character."""
    signs = text.translate(_SIGNS)
    return [signs[place : place + 2] for place in range(len(signs))]


def needle_tokens(needle: str) -> list[str]:
    """The tokens a folded needle of two or more characters must find side by side."""
    return pairs(needle)[:-1]


def prefix_token(needle: str) -> str:
    """The beginning a token must have for a needle of one character to be there."""
    return needle.translate(_SIGNS)


class PairTokenizer(Tokenizer):  # type: ignore[misc]  # Whoosh is untyped
    """The same tokens as Whoosh's analysis wants them: for its index, with places in the original for its highlighter."""

    def __call__(  # noqa: PLR0913, PLR0917 - the signature of Whoosh
        self,
        value: str,
        positions: bool = False,  # noqa: FBT001, FBT002
        chars: bool = False,  # noqa: FBT001, FBT002
        keeporiginal: bool = False,  # noqa: ARG002, FBT001, FBT002
        removestops: bool = True,  # noqa: FBT001, FBT002
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **_more: object,
    ) -> Iterator[Token]:
        made = fold(value)
        token = Token(positions, chars, removestops=removestops, mode=mode)
        for place, text in enumerate(pairs(made.text)):
            token.text, token.boost, token.stopped = text, 1.0, False
            token.pos = start_pos + place
            if chars:
                first, last = made.span(place, place + len(text))
                token.startchar, token.endchar = start_char + first, start_char + last
            yield token
