"""A small grammar of SPARQL, and of what is nearly SPARQL, to make up queries from."""

from __future__ import annotations

import random
from collections.abc import Callable

TERMS = [
    "<http://e/p>", "<http://e/\\u00e9>", "<relative>", "<>", "kg:leads", "id:microsoft", "rdfs:label", "kg:Fact", "schema:name",
    "1", "-1", "1.5", "1e400", "-0.0", "99999999999999999999999999", "true", '"x"', "'y'@de", '"07"^^xsd:integer', '"NaN"^^xsd:double',
    '"2020-01-01"^^xsd:date', '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T00:00:00"^^xsd:dateTime', '"a"^^<http://t>',
    '"24:00:00"^^xsd:time', '"P1Y"^^xsd:duration', '"-P400000000Y"^^xsd:duration', '"\\U0010FFFF"', '"\\uFFFE"', '"\\u0001"',
    '"""a\n"b""c"""', "'\x07'", '"😀\\t\\r"', '"99999-01-01"^^xsd:gYear', '"x"@en--rtl', "''", '"INF"^^xsd:float',
]  # fmt: skip
# Wrong wherever, or nearly wherever, they stand.
ODD = [
    '"\\uD800"', '"\\UFFFFFFFF"', "'\\x'", '"x"@abcdefghijklmnopqrstuvwxyz', "😀", "<http://a b>", "_:b", "[]", "()", "a",
    "<<( ?s ?p ?o )>>", '"\\u0000"',
]  # fmt: skip
# Names by the number of their arguments.
FUNCTIONS = {
    0: "RAND NOW UUID STRUUID BNODE CONCAT COALESCE",
    1: "STR LANG DATATYPE IRI BNODE ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES SECONDS "
    "TIMEZONE TZ MD5 SHA512 ISIRI ISBLANK ISLITERAL ISNUMERIC SUBJECT xsd:integer xsd:decimal xsd:double xsd:dateTime "
    "xsd:dayTimeDuration xsd:boolean xsd:string xsd:date xsd:float LANGDIR hasLANG ADJUST CONCAT COALESCE",
    2: "CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM SUBSTR LANGMATCHES REGEX CONCAT COALESCE ADJUST",
    3: "IF TRIPLE REPLACE SUBSTR STRLANGDIR CONCAT COALESCE REGEX",
    4: "REPLACE COUNT <http://f>",
}  # fmt: skip
OPERATORS = ["+", "-", "*", "/", "=", "!=", "<", ">", "<=", ">=", "&&", "||"]
PATTERNS = [
    "'(a+)+$'",
    "'((((.*)*)*)*)*'",
    "'[a-z]{1,1000}{1,1000}'",
    "'\\\\p{L}'",
    "'('",
    "'\\\\1'",
    "'$0$1$99'",
    "'.'",
    "''",
]
VARIABLES = ["?s", "?p", "?o", "?x", "?y", "?z", "?g", "$v"]


class Grammar:
    """Makes up text; ``depth`` is how much deeper it may still go."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self._count = chance, 0

    def pick(self, *makers: Callable[[int], str]) -> Callable[[int], str]:
        return self._chance.choice(makers)

    def many(self, make: Callable[[int], str], depth: int, most: int = 4, glue: str = " ") -> str:
        return glue.join(make(depth - 1) for _ in range(self._chance.randrange(most + 1)))

    def variable(self, depth: int = 0) -> str:
        return self._chance.choice(VARIABLES)

    def new(self) -> str:
        self._count += 1
        return f"?n{self._count}"

    def term(self, depth: int = 0) -> str:
        if self._chance.random() < 0.6:
            return self.variable()
        return self._chance.choice(TERMS if self._chance.random() < 0.9 else ODD)

    def value(self, depth: int = 0) -> str:
        return self._chance.choice([*TERMS, "UNDEF"])

    def call(self, depth: int) -> str:
        count = self._chance.choices(list(FUNCTIONS), [2, 10, 8, 4, 0.3])[0]
        name = self._chance.choice(FUNCTIONS[count].split())
        arguments = [self.expression(depth - 1) for _ in range(count)]
        if name in ("REGEX", "REPLACE") and self._chance.random() < 0.8:
            arguments = [f"STR({arguments[0]})", self._chance.choice(PATTERNS), *arguments[2:]]
        return f"{name}({', '.join(arguments)})"

    def binary(self, depth: int) -> str:
        return f"({self.expression(depth - 1)} {self._chance.choice(OPERATORS)} {self.expression(depth - 1)})"

    def membership(self, depth: int) -> str:
        return f"({self.term()} {self._chance.choice(['IN', 'NOT IN'])} ({self.many(self.expression, depth, 4, ', ')}))"

    def existence(self, depth: int) -> str:
        return f"{self._chance.choice(['', 'NOT '])}EXISTS {self.group(depth - 1)}"

    def deep(self, depth: int) -> str:
        opening, closing = self._chance.choice(
            [("(", ")"), ("STR(", ")"), ("!", ""), ("-", ""), ("(1+", ")"), ("IF(true,1,", ")")]
        )
        count = self._chance.choice([3, 30, 200, 700, 1500, 20000])
        return opening * count + self.term() + closing * count

    def expression(self, depth: int) -> str:
        if depth <= 0:
            return self.term()
        if self._chance.random() < 0.003:
            return self.deep(depth)
        return self.pick(self.term, self.call, self.call, self.binary, self.membership, self.existence)(depth)

    def path(self, depth: int) -> str:
        if depth <= 0:
            return self._chance.choice(["a", "kg:leads", "rdfs:label", "<http://e/p>", "!a", "^a", "!(a|^rdfs:label)"])
        inner = self.path(depth - 1)
        return self._chance.choice([inner, f"({inner})*", f"({inner})+", f"({inner})?", f"^({inner})",
                                    f"({inner}/{self.path(depth - 1)})", f"({inner}|{self.path(depth - 1)})"])  # fmt: skip

    def triple(self, depth: int) -> str:
        predicate = self.path(min(depth, 3)) if self._chance.random() < 0.3 else self.term()
        subject = self.term() if self._chance.random() < 0.05 else self.variable()
        predicate = predicate if predicate[0] in "?$<(^!ak" or self._chance.random() < 0.05 else "rdfs:label"
        return f"{subject} {predicate} {self.term()} ."

    def clause(self, depth: int) -> str:
        chance = self._chance
        makers = [
            lambda: f"FILTER({self.expression(depth)})",
            lambda: f"BIND({self.expression(depth)} AS {self.new()})",
            lambda: f"OPTIONAL {self.group(depth)}",
            lambda: f"{self.group(depth)} UNION {self.group(depth)}",
            lambda: f"MINUS {self.group(depth)}",
            lambda: f"GRAPH {self.term()} {self.group(depth)}",
            lambda: f"{{ {self.select(depth)} }}",
            lambda: f"VALUES {self.variable()} {{ {self.many(self.value, depth, 30)} }}",
            lambda: f"LATERAL {self.group(depth)}",
            lambda: f"SERVICE {chance.choice(['', 'SILENT '])}<http://127.0.0.1:9/> {self.group(depth)}",
            lambda: "{" * (count := chance.choice([5, 100, 900, 5000])) + "?s ?p ?o" + "}" * count,
        ]
        weights = [8, 8, 5, 5, 3, 3, 4, 5, 1, 0.3, 0.3]
        return chance.choices(makers, weights)[0]()

    def group(self, depth: int) -> str:
        if depth <= 0:
            return "{ ?s ?p ?o }"
        return f"{{ {self.many(self.triple, depth, 3)} {self.many(self.clause, depth, 3)} }}"

    def condition(self, depth: int) -> str:
        return f"{self._chance.choice(['', 'DESC', 'ASC'])}({self.expression(min(depth, 2))})"

    def modifiers(self, depth: int) -> str:
        chance = self._chance
        return " ".join([
            f"GROUP BY {self.variable()}" if chance.random() < 0.25 else "",
            f"HAVING ({self.expression(min(depth, 2))})" if chance.random() < 0.1 else "",
            f"ORDER BY {self.condition(depth)} {self.many(self.condition, depth, 2)}" if chance.random() < 0.5 else "",
            f"LIMIT {chance.choice([0, 1, 10, 1000, 10**9])}" if chance.random() < 0.4 else "",
            f"OFFSET {chance.choice([0, 1, 10**18])}" if chance.random() < 0.1 else "",
        ])  # fmt: skip

    def select(self, depth: int) -> str:
        function = self._chance.choice(["COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"])
        aggregate = f"({function}({self._chance.choice(['', 'DISTINCT '])}{self.expression(1)}) AS {self.new()})"
        columns = self._chance.choice(
            ["*", "*", self.variable(), f"({self.expression(depth)} AS {self.new()})", aggregate]
        )
        kind = self._chance.choice(["", "", "DISTINCT ", "REDUCED "])
        return f"SELECT {kind}{columns} WHERE {self.group(depth)} {self.modifiers(depth)}"

    def query(self) -> str:
        depth = self._chance.randrange(1, 6)
        prologue = self._chance.choice(
            ["", "", "", "BASE <http://e/> ", "PREFIX : <http://e/> ", "BASE <x> ", "VERSION '1.2' "]
        )
        form = self.pick(
            self.select, self.select, self.select, self.select,
            lambda depth: f"ASK {self.group(depth)}",
            lambda depth: f"CONSTRUCT {{ {self.many(self.triple, 1)} }} WHERE {self.group(depth)} {self.modifiers(1)}",
            lambda depth: f"CONSTRUCT WHERE {{ {self.triple(0)} }}",
            lambda depth: f"DESCRIBE {self.term()} {self.group(depth)}",
        )  # fmt: skip
        return prologue + form(depth)
