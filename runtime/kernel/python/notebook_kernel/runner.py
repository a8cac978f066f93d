"""
Executes one block after another in the author's namespace. The host calls it with JSON and gets JSON; it never evaluates a value.
"""

import ast
import asyncio
import builtins
import inspect
import json
import os
import platform
import sys
import types
import warnings
from array import array
from time import perf_counter

from . import ambient, channel, display, figures, hooks, inputs, interrupts, later, line_magics, live, magics, sql, steps, tracebacks
from .capture import BlockCapture
from .versions import Versions, stored_before, stored_names

# How most blocks end, as JSON.
DONE = '{"state": "done"}'
# Of blocks that run in one call: how many have ended before the one that runs now (the host begins at 0), and the milliseconds that
# each took. The host sees it in memory, where Python cannot be asked.
PROGRESS = array("d", bytes(8 * 64))
# Milliseconds after which no other of them begins, as of `executor.ts`.
UNPAUSED = 8
# Without a look for white space around it, which takes longer than a few values do.
_DECODER = json.JSONDecoder()


def python_version():
    return platform.python_version()


_kept = None


def open_runner(program, send):
    """A new session, or the one that was kept for this program."""
    global _kept
    interrupts.install()
    later.watch()
    kept, _kept = _kept, None
    if kept is None or kept.program != program:
        return Runner(program, send)
    kept.resumed = True
    kept._send = send
    return kept


class Runner:
    """One session. `send` takes each output message as JSON, and beside it the pixels of one with a figure (`figures.bare`)."""

    def __init__(self, program, send):
        self.program = program
        self.resumed = False
        program = json.loads(program)
        self._know(program["blocks"])
        self._compiled = {}
        self._awaiting = {}
        self._binds = {}
        self._main = types.ModuleType("__main__")
        self._namespace = self._main.__dict__
        self._inputs = {}
        self._task = None
        self._under_way = False
        self._send = send
        prepare_builtins()
        hooks.install()
        self._boot = ambient.Boot()
        self._versions = Versions(self._namespace, program["tracked"], program["ambient"])
        self._clear()

    def _know(self, blocks):
        self._blocks = {block["id"]: block for block in blocks}
        self._titles = {block["title"] for block in blocks}
        self._bridged = later.bridged(block["step"].get("source", "") for block in blocks)

    def keep(self):
        """Stays in memory for `open_runner`; holds nothing of the host."""
        global _kept
        self._send = None
        _kept = self

    def update(self, program):
        """Takes an edited program. What blocks bound that are as they were stays; what others bound that are gone goes."""
        program = json.loads(program)
        blocks = {block["id"]: block for block in program["blocks"]}
        kept = {id: block for id, block in self._blocks.items() if id in blocks}
        self._versions.move({block["index"]: blocks[id]["index"] for id, block in kept.items()})
        same = {id for id, block in kept.items() if block["step"] == blocks[id]["step"] and block["title"] == blocks[id]["title"]}
        self._compiled = {id: code for id, code in self._compiled.items() if id in same}
        self._awaiting = {}
        self._binds = {}
        self._know(program["blocks"])
        self._versions.track(program["tracked"], program["ambient"])
        self._boot.stir()

    def begin(self, fresh, values):
        """Starts a run; `values` is the JSON of every input's value."""
        interrupts.forget()
        self._under_way = True
        figures.begin()
        self._inputs = _DECODER.raw_decode(values)[0]
        if fresh:
            figures.close_all()
            live.clear()
            self._clear()
            self._boot.restore()
            self._versions.forget()
        self._boot.stir()
        self._versions.begin()
        # Libraries may have replaced it; pickling and dataclasses look the module up by its name.
        sys.modules["__main__"] = self._main

    def rest(self):
        """Between two runs, where nobody waits: does ahead of a fresh one what can be done ahead."""
        if not live.is_empty() or self._bridged or later.was_put_off():
            return
        try:
            self._boot.look(self._versions.states)
        except Exception:
            # The notebook has left something beyond being looked at: the next run puts it back.
            self._boot.stir()

    def drive(self, blocks):
        """
        Runs blocks (the JSON of their ids) one after another, at least the first: up to one that does not succeed or whose next one
        awaits, and for `UNPAUSED`. Gives what `run` gives for the last one that has run, or the coroutine of the first if that awaits;
        `PROGRESS` tells of those before.
        """
        first, *others = _DECODER.raw_decode(blocks)[0]
        # Where nobody needs it no clock is read: a build notes which block reads one.
        start = perf_counter() if others else 0
        running = self.run(first)
        if self._awaits(first):
            return running
        ended = _at_once(running)
        before = 0
        for at, block_id in enumerate(others[: len(PROGRESS) - 1], 1):
            now = (perf_counter() - start) * 1000
            PROGRESS[at] = now - before
            before = now
            if ended is not DONE or now > UNPAUSED or self._awaits(block_id):
                break
            PROGRESS[0] = at
            ended = _at_once(self.run(block_id))
        return ended

    async def run(self, block_id):
        """Runs one block; JSON of `{"state": "done" | "failed" | "interrupted", "options": …}`."""
        block = self._blocks[block_id]
        step = block["step"]
        self._task = asyncio.current_task() if self._awaits(block_id) else None
        self._versions.enter(block["index"], step.get("source", ""))
        live.enter(block_id)
        streams = (sys.stdout, sys.stderr)
        sys.stdout, sys.stderr = channel.BlockStream("stdout"), channel.BlockStream("stderr")
        capture = BlockCapture(block["index"], self._send)
        channel.connect(capture.take)
        result = {"state": "done"}
        bound = set()
        try:
            with interrupts.allowed:
                if step["kind"] == "python":
                    bound = await self._python(block, step)
                elif step["kind"] == "sql":
                    bound = await sql.run(step, self._namespace)
                else:
                    bound = self._other(step, result)
                figures.flush()
            bound |= self._may_bind(block_id)
        except BaseException as error:
            result["state"] = self._fail(error)
            bound = self._bound_until(block_id, error)
        finally:
            display.flush_streams()
            sys.stdout, sys.stderr = streams
            figures.close_all()
            channel.connect(None)
            capture.end()
            self._task = None
            self._versions.leave(block["index"], bound, step.get("source") or step.get("query", ""))
        return DONE if result == {"state": "done"} else json.dumps(result)

    def skip(self, block_id):
        """Takes away what a block bound that cannot run now."""
        self._versions.skip(self._blocks[block_id]["index"])
        live.drop(block_id)

    def ask(self, question):
        """Asks a live object (`Question` of the contract); JSON of an `Outcome`."""
        question = json.loads(question)
        figures.begin()
        self._boot.stir()
        capture = BlockCapture(self._blocks[question["block"]]["index"], self._send)
        channel.connect(capture.take)
        streams = (sys.stdout, sys.stderr)
        sys.stdout, sys.stderr = channel.BlockStream("stdout"), channel.BlockStream("stderr")
        try:
            with interrupts.allowed, live.on_behalf_of(question["block"]):
                answer = live.answer(question)
                figures.flush()
            outcome = {"ok": True, "value": answer}
        except live.Gone:
            outcome = {"ok": False, "fault": {"code": "missing", "message": "This output is of an earlier run. Run the app again to use it."}}
        except BaseException as error:
            self._fail(error)
            outcome = {"ok": False, "fault": {"code": "invalid", "message": f"{type(error).__name__}: {error}"}}
        finally:
            display.flush_streams()
            sys.stdout, sys.stderr = streams
            figures.close_all()
            channel.connect(None)
            capture.end()
        return json.dumps(outcome, ensure_ascii=False, default=str)

    def finish(self):
        """Ends a run: every tracked name gets its last binding, and what was stopped is over."""
        interrupts.forget()
        self._under_way = False
        self._versions.finish()

    def cancel(self):
        """Ends a block that waits in an `await` or sleeps, or is about to begin."""
        # In a sleep that is no `await` a task would be cancelled later, outside the block.
        if interrupts.wake():
            return
        if self._task is not None:
            self._task.cancel()
        elif self._under_way:
            interrupts.remember()

    def keep_file(self, path, content):
        """Remembers a viewer's file, so that no run takes it away."""
        content = bytes(content.to_py() if hasattr(content, "to_py") else content)
        self._boot.keep_file(path, content)
        self._boot.stir()
        self._versions.keep_file(path, content)

    def _clear(self):
        self._namespace.clear()
        self._namespace.update({"__name__": "__main__", "__doc__": None, "__builtins__": builtins})

    async def _python(self, block, step):
        magic, source, title = step["magic"], step["source"], block["title"]
        # Whoever may not read a block's code must not read it in its tracebacks either.
        tracebacks.remember_source(title, "" if block.get("hidden") else source)
        if magic is not None and magics.static(magic, source):
            return set()
        figures.prepare()
        if magic is not None and magic["name"] == "timeit":
            magics.time_it(source, title, self._namespace, magic["args"])
            return set()
        body, last = self._code(block["id"], title, source)

        async def execute():
            await self._execute(body)
            if last is not None:
                value = await self._execute(last)
                figures.prepare()
                if value is not None:
                    display.show(value, result=True)

        if magic is None:
            await execute()
            return set()
        return await magics.run(magic, execute, self._namespace)

    async def _execute(self, code):
        value = eval(code, self._namespace)
        return await value if code.co_flags & inspect.CO_COROUTINE else value

    def _code(self, block_id, title, source):
        """The block's statements and its last expression, compiled once."""
        known = self._compiled.get(block_id)
        if known is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)
                tree = compile(source, title, "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            shown = None
            if tree.body and isinstance(tree.body[-1], ast.Expr) and not _silenced(source):
                shown = _compile(ast.Expression(tree.body.pop().value), title, "eval")
            known = self._compiled[block_id] = (_compile(tree, title, "exec"), shown)
        return known

    def _awaits(self, block_id):
        """Whether the block awaits, as far as is known before it runs; one that does not compile does not run."""
        known = self._awaiting.get(block_id)
        if known is None:
            known = self._awaiting[block_id] = self._may_await(self._blocks[block_id])
        return known

    def _may_await(self, block):
        step = block["step"]
        if step["kind"] != "python":
            return step["kind"] not in ("input", "big-number", "chart")
        if step["magic"] is not None and step["magic"]["name"] in ("html", "markdown"):
            return False
        try:
            codes = self._code(block["id"], block["title"], step["source"])
        except Exception:
            return False
        return any(code is not None and code.co_flags & inspect.CO_COROUTINE for code in codes)

    def _bound_until(self, block_id, error):
        """Names to which a block that failed had come: one that it bound to the very value which was there shows in no other way."""
        codes = [code for code in self._compiled.get(block_id, ()) if code is not None]
        found, step = set(), error.__traceback__
        while step is not None:
            for at, code in enumerate(codes):
                if step.tb_frame.f_code is code:
                    return found.union(*map(stored_names, codes[:at]), stored_before(code, step.tb_lasti))
            step = step.tb_next
        return found

    def _may_bind(self, block_id):
        known = self._binds.get(block_id)
        if known is not None:
            return known
        block = self._blocks[block_id]
        if block["step"]["kind"] == "input":
            known = {block["step"]["input"]["name"]}
        elif block["step"]["kind"] == "sql":
            known = {block["step"]["variable"]} - {None}
        else:
            codes = self._compiled.get(block_id)
            if codes is None:
                return set()
            known = set().union(*(stored_names(code) for code in codes if code is not None))
        self._binds[block_id] = known
        return known

    def _other(self, step, result):
        if step["kind"] == "input":
            return self._input(step["input"], result)
        (steps.big_number if step["kind"] == "big-number" else steps.chart)(step, self._namespace)
        return set()

    def _input(self, spec, result):
        value = self._inputs.get(spec["name"], spec["default"])
        source = spec.get("optionsFrom")
        if source is not None:
            if source not in self._namespace:
                raise NameError(f"name {source!r} is not defined; {spec['label']!r} takes its options from it")
            values = inputs.options(self._namespace[source])
            value = inputs.choose(spec, values, value)
            result["options"] = {"values": values, "value": value}
        self._namespace[spec["name"]] = inputs.convert(spec, value)
        return {spec["name"]}

    def _fail(self, error):
        display.flush_streams()
        # Others may have made another error of an interrupt: Pyodide does where a value was on its way to JavaScript.
        if isinstance(error, asyncio.CancelledError) or isinstance(error.__cause__, KeyboardInterrupt):
            error = KeyboardInterrupt().with_traceback(error.__traceback__)
        if isinstance(error, SystemExit):
            code = error.code
            error = SystemExit(f"The block called sys.exit({'' if code is None else repr(code)}); what needs it does not run.").with_traceback(
                error.__traceback__
            )
        if isinstance(error, KeyboardInterrupt) and not str(error):
            error = KeyboardInterrupt("Stopped").with_traceback(error.__traceback__)
        channel.emit(tracebacks.as_output(error, self._titles))
        return "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"


def _at_once(coroutine):
    """The result of a coroutine that awaits nothing, without a turn of the event loop."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("A block that awaits nothing has waited.")


def _compile(tree, title, mode):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return compile(tree, title, mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _silenced(source):
    """Whether the last thing said is a `;`, as in IPython; a comment may follow it."""
    import io
    import tokenize

    last = ""
    blank = (tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.INDENT, tokenize.DEDENT)
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in blank:
                last = token.string
    except (tokenize.TokenError, SyntaxError):
        return False
    return last == ";"


def _no_input(prompt=""):
    raise RuntimeError("input() has nobody to ask in an app; use an input block instead")


def prepare_builtins():
    """What IPython adds to every cell."""
    builtins.display = display.display
    builtins.__magic__ = line_magics
    builtins.input = _no_input
    shim = os.path.join(os.path.dirname(os.path.dirname(__file__)), "shim")
    if shim not in sys.path:
        sys.path.append(shim)
    from IPython import get_ipython

    builtins.get_ipython = get_ipython
