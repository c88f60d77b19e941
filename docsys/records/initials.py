"""Chinese words found by the letters that their pinyin begins with: `zm` is 赵敏; 单 answers to d, s and c. Pure."""

from collections.abc import Sequence
from functools import cache

from pypinyin import Style, pinyin


def matches(words: str, *texts: str) -> bool:
    """Whether each of the words is found in a text, as it stands or by initials or by its whole pinyin."""
    return all(any(_found(word, text.casefold()) for text in texts if text) for word in words.casefold().split())


def rank(words: str, text: str) -> int:
    """0 where the text begins with what was typed, 1 where it is found later."""
    typed = words.casefold().strip()
    plain = text.casefold()
    return 0 if plain.startswith(typed) or (typed.isascii() and _begins(typed, plain)) else 1


def _found(word: str, text: str) -> bool:
    if word in text:
        return True
    if not (word.isascii() and word.isalpha()):
        return False
    return any(_begins(word, text[at:]) for at in range(len(text)) if not text[at].isascii())


def _begins(word: str, text: str) -> bool:
    """Whether `word` is initials of the first characters, or their whole pinyin, or both mixed: zm, zhaomin, zhaom."""
    if not word:
        return True
    if not text:
        return False
    return any(
        _begins(word[len(part) :], text[1:]) for part in _parts(text[0]) if part and word.startswith(part)
    ) or _ends_within(word, text[0])


def _ends_within(word: str, letter: str) -> bool:
    """The last syllable may be half typed: zhaomi."""
    return any(part.startswith(word) for part in _parts(letter))


@cache
def _parts(letter: str) -> Sequence[str]:
    """What may be typed for one character: its initial, its syllable, in each of its readings; itself if it has none."""
    if letter.isascii():
        return (letter,)
    read = pinyin(letter, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(part for syllable in read for part in (syllable, syllable[:1])))
