"""One character folded to the form that the index and the query share.

Whatever is done here is done character by character and alike on both sides, so that a piece cut out of a text folds to
a piece of the folded text: that is what makes the index exact.
"""

import unicodedata
from functools import cache

from opencc import OpenCC

# The CJK radicals supplement (U+2E80 on) comes out of some PDF fonts and has, unlike U+2F00 on, no compatibility mapping.
# Pairs after Unicode's EquivalentUnifiedIdeograph.txt.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫"
    "⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角"
    "⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄"
    "⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
RADICALS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))

# Simplified texts use these too, with another meaning than their simplified counterpart (乾隆, 宫商角徵羽): they stay, unless
# they are nearly always the traditional form.
NEARLY_ALWAYS_TRADITIONAL = frozenset("於後")
HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000))
BLANK = " "


@cache
def simplified() -> dict[str, str]:
    """Traditional to simplified (opencc t2s), character by character: 3,700 pairs, made once in 0.1 s."""
    every = "\n".join(chr(code) for first, last in HAN_BLOCKS for code in range(first, last))
    pairs = zip(every, OpenCC("t2s").convert(every), strict=True)
    return {old: new for old, new in pairs if old != new and _is_traditional(old)}


def _is_traditional(character: str) -> bool:
    if character in NEARLY_ALWAYS_TRADITIONAL:
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


class _Folded(dict[str, str]):
    """Filled as characters are met; a text of a million characters has a few thousand different ones."""

    def __missing__(self, character: str) -> str:
        self[character] = value = _fold(character)
        return value


def _fold(character: str) -> str:
    """What stands for it in the index: nothing, a blank, or one or more characters."""
    category = unicodedata.category(character)
    if category in {"Cf", "Cs", "Mn"} and not character.isspace():
        return ""
    if category == "Cc" or character.isspace():
        return BLANK
    plain = unicodedata.normalize("NFKC", RADICALS.get(character, character)).casefold()
    plain = "".join(simplified().get(one, one) for one in plain if unicodedata.category(one) not in {"Mn", "Cf"})
    return "".join(plain.split())


FOLDED = _Folded()


def is_latin(character: str) -> bool:
    """A letter or digit of a script that writes blanks between its words."""
    return character < "\u2e80" and character.isalnum()
