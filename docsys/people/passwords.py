"""Passwords: argon2id, the rules of level 3 (13.1.1), and fresh ones from the system's random source.

The composition rule and the expiry are asked for by 等保; both are figures here and in the settings, not habits of the code.
"""

import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()
SHORTEST = 10
LONGEST = 128
CLASSES_NEEDED = 3
HISTORY = 5
FEWEST_DIFFERENT = 5
LONGEST_RUN = 4
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"  # nothing that is misread on paper
SIGNS = "-_+=@#%"
LEET = str.maketrans("013457@$!|", "oieastasil")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
    "1q2w3e4r5t6y7u8i9o",
)
COMMON = frozenset((Path(__file__).parent / "common_words.txt").read_text("ascii").split())

# A hash of nothing anyone can type: an unknown login costs the same time as a wrong password.
NOBODY = HASHER.hash(secrets.token_hex(16))


def weaknesses(
    password: str, *, login: str, name: str, shortest: int = SHORTEST, classes: int = CLASSES_NEEDED
) -> list[str]:
    """Why `password` may not be used by this person, in Chinese; nothing if it may."""
    found = []
    if len(password) < shortest:
        found.append(f"至少 {shortest} 位。")
    if len(password) > LONGEST:
        found.append(f"最多 {LONGEST} 位。")
    if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < classes:
        found.append(f"须含大写字母、小写字母、数字、其他符号中的至少 {classes} 类。")
    if _contains_person(password, login, name):
        found.append("不能包含登录名或姓名。")
    if is_guessable(password):
        found.append("过于常见或有规律，容易被猜到。")
    return found


def is_guessable(password: str) -> bool:
    """A common word dressed up, few different characters, or a run along the alphabet or the keyboard."""
    if len(set(password)) < FEWEST_DIFFERENT:
        return True
    folded = password.casefold()
    # `Password2026!` both as typed and with figures and signs read as the letters they stand for.
    cores = {re.sub(r"[^a-z]", "", folded), re.sub(r"[^a-z]", "", re.sub(r"[^a-z]+$", "", folded).translate(LEET))}
    if any(_is_of_common_words(core) for core in cores if core):
        return True
    return _longest_run(folded) > len(password) // 2


def _is_of_common_words(core: str) -> bool:
    return not core or any(core.startswith(word) and _is_of_common_words(core[len(word) :]) for word in COMMON)


def _longest_run(text: str) -> int:
    """The longest piece that follows a row of the alphabet or the keyboard, in either direction."""
    rows = [line for row in ROWS for line in (row, row[::-1])]
    longest = 0
    for start in range(len(text)):
        length = longest + 1
        while start + length <= len(text) and any(text[start : start + length] in row for row in rows):
            longest, length = length, length + 1
    return longest if longest >= LONGEST_RUN else 0


def _contains_person(password: str, login: str, name: str) -> bool:
    folded = password.casefold()
    words = [login.casefold(), name.casefold(), *re.findall(r"[a-z]{4,}", login.casefold())]
    return any(word and len(word) > 1 and word in folded for word in words)


def hash_of(password: str) -> str:
    return HASHER.hash(password)


def fits(hashed: str, password: str) -> bool:
    """Whether `password` is the one behind `hashed`."""
    try:
        return HASHER.verify(hashed, password[: LONGEST * 4])
    except (VerificationError, InvalidHashError):
        return False


def was_used(password: str, hashes: Iterable[str]) -> bool:
    return any(fits(hashed, password) for hashed in hashes)


def fresh() -> str:
    """A random password of 15 characters, shown once to whoever hands it over: about 70 bits."""
    while True:
        drawn = [secrets.choice(ALPHABET) for _ in range(12)]
        groups = ["".join(drawn[at : at + 4]) for at in range(0, 12, 4)]
        password = secrets.choice(SIGNS).join(groups)
        if not weaknesses(password, login="", name=""):
            return password
