"""Big numbers and charts: blocks that show a variable and bind nothing."""

import re
import sys

from . import display, tables

BIG_NUMBER = "application/vnd.notebook-app.big-number.v1+json"
VEGA_LITE = "application/vnd.vegalite.v5+json"
MAX_ROWS = 5000


def big_number(step, namespace):
    """Publishes the number, its title and its comparison."""
    value = _value(step["value"], namespace)
    shown = {"title": _fill(step["title"], namespace), "value": _format(value, step["format"]), "comparison": None}
    comparison = step["comparison"]
    if comparison is not None:
        shown["comparison"] = _compare(value, _value(comparison["value"], namespace), comparison, namespace)
    display.publish({BIG_NUMBER: shown, "text/plain": f"{shown['title']}: {shown['value']}"})


def chart(step, namespace):
    """Publishes the chart's specification with the rows of its variable."""
    frame = _value(step["variable"], namespace)
    table = tables.bundle(frame.iloc[:0] if hasattr(frame, "iloc") else frame)
    if table is None:
        raise TypeError(f"{step['variable']} is a {type(frame).__name__}; a chart needs a DataFrame")
    rows = len(frame)
    if rows > MAX_ROWS:
        print(f"The chart shows the first {MAX_ROWS:,} of {rows:,} rows.", file=sys.stderr)
    spec = {**step["spec"], "data": {"values": _records(frame)}}
    display.publish({VEGA_LITE: spec, "text/plain": f"<chart of {step['variable']}>"})


def _records(frame):
    if hasattr(frame, "iloc"):
        frame = (frame.to_frame() if frame.ndim == 1 else frame).iloc[:MAX_ROWS]
        columns = {str(name): [tables.cell(one) for one in frame.iloc[:, at]] for at, name in enumerate(frame.columns)}
    else:
        columns = {name: [tables.cell(one) for one in frame.head(MAX_ROWS)[name]] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _value(name, namespace):
    if name not in namespace:
        raise NameError(f"name {name!r} is not defined")
    return namespace[name]


def _fill(text, namespace):
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: str(_value(match[1], namespace)), text)


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _format(value, how):
    number = _number(value)
    if number is None or isinstance(value, str):
        return str(value)
    if how == "currency":
        return f"{'-' if number < 0 else ''}${abs(number):,.2f}"
    if how == "percent":
        return f"{number * 100:,.2f}%"
    if how == "scientific":
        return f"{number:.2E}"
    if how == "financial":
        return f"({abs(number):,.2f})" if number < 0 else f"{number:,.2f}"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}" if abs(number) < 1e15 else f"{number:,}"


def _compare(value, other, comparison, namespace):
    now, before = _number(value), _number(other)
    if now is None or before is None:
        raise TypeError("A comparison needs two numbers")
    change = now - before
    kind = comparison["type"]
    if kind in ("percentage-change", "percent-change"):
        text = "–" if before == 0 else f"{change / abs(before) * 100:+,.2f}%"
    elif kind == "absolute-value":
        text = _format(other, comparison["format"])
    else:
        text = ("+" if change > 0 else "") + _format(change, comparison["format"])
    return {
        "title": _fill(comparison["title"], namespace),
        "value": text,
        "trend": "up" if change > 0 else "down" if change < 0 else "flat",
    }
