"""Seeded changes of good input: of bytes, of the values of a document, of words."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from tests.fuzz.hostile import TOKENS, VALUES, WORDS

_FAULTS = (1, 1, 1, 2, 4)  # how many, of these one at random


def changed_bytes(random: Random, seed: bytes) -> bytes:
    """Return `seed` with one to four faults: flips, cuts, copies, foreign bytes."""
    content = bytearray(seed)
    for _ in range(random.choice(_FAULTS)):
        random.choice(_OF_BYTES)(random, content)
    return bytes(content)


def _flip(random: Random, content: bytearray) -> None:
    for _ in range(random.randint(1, 8) if content else 0):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)


def _cut(random: Random, content: bytearray) -> None:
    start, end = _part(random, content)
    del content[start:end]


def _truncate(random: Random, content: bytearray) -> None:
    del content[random.randint(0, len(content)) :]


def _double(random: Random, content: bytearray) -> None:
    start, end = _part(random, content)
    at = random.randint(0, len(content))
    content[at:at] = content[start:end] * random.choice((1, 2, 20))


def _foreign(random: Random, content: bytearray) -> None:
    at = random.randint(0, len(content))
    content[at:at] = random.choice(TOKENS) * random.choice((1, 1, 3, 200))


def _overwrite(random: Random, content: bytearray) -> None:
    start, end = _part(random, content)
    content[start:end] = bytes(random.choice((0, 255, 32)) for _ in range(end - start))


def _swap_lines(random: Random, content: bytearray) -> None:
    lines = bytes(content).split(b"\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    content[:] = b"\n".join(lines)


def _part(random: Random, content: bytearray) -> tuple[int, int]:
    start = random.randint(0, len(content))
    return start, min(len(content), start + random.choice((1, 4, 40, 400)))


_OF_BYTES: tuple[Callable[[Random, bytearray], None], ...] = (
    *(_flip, _cut, _truncate, _double, _foreign, _foreign, _overwrite, _swap_lines),
)


def changed_value(random: Random, seed: Any) -> str:
    """Return, as JSON (which is YAML), the document `seed` with one to four hostile parts."""
    value = copy.deepcopy(seed)
    for _ in range(random.choice(_FAULTS)):
        places = list(_places(value))
        if places:
            random.choice(_OF_VALUES)(random, *random.choice(places))
    return json.dumps(value, ensure_ascii=random.random() < 0.7)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with each of its keys."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _replace(random: Random, holder: Any, key: Any) -> None:
    holder[key] = copy.deepcopy(random.choice(VALUES))


def _remove(random: Random, holder: Any, key: Any) -> None:
    del holder[key]


def _rename(random: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[str(random.choice(VALUES))] = holder.pop(key)


def _repeat(random: Random, holder: Any, key: Any) -> None:
    holder[key] = [copy.deepcopy(holder[key]) for _ in range(random.choice((0, 2, 30)))]


def _wrap(random: Random, holder: Any, key: Any) -> None:
    for _ in range(random.choice((1, 2, 70))):
        holder[key] = random.choice(([holder[key]], {"value": holder[key]}))


def _lengthen(random: Random, holder: Any, key: Any) -> None:
    part = holder[key]
    if isinstance(part, str):
        holder[key] = random.choice((part * 3, part + str(random.choice(VALUES)), part[:-1]))
    elif isinstance(part, int | float):
        holder[key] = random.choice((part + 1, part - 1, -part, part * 1000, part / 7, str(part)))
    elif isinstance(part, list):
        part.append(copy.deepcopy(random.choice(part or VALUES)))


_OF_VALUES: tuple[Callable[[Random, Any, Any], None], ...] = (
    *(_replace, _replace, _replace, _remove, _rename, _repeat, _wrap, _lengthen, _lengthen),
)


def changed_words(random: Random, seed: str) -> str:
    """Return a line of words with one to four faults, now and then a very long or deep one."""
    words = seed.split(" ")
    for _ in range(random.choice(_FAULTS)):
        at = random.randint(0, len(words))
        choice = random.randrange(5)
        if choice == 0:
            words[at : at + random.randint(1, 3)] = []
        elif choice == 1:
            words[at:at] = words[at : at + random.choice((1, 5, 50))]
        elif choice == 2:
            words[at:at] = ["not", "(", *words, ")", random.choice(("and", "or", "provided"))]
        else:
            words[at : at + choice - 3] = [random.choice(WORDS)] * random.choice((1, 1, 1, 2, 500))
    return " ".join(words)


def drawn(random: Random, names: Sequence[str], units: Sequence[str], depth: int = 0) -> str:
    """Return an expression as the grammar allows it, of names that may not fit together."""

    def of(*choices: str) -> str:
        return random.choice(choices)

    def inner() -> str:
        return drawn(random, names, units, depth + 1)

    name, unit, word = random.choice(names), random.choice(units), random.choice(names)
    number = of("0", "1", "2", "7", "28", "75", "1000", "1001", "2.5", "9" * 20)
    period = f"{of('1', '1', '3', '999', '1000', '0')} {of('day', 'days', 'weeks', 'years')}"
    anchor = of("", "", " before inclusion", f" before {word}")
    timing = of("", f" within {period}{anchor}", f" for {period} within {period}{anchor}")
    after = of("", "", f" within {period}{anchor}", f" uncorrected for {period}")
    where = f" where ({inner()})" if depth < 4 and random.random() < 0.3 else ""
    limit = of(f"{number} '{unit}'", number, f"{number} ULN", f"{number} LLN", word, f'"{word}"')
    operand = of(name, f"count({name}{where})", f"max({word} of {name}{where})")
    sign = of("<", "<=", ">", ">=", "=", "!=")
    atoms = (
        *(f"{name}{after}", f"{name}{after}", f"{operand} {sign} {limit}{after}"),
        f"{name} in {{{word}, {number}}}{after}",
        f"{name} includes {{{word}}}{after}",
        f"{of('some', 'no', 'recorded')} {name}{timing}{where}",
        f"sampled {{{name}, {word}}} within {period}",
        f"{name} {sign} {{{number} '{unit}', {number} '{random.choice(units)}'}}",
        f"count(distinct {word} of {name}{where}) {sign} {number}",
        f"arm in {{{word}}}",
        timing.strip() or name,
    )
    if depth > 2 or random.random() < 0.6:
        return random.choice(atoms)
    return of(
        f"{inner()} {of('and', 'or', 'provided')} {inner()}",
        f"not {inner()}",
        f"({inner()}){after}",
        f"readings {name} {{ {word}: {inner()}; any: {inner()} }}",
    )
