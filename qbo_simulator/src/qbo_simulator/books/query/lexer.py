"""Split a query into tokens, with the lexical errors of QuickBooks' own lexer.

QuickBooks generates its parser with JavaCC; the wording of errors, the token images in
them and the positions (line, column, counted from 1) follow that generator.
"""

import re
from typing import NamedTuple

from .. import faults

KEYWORDS = {
    "and": "<AND>",
    "or": "<OR>",
    "not": "<NOT>",
    **{
        word: f'"{word}"'
        for word in (
            "select count from where order orderby by asc desc startposition "
            "maxresults like in between contains iterator as true false"
        ).split()
    },
}
IDENTIFIER, STRING, NUMBER, EOF = "<IDENTIFIER>", "<STRING>", "<NUMBER>", "<EOF>"
_PARTS = re.compile(
    r"""(?P<space>\s+)
    |(?P<string>'(?:[^'\\]|\\.)*')
    |(?P<number>[+-]?\d+(?:\.\d+)?(?![A-Za-z_]))
    |(?P<word>[^\W\d]\w*)
    |(?P<symbol><=|>=|!=|[=<>(),.*])""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: `kind` is its image in error messages, `text` what was written."""

    kind: str
    text: str
    line: int
    column: int


class Tokens:
    """The tokens of a statement, read one by one as the parser asks for them.

    What the parser refuses before it gets to a lexical error is a parse error.
    """

    def __init__(self, statement: str):
        self._statement = statement
        self._tokens: list[Token] = []
        self._position = 0
        self._line = 1
        self._line_start = 0

    def __getitem__(self, number: int) -> Token:
        while len(self._tokens) <= number:
            self._tokens.append(self._read())
        return self._tokens[number]

    def _read(self) -> Token:
        """Return the next token; after the last one, end-of-file for ever."""
        text = self._statement
        while self._position < len(text):
            column = self._position - self._line_start + 1
            found = _PARTS.match(text, self._position)
            if found is None:
                raise _lexical_error(text, self._position, self._line, column)
            part = found.group()
            kind = _kind(found.lastgroup, part)
            token = Token(kind, part, self._line, column)
            if "\n" in part:
                self._line += part.count("\n")
                self._line_start = self._position + part.rindex("\n") + 1
            self._position = found.end()
            if kind:
                return token
        if not self._tokens:
            return Token(EOF, "", 1, 0)
        last = self._tokens[-1]
        end = last.column + max(len(last.text) - 1, 0)
        return Token(EOF, "", last.line, end)


def unquote(text: str) -> str:
    """Return the value of a string token: `\\'` and `\\\\` are escapes."""
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _kind(group, text):
    if group == "space":
        return ""
    if group == "word":
        return KEYWORDS.get(text.lower(), IDENTIFIER)
    if group == "symbol":
        return f'"{text}"'
    return STRING if group == "string" else NUMBER


def _lexical_error(statement, position, line, column):
    character = statement[position]
    after = ""
    if character == "'":
        after, character, column = statement[position:], "", column + 1
        column += len(after) - 1
    elif character in "&|!":
        # The start of a two-character operator: the next character is the wrong one.
        after = character
        character = statement[position + 1 : position + 2]
        column += 1
    if character:
        met = f'"{_escape(character)}" ({ord(character)}), '
    else:
        met = "<EOF> "
    return faults.query_syntax(
        f"Invalid content. Lexical error at line {line}, column {column}.  "
        f'Encountered: {met}after : "{_escape(after)}"'
    )


def _escape(text):
    replaced = {"\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\t": "\\t"}
    return "".join(replaced.get(character, character) for character in text)


def unexpected(token: Token, expected: list[str]):
    """Return the fault for a token in the wrong place, listing what could stand."""
    if token.kind == EOF:
        met = f'"{EOF}"'
    else:
        met = f'" {token.kind} "{_escape(token.text)} ""'
    what = "Was expecting:" if len(expected) == 1 else "Was expecting one of:"
    listed = "".join(
        f"{one} \n    " if one == EOF else f"{one} ...\n    " for one in expected
    )
    return faults.query_syntax(
        f"Encountered {met} at line {token.line}, column {token.column}.\n"
        f"{what}\n    {listed}"
    )
