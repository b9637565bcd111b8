"""Parse a query into its parts."""

from dataclasses import dataclass, field

from .. import faults
from .lexer import EOF, IDENTIFIER, NUMBER, STRING, Token, Tokens, unexpected, unquote

TAIL = ['"iterator"', '"maxresults"', '"order"', '"orderby"', '"startposition"']
AFTER_SOURCE = [EOF, '","', '"as"', *TAIL, '"where"', IDENTIFIER]
AFTER_VALUE = [EOF, "<AND>", TAIL[0], TAIL[1], "<OR>", *TAIL[2:]]
AFTER_PROPERTY = [
    EOF,
    '"."',
    "<AND>",
    '"between"',
    '"contains"',
    '"="',
    '"in"',
    '"iterator"',
    '"like"',
    '"maxresults"',
    '"!="',
    "<NOT>",
    "<OR>",
    '"order"',
    '"orderby"',
    '"startposition"',
    *['"="', '"!="'] * 3,
    '"."',
]
CURRENT_DATE = "CURRENT_DATE"
COMPARISONS = ("=", "<", ">", "<=", ">=")


@dataclass
class Condition:
    """`property operator values`: several values for IN only."""

    property: str
    operator: str
    values: list


@dataclass
class Query:
    """A parsed statement; `columns` is empty for `*`, None for COUNT(*)."""

    entity: str = ""
    columns: list[str] | None = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    start: int = 1
    limit: int | None = None


class Parser:
    """Read one statement; every fault names the token and what was expected."""

    def __init__(self, statement: str):
        self.tokens = Tokens(statement)
        self.position = 0
        self.query = Query()

    def parse(self) -> Query:
        self._expect('"select"')
        self._columns()
        self._expect('"from"')
        self.query.entity = self._expect(IDENTIFIER).text
        expected = AFTER_SOURCE
        if self._accept('"where"'):
            self._condition()
            while self._accept("<AND>"):
                self._condition()
            expected = AFTER_VALUE
        if self._accept('"orderby"'):
            expected = self._order()
        elif self._accept('"order"'):
            self._expect('"by"')
            expected = self._order()
        while self._peek().kind in ('"startposition"', '"maxresults"'):
            self._window()
            expected = [EOF, *TAIL]
        if self._peek().kind != EOF:
            raise unexpected(self._peek(), expected)
        return self.query

    # === parts ===

    def _columns(self):
        if self._accept('"count"'):
            self._expect('"("')
            self._expect('"*"')
            self._expect('")"')
            self.query.columns = None
            return
        while True:
            if self._accept('"*"'):
                self.query.columns.append("*")
            elif self._peek().kind == IDENTIFIER:
                self.query.columns.append(self._property())
            else:
                raise unexpected(self._peek(), ['"*"', '"count"', IDENTIFIER])
            if not self._accept('","'):
                break
        if "*" in self.query.columns:
            self.query.columns = []

    def _property(self) -> str:
        words = [self._expect(IDENTIFIER).text]
        while self._accept('"."'):
            words.append(self._expect(IDENTIFIER).text)
        return ".".join(words)

    def _condition(self):
        if self._peek().kind != IDENTIFIER:
            raise unexpected(self._peek(), ['"("', "<NOT>", IDENTIFIER])
        name = self._property()
        token = self._peek()
        operator = token.text.lower()
        if token.kind == '"in"':
            self._next()
            self._expect('"("')
            values = [self._value()]
            while self._accept('","'):
                values.append(self._value())
            self._expect('")"')
        elif token.kind == '"like"':
            self._next()
            values = [self._value()]
        elif token.kind in {f'"{one}"' for one in COMPARISONS}:
            self._check_ahead(token)
            self._next()
            values = [self._value()]
        else:
            raise unexpected(token, AFTER_PROPERTY)
        self.query.conditions.append(Condition(name, operator, values))

    def _check_ahead(self, token: Token):
        # The generated parser looks one token past an inequality before it takes it.
        following = self.tokens[self.position + 1]
        ahead = following.kind in (STRING, NUMBER) or (
            following.text.upper() == CURRENT_DATE
        )
        if token.text != "=" and not ahead:
            raise unexpected(token, AFTER_PROPERTY)

    def _value(self):
        token = self._next()
        if token.kind == STRING:
            return unquote(token.text)
        if token.kind == NUMBER:
            return token.text
        if token.kind in ('"true"', '"false"'):
            return token.kind == '"true"'
        if token.text.upper() == CURRENT_DATE:
            return CURRENT_DATE
        raise unexpected(token, ['"false"', '"true"'])

    def _order(self):
        while True:
            name = self._property()
            down = bool(self._accept('"desc"'))
            if not down:
                self._accept('"asc"')
            self.query.order.append((name, down))
            if not self._accept('","'):
                return [EOF, '","', '"asc"', '"desc"', *TAIL]

    def _window(self):
        keyword = self._next()
        token = self._expect(NUMBER)
        if not token.text.isdigit():
            raise unexpected(token, ["<INTEGER>"])
        value = int(token.text[:12])
        if value < 1 and keyword.kind == '"startposition"':
            raise faults.query_invalid(
                f"value {value} is too small. Min allowed value is 1"
            )
        if keyword.kind == '"startposition"':
            self.query.start = value
        else:
            self.query.limit = value

    # === tokens ===

    def _peek(self) -> Token:
        return self.tokens[self.position]

    def _next(self) -> Token:
        token = self.tokens[self.position]
        if token.kind != EOF:
            self.position += 1
        return token

    def _accept(self, kind: str) -> Token | None:
        return self._next() if self._peek().kind == kind else None

    def _expect(self, kind: str) -> Token:
        if self._peek().kind != kind:
            raise unexpected(self._peek(), [kind])
        return self._next()


def parse(statement: str) -> Query:
    """Parse a statement or raise the fault QuickBooks would."""
    return Parser(statement).parse()
