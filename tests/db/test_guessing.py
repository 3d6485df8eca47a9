"""Passphrases that anybody tries first are refused; words that nobody knows are not."""

import pytest

from db.passphrase import chosen_passphrase
from hccreview.errors import ReviewError


@pytest.mark.parametrize(
    "text",
    [
        "1234567890",
        "0987654321",
        "password12",
        "Passw0rd2026",
        "P@ssw0rd1234",
        "qwertzuiop",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "abcdefghij",
        "abcabcabcabc",
        "asdfghjkl1",
        "welcome2026!",
        "hccreview2026",
        "Hospital Hospital Hospital",
        "liver liver liver liver",
        "iloveyou12345",
        "aaaaabbbbbccc",
        "letmein!letmein!",
    ],
)
def test_what_is_tried_first_is_refused(text: str):
    with pytest.raises(ReviewError, match="one of the first|repeats a few"):
        chosen_passphrase(text)


@pytest.mark.parametrize("text", [" " * 10 + "abcd", "abcd" + " " * 20, "a b  c   d e"])
def test_spaces_do_not_make_it_long(text: str):
    with pytest.raises(ReviewError, match="fewer than 10 characters"):
        chosen_passphrase(text)


@pytest.mark.parametrize(
    "text",
    [
        "four grey herons by a river",
        "four slow herons",
        "nine quick otters",
        "correct horse battery staple",
        "korrektes Pferd Batterie",
        "vier graue Reiher",
        "肝脏肿瘤讨论会的密码句子",
        "x7!Kd0pZ-q2",
        "the password of our four herons",
    ],
)
def test_words_that_were_thought_of_are_taken(text: str):
    assert chosen_passphrase(text)
