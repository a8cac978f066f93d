"""Runs a script's cells as plain Python, with nothing of the product: what its text and its figures are."""

import ast
import contextlib
import io
import json
import struct
import sys
import traceback
import types
import warnings


def figures():
    plt = sys.modules.get("matplotlib.pyplot")
    found = []
    if plt is None:
        return found
    for number in plt.get_fignums():
        figure = plt.figure(number)
        if figure.get_children()[1:]:
            file = io.BytesIO()
            figure.savefig(file, format="png", dpi=figure.dpi * 2, bbox_inches="tight", facecolor=figure.get_facecolor())
            width, height = struct.unpack(">II", file.getvalue()[16:24])
            found.append([width // 2, height // 2])
        plt.close(figure)
    return found


def reset():
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        matplotlib.rcdefaults()
        matplotlib.use("agg")
        sys.modules["matplotlib.pyplot"].close("all") if "matplotlib.pyplot" in sys.modules else None
    warnings.resetwarnings()


def run(cells):
    """JSON: text, figures and number of values of each cell up to the first that fails, and why it failed."""
    warnings.simplefilter("ignore")
    reset()
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    space = main.__dict__
    out, seen, values, error = io.StringIO(), [], 0, None

    def show(*args, **kwargs):
        seen.extend(figures())

    for number, source in enumerate(cells):
        plt = sys.modules.get("matplotlib.pyplot")
        if plt is not None:
            plt.show = show
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
                tree = ast.parse(source)
                last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
                exec(compile(tree, f"cell {number}", "exec"), space)
                if sys.modules.get("matplotlib.pyplot") is not None:
                    sys.modules["matplotlib.pyplot"].show = show
                if last is not None:
                    value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), space)
                    values += value is not None and not source.rstrip().endswith(";")
                seen.extend(figures())
        except BaseException as problem:
            error = {"name": type(problem).__name__, "text": "".join(traceback.format_exception(problem))[-3000:]}
            break
    reset()
    return json.dumps({"text": out.getvalue(), "figures": seen, "values": int(values), "error": error})
