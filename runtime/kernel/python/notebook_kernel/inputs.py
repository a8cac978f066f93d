"""Input values as the Python objects that authors expect. Values come as JSON; nothing here is ever evaluated as code."""

import ast
import calendar
import datetime
import itertools
import re
import sys

MAX_OPTIONS = 1000

_RELATIVE = {"past7days": 7, "past14days": 14}
_MONTHS = {"pastMonth": 1, "past3months": 3, "past6months": 6, "pastYear": 12}


class BadInput(ValueError):
    """A value that the input cannot take; its message is for the viewer."""


def convert(spec, value):
    """What the input's variable is bound to."""
    return _CONVERSIONS[spec["type"]](spec, value)


def _number(spec, value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput(f"{spec['label']}: {value!r} is not a number")
    return int(value) if spec["integer"] else float(value)


def _literal(spec, value):
    try:
        return ast.literal_eval(str(value).strip())
    except (ValueError, SyntaxError) as error:
        raise BadInput(f"{spec['label']}: {value!r} is not a Python literal") from error


def _date(spec, value):
    if value in (None, ""):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{spec['label']}: {value!r} is not a date") from error
    return value if spec["gives"] == "text" else moment if spec["gives"] == "datetime" else moment.date()


def _date_range(spec, value):
    if isinstance(value, str):
        return _relative(spec, value)
    start, end = value if value else (None, None)
    plain = {**spec, "gives": "date"}
    return (_date(plain, start), _date(plain, end))


def _relative(spec, value):
    today = datetime.date.today()
    custom = re.fullmatch(r"customDays(\d+)", value)
    days = int(custom[1]) if custom else _RELATIVE.get(value)
    if days is not None:
        return (today - datetime.timedelta(days=days), today)
    if value in _MONTHS:
        return (_months_before(today, _MONTHS[value]), today)
    raise BadInput(f"{spec['label']}: {value!r} is not a range of dates")


def _months_before(day, months):
    at = day.year * 12 + day.month - 1 - months
    year, month = divmod(at, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_CONVERSIONS = {
    "text": lambda spec, value: "" if value is None else str(value),
    "literal": _literal,
    "number": _number,
    "slider": _number,
    "checkbox": lambda spec, value: bool(value),
    "button": lambda spec, value: bool(value),
    "select": lambda spec, value: value,
    "multiselect": lambda spec, value: list(value or []),
    "date": _date,
    "date-range": _date_range,
    "file": lambda spec, value: value or None,
}


def options(source):
    """The choices that a variable offers: plain scalars, in order, without repeats."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(source, getattr(pandas, "DataFrame", ())):
        source = source.iloc[:, 0] if source.shape[1] else []
    elif hasattr(source, "get_columns") and hasattr(source, "columns"):
        source = source.get_columns()[0] if source.columns else []
    if isinstance(source, (str, bytes)) or not hasattr(source, "__iter__"):
        raise BadInput(f"The options must be a list, array, Series or DataFrame column, not {type(source).__name__}")
    ravel = getattr(source, "ravel", None)
    if callable(ravel) and getattr(source, "ndim", 1) > 1:
        source = ravel()
    found = {}
    for item in itertools.islice(iter(source), MAX_OPTIONS):
        scalar = _scalar(item)
        if scalar is not None:
            found.setdefault((type(scalar), scalar), (scalar, item))
    return [scalar for scalar, _ in found.values()]


def choose(spec, values, value):
    """The chosen value if it is an option, else the default if it is one, else empty."""
    default = spec["default"]
    if spec["type"] == "multiselect":
        if spec["allowCustom"]:
            return list(value or [])
        kept = [one for one in value or [] if one in values]
        return kept or [one for one in default or [] if one in values] if value else []
    if value in values or (value is None and spec["allowEmpty"]) or (spec["allowCustom"] and value is not None):
        return value
    return default if default in values else None


def _scalar(item):
    if type(item).__module__ == "numpy" or getattr(item, "ndim", None) == 0:
        item = item.item() if hasattr(item, "item") else item
    if item is None or (isinstance(item, float) and item != item) or type(item).__name__ in ("NaTType", "NAType"):
        return None
    return item if isinstance(item, (str, int, float, bool)) else str(item)
