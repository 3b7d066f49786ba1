"""The words for what pyoxigraph's SPARQL parser accepts and refuses; tables only."""

from __future__ import annotations

WORDS = (
    "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FROM", "NAMED", "PREFIX", "BASE", "DISTINCT",
    "REDUCED", "GROUP", "ORDER", "BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "OPTIONAL", "UNION",
    "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "EXISTS", "NOT", "UNDEF", "SEPARATOR", "COUNT", "SUM",
    "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI",
    "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND", "CONCAT", "STRLEN", "UCASE", "LCASE",
    "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY",
    "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1", "SHA256",
    "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM", "ISIRI", "ISURI", "ISBLANK",
    "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE", "IN", "AS", "TRUE", "FALSE", "A",
)  # fmt: skip

UPDATES = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "LOAD")

# What is tried where something else was expected, and its name.
PROBES = {
    "}": "'}'",
    ")": "')'",
    "{": "'{'",
    "(": "'('",
    "]": "']'",
    ".": "'.'",
    "*": "'*'",
    "AS": "AS",
    "BY": "BY",
    "?v": "a variable",
    "<http://x/>": "an IRI or a name",
    '"s"': "a string",
    "1": "a number",
    "=": "an operator",
    "WHERE": "WHERE",
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
    "FILTER": "FILTER",
}

# Phrases of the parser's messages, and what they mean for the token at fault.
REUSED_BLANK_NODE = "this blank node stands in another group already; use a variable"
REASONS = {
    "IRI parsing failed": "this is not an absolute IRI; write it in full, without spaces, or declare a BASE",
    "BIND is overriding": "BIND ... AS gives a value to a variable that has one already; use a new name",
    "Already used blank node": REUSED_BLANK_NODE,
    "VALUES clause rows": "a row of VALUES has one value for each variable; write UNDEF where there is none",
    "Repeated variables": "VALUES names the same variable twice",
    "language tag parsing failed": "this is not a language tag",
    "Unexpected aggregate": "an aggregate such as COUNT cannot stand here",
    "Reifiers are not allowed": "a reifier (~) cannot stand on a property path",
}

# The same for the query as a whole.
REASONS_OF_SELECT = {
    "contains a variable that is unbound": (
        "with GROUP BY or an aggregate, SELECT may only list what is grouped by, or aggregates; "
        "add the other variables to GROUP BY, or wrap them, as in (SAMPLE(?x) AS ?y)"
    ),
    "an expression with a variable that is unbound": (
        "with GROUP BY or an aggregate, SELECT may only use what is grouped by, or aggregates"
    ),
    "Duplicated variable name": "SELECT names the same variable twice",
    "overrides an existing variable": "SELECT (... AS ?x) gives a value to a variable that has one already",
    "SELECT * is not authorized": "SELECT * cannot stand with GROUP BY or an aggregate; list the variables",
}
