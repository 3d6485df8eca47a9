"""Small pieces of HTML for paper, and texts in fewer words that say how much is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

LENGTHS = (2400, 1700, 1200, 850, 600, 430, 300, 220, 160)
"""To how many characters a long text is shortened, step by step, where a page is too full."""


# The bundled font draws these as wide as Chinese signs, and its narrow ones are not read back.
_NARROW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "·": "–"})


def safe(text: str) -> str:
    """Return a text as HTML, with its lines; signs that are wide in Chinese become narrow."""
    return escape(text.strip().translate(_NARROW), quote=False).replace("\n", "<br>")


_NOTICE = 40
"""About how many characters it takes to say how many are left out."""
BRIEF = len(LENGTHS)
"""The level of a text of one or two lines."""


def shortened(text: str, level: int) -> str:
    """Return a text as it is (level 0) or at most `LENGTHS[level - 1]` long, and say what is gone.

    It ends with a whole word where it has any. What is hardly longer stays whole: to say what is
    gone would take as much room.
    """
    text = text.strip()
    if level == 0 or len(text) <= LENGTHS[level - 1] + _NOTICE:
        return text
    kept = text[: LENGTHS[level - 1]]
    kept = kept.rsplit(maxsplit=1)[0] if " " in kept else kept
    return f"{kept} … [{len(text) - len(kept)} more characters, see the program]"


def heading(title: str, note: str = "") -> str:
    """Return the heading of a part, with a quiet note behind it."""
    told = f" <span class='quiet'>{safe(note)}</span>" if note else ""
    return f"<h3>{safe(title)}{told}</h3>"


def line(text: str, kind: str = "") -> str:
    """Return one paragraph of plain text."""
    return f"<p{f' class={kind!r}' if kind else ''}>{safe(text)}</p>"


def labelled(label: str, text: str) -> str:
    """Return one paragraph that begins with its label."""
    return f"<p><span class='quiet'>{safe(label)}</span> {safe(text)}</p>"


def table(rows: Iterable[str], heads: Sequence[tuple[str, int]] = ()) -> str:
    """Return a table of rows that are HTML already; a head is a text and its width in percent."""
    cells = "".join(f"<th width='{width}%'>{safe(text)}</th>" for text, width in heads)
    head = f"<thead><tr>{cells}</tr></thead>" if heads else ""
    return (
        f"<table border='0' cellspacing='0' width='100%'>{head}<tbody>{''.join(rows)}</tbody>"
        "</table>"
    )


def row(cells: Sequence[str], kind: str = "", widths: Sequence[int] = ()) -> str:
    """Return a row of plain texts; `widths` in percent, for a table without heads."""
    told = f" class={kind!r}" if kind else ""
    sizes = [f" width='{width}%'" for width in widths] or [""] * len(cells)
    named = zip(cells, sizes, strict=True)
    return "<tr>" + "".join(f"<td{told}{size}>{safe(text)}</td>" for text, size in named) + "</tr>"


def more(total: int, kept: int, one: str, many: str) -> str:
    """Return ``and 3 more tasks`` or, where none is kept, ``4 tasks, not shown here``.

    Empty where nothing is left out.
    """
    gone = total - kept
    named = one if gone == 1 else many
    if not gone:
        return ""
    return f"and {gone} more {named}" if kept else f"{gone} {named}, not shown here"


def listing(texts: Sequence[str], kept: int, one: str, many: str) -> str:
    """Return the first texts in one paragraph, and how many more there are."""
    parts = [*texts[:kept], more(len(texts), kept, one, many)]
    return "; ".join(part for part in parts if part)


def lines(texts: Sequence[str], kept: int, one: str, many: str, mark: str = "–") -> str:
    """Return the first texts as lines, and how many more there are."""
    parts = [*texts[:kept], more(len(texts), kept, one, many)]
    return "".join(line(f"{mark} {part}") for part in parts if part)
