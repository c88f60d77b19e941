import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from docsys.people import passwords

GOOD = [
    "Tr0ub4dor&3x",
    "correct Horse 7",
    "zK9-mmQp2vWx",
    "9fJ#kdLq2!",
    "河流Abc-739x",
    "值班交接7Kq!mz",
    "nR7_tTq0wLps",
    "Wk4@hhPz8nY",
    "u8V!ppqLm3s",
    "Blau-Himmel-47",
    "x9Y8z7Wq5T-",
    "MVnw4=8dkQ",
    "gZ2#vQ9@bL6$",
    "tram Kiel 88 Ost",
    "pLum3!tree9Q",
    "7Rivers_to+Sea",
    "oT4%kkR2mmZ",
    "Quartz9!meadow",
    "hJ5&dWq1xP",
    "vellum-Paper-12",
]
SHORT = ["", "a", "Ab1!", "zK9-mmQp2", "Wk4@hhPz8"]
ONE_SIDED = [
    "zkmmqpvwxrt",
    "ZKMMQPVWXRT",
    "8371940265",
    "zkmmqp7vwx3",
    "ZKMMQP7VWX3",
    "zkmm-qpvw-x",
    "83-71-94-02",
    "zkMMqpVWxr",
]
GUESSABLE = [
    "Password123!",
    "P@ssw0rd2026",
    "Passw0rd!!",
    "Admin@123456",
    "Admin12345!",
    "Administrator1!",
    "Welcome2026!",
    "Qwerty12345!",
    "1qaz2wsx3eDC",
    "Abcdefg123!",
    "Abcd123456!",
    "A1234567890",
    "0987654321Aa",
    "aaaaAAAA1111",
    "Aa1Aa1Aa1Aa1",
    "Huawei@123456",
    "Cisco12345!",
    "ZLW@2026#admin",
    "Changeme123!",
    "Letmein2026!",
    "Iloveyou520!",
    "Woaini1314!",
    "Beijing2026!",
    "Shanghai@2026",
    "Computer123!",
    "Root@1234567",
    "Test@1234567",
    "docsys@2026!",
    "Summer2026!!",
    "Dragon@2026",
]
PERSONAL = ["Zhaomin-2026x", "x9!ZHAOMIN7", "K7!赵敏kkqqPz", "7x-zhaomin.QQ"]


@pytest.mark.rule("R-13.1.1-1")
@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password):
    assert passwords.weaknesses(password, login="zhaomin", name="赵敏") == []


@pytest.mark.parametrize("password", SHORT)
def test_a_short_one_is_refused(password):
    assert "至少 10 位。" in passwords.weaknesses(password, login="zhaomin", name="赵敏")


@pytest.mark.parametrize("password", ONE_SIDED)
def test_one_of_too_few_kinds_of_characters_is_refused(password):
    assert any("至少 3 类" in sentence for sentence in passwords.weaknesses(password, login="zhaomin", name="赵敏"))


@pytest.mark.parametrize("password", GUESSABLE)
def test_one_that_is_easily_guessed_is_refused(password):
    assert "过于常见或有规律，容易被猜到。" in passwords.weaknesses(password, login="zhaomin", name="赵敏")


@pytest.mark.parametrize("password", PERSONAL)
def test_one_with_the_login_or_the_name_is_refused(password):
    assert "不能包含登录名或姓名。" in passwords.weaknesses(password, login="zhaomin", name="赵敏")


def test_the_figures_are_switches():
    assert passwords.weaknesses("kitchen-sofa", login="x", name="x", classes=1) == []


@given(st.text(max_size=300))
def test_any_text_is_judged(password):
    assert isinstance(passwords.weaknesses(password, login="zhaomin", name="赵敏"), list)


def test_only_the_right_password_fits():
    hashed = passwords.hash_of("Tr0ub4dor&3x")

    assert hashed.startswith("$argon2id$")
    assert passwords.fits(hashed, "Tr0ub4dor&3x")
    assert not passwords.fits(hashed, "Tr0ub4dor&3X")
    assert not passwords.fits("not a hash", "Tr0ub4dor&3x")
    assert passwords.was_used("Tr0ub4dor&3x", [passwords.NOBODY, hashed])


def test_a_fresh_one_passes_its_own_rules_and_is_never_the_same():
    drawn = {passwords.fresh() for _ in range(50)}

    assert len(drawn) == 50
    assert all(passwords.weaknesses(password, login="zhaomin", name="赵敏") == [] for password in drawn)


def test_a_hash_costs_who_guesses_64_mib_and_three_rounds():
    """`NOBODY` was made with the hasher of the application, before the tests took a cheap one."""
    found = extract_parameters(passwords.NOBODY)

    assert (found.time_cost, found.memory_cost, found.parallelism) == (3, 65536, 4)
