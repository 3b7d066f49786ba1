"""The sort key of a term: a string whose order by code points is the order of SPARQL 1.1 Query, section 15.1.

Blank nodes come before IRIs, and those before literals. Numbers of all types are ordered by their exact
value (NaN last), strings by code point whatever their language tag, dates and times by when they begin
(without a zone: as if UTC), which agrees with ``<`` wherever SPARQL defines it. Kinds follow one another;
what has no order of its own is ordered by datatype and characters.
"""

from __future__ import annotations

import re
import struct
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

_XSD = PREFIXES["xsd"]
_INTEGERS = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip
_NUMBERS = {_XSD + name: name for name in (*_INTEGERS, "decimal", "double", "float")}
_MOMENTS = frozenset(_XSD + name for name in ("dateTime", "dateTimeStamp", "date", "gYear", "gYearMonth"))
_DURATIONS = frozenset(_XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration"))

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?$")
_SPECIAL = {"INF": "PZ", "+INF": "PZ", "-INF": "N ", "NaN": "Q"}
_MOMENT = re.compile(
    r"(-?[0-9]{4,18})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)(Z|[+-][0-9]{2}:[0-9]{2})?$")
_DURATION = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?$"
)
_MIDNIGHT = "T00:00:00"
_BIAS = 4_000_000_000  # keeps exponents positive
_MIRROR = str.maketrans("0123456789", "9876543210")
_DAY = 86400
_MONTH = Fraction(146097, 4800) * _DAY  # the mean of the Gregorian calendar, in seconds

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def make_sort_key(term: Term) -> Term:
    """Return the term to sort by in the place of ``term``: itself, or a plain string."""
    if isinstance(term, ox.Literal):
        return ox.Literal(_order_literal(term))
    if isinstance(term, ox.Triple):
        return ox.Literal(f"9{term}")
    return term


def _order_literal(literal: ox.Literal) -> str:
    value, datatype = literal.value, literal.datatype.value
    if literal.language or datatype == _XSD + "string":
        return f"2{value}\0{literal.language or ''}"
    key = None
    if datatype in _NUMBERS:
        key = _order_number(value, _NUMBERS[datatype])
    elif datatype in _MOMENTS:
        key = _order_moment(value)
    elif datatype == _XSD + "time":
        key = _order_time(value)
    elif datatype in _DURATIONS:
        key = _order_duration(value)
    elif datatype == _XSD + "boolean" and value in ("true", "false", "1", "0"):
        key = "3" + ("1" if value in ("true", "1") else "0")
    return f"8{datatype}\0{value}" if key is None else key  # equal values tie, and the next condition decides


def _order_number(value: str, name: str) -> str | None:
    if name in ("double", "float"):
        if value in _SPECIAL:
            return "1" + _SPECIAL[value]
        if not _NUMBER.match(value):
            return None
        return "1" + _encode_float(float(value), is_single=name == "float")
    return "1" + encode_number(Decimal(value)) if _NUMBER.match(value) and "e" not in value.lower() else None


def _encode_float(number: float, *, is_single: bool) -> str:
    if is_single:
        try:
            number = struct.unpack("f", struct.pack("f", number))[0]
        except OverflowError:  # beyond the largest single
            number = float("inf") if number > 0 else float("-inf")
    if number in (float("inf"), float("-inf")):
        return _SPECIAL["INF" if number > 0 else "-INF"]
    return encode_number(Decimal(number))


def encode_number(number: Decimal) -> str:
    """Return a string that sorts among its like by code point as the numbers do by value."""
    if not number:
        return "O"
    sign, digits, exponent = number.as_tuple()
    significant = "".join(map(str, digits)).rstrip("0")
    magnitude = _BIAS + len(digits) + int(exponent)
    if not sign:
        return f"P{magnitude:010d}{significant}"
    return f"N{2 * _BIAS - magnitude:010d}{significant.translate(_MIRROR)}~"


def _encode_seconds(seconds: Fraction) -> str:
    """Encode to the 64th part of a microsecond, beyond which `Decimal` would round."""
    return encode_number(Decimal(int(seconds * 64_000_000)))


def _order_moment(value: str) -> str | None:
    """Return the moment at which this begins in ISO 8601, by UTC, without a time that is midnight."""
    match = _MOMENT.match(value)
    if match is None:
        return None
    year, month, day, hours, minutes, seconds, fraction, zone = match.groups()
    cycles, rest = divmod(int(year), 400)
    try:
        moment = datetime(2000 + rest, int(month or 1), int(day or 1))  # the calendar comes round in 400 years
    except ValueError:
        return None
    if hours or zone:
        clock = timedelta(hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0))
        moment += clock - timedelta(seconds=_read_offset(zone))
    fraction = (fraction or "").rstrip("0.")
    day_of_year, clock_time = f"{moment:%m-%d}", f"T{moment:%H:%M:%S}{fraction}"
    return f"4{_encode_year(moment.year - 2000 + 400 * cycles)}-{day_of_year}{clock_time.removesuffix(_MIDNIGHT)}"


def _encode_year(year: int) -> str:
    """Return a year so that its characters sort as it does: four digits as they are, others by their length first."""
    digits = f"{abs(year):04d}"
    if year < 0:
        return f"-{99 - len(digits)}{digits.translate(_MIRROR)}"
    return digits if len(digits) == 4 else f"A{len(digits):02d}{digits}"


def _order_time(value: str) -> str | None:
    match = _TIME.match(value)
    if match is None:
        return None
    hours, minutes, seconds, zone = match.groups()
    return "5" + _encode_seconds(_sum_clock(hours, minutes, seconds) - _read_offset(zone))


def _order_duration(value: str) -> str | None:
    match = _DURATION.match(value)
    if match is None or value[-1] in "PT":
        return None
    sign, years, months, days, hours, minutes, seconds = match.groups()
    total = (_read(years) * 12 + _read(months)) * _MONTH + _read(days) * _DAY
    total += _sum_clock(hours, minutes, seconds)
    return "6" + _encode_seconds(-total if sign else total)


def _sum_clock(hours: str | None, minutes: str | None, seconds: str | None) -> Fraction:
    return _read(hours) * 3600 + _read(minutes) * 60 + _read(seconds)


def _read(number: str | None) -> Fraction:
    return Fraction(number[:40]) if number else Fraction(0)


def _read_offset(zone: str | None) -> int:
    """Return the seconds by which the zone is ahead of UTC; none counts as UTC."""
    if zone is None or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
    return -seconds if zone[0] == "-" else seconds
