"""
The runner inside an ipykernel. Calls come as metadata of execute requests, so that no value is ever part of code; what there is to
tell leaves as display data of one MIME type.
"""

import asyncio
import base64
import importlib.util
import json
import os
import signal
import sys
import tempfile

from . import display, interrupts, runner
from .places import OUTPUTS, WORK

MIME = "application/vnd.notebook-app.kernel.v1+json"


def install(shell):
    """What `await`ed code of an execute request calls; it finds its arguments in the request."""
    calls = Calls(shell.kernel)
    _adopt_display(shell)
    _adopt_shell()
    return calls.answer


class Calls:
    """Everything that the server asks of this kernel, one method a call."""

    def __init__(self, kernel):
        self._kernel = kernel
        self._runner = None

    async def answer(self):
        """Does what the request's metadata asks, and tells the result."""
        asked = self._kernel.get_parent()["metadata"]["notebook_app"]
        # ipykernel sets its own `input` for each request.
        runner.prepare_builtins()
        try:
            value = await _interruptible(getattr(self, asked["call"])(**asked["arguments"]))
            self._tell({"kind": "answer", "ok": True, "value": value})
        except BaseException as error:
            self._tell({"kind": "answer", "ok": False, "error": f"{type(error).__name__}: {error}"})

    async def open(self, program, modules):
        """Prepares folders and environment, then starts the runner."""
        os.makedirs(WORK, exist_ok=True)
        os.environ.update({"DEEPNOTE_PROJECT_ID": program["project"], "MPLBACKEND": "agg"})
        os.chdir(WORK)
        if modules:
            # Notebooks that others import: beside the work files for Python, but not among the files that a viewer may read.
            folder = tempfile.mkdtemp(prefix="notebook-app-modules-")
            for name, source in modules.items():
                with open(os.path.join(folder, f"{name}.py"), "w", encoding="utf-8") as file:
                    file.write(source)
            sys.path.insert(0, folder)
        sys.path.insert(0, WORK)
        self._runner = runner.Runner(json.dumps(program), self._show)
        return {"python": runner.python_version()}

    async def begin(self, fresh, inputs):
        self._runner.begin(fresh, json.dumps(inputs))

    async def run(self, block):
        return json.loads(await self._runner.run(block))

    async def ask(self, question):
        return json.loads(self._runner.ask(json.dumps(question)))

    async def update(self, program):
        self._runner.update(json.dumps(program))

    async def skip(self, block):
        self._runner.skip(block)

    async def finish(self):
        self._runner.finish()

    async def read(self, path, offset, length):
        """A part of a file that the viewer may have, in base64, and its whole size; `None` if there is no such file."""
        path = _allowed(path, (WORK, OUTPUTS))
        if path is None or not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(offset)
            return {"size": size, "data": base64.b64encode(file.read(length)).decode("ascii")}

    async def write(self, path, offset, data, last, keep):
        """A part of a file; `False` if it may not be written there. A viewer's own file (`keep`) stays through fresh runs."""
        path = _allowed(path, (WORK,))
        if path is None:
            return False
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "r+b" if offset else "wb") as file:
            file.seek(offset)
            file.write(base64.b64decode(data))
        if last and keep:
            with open(path, "rb") as file:
                self._runner.keep_file(path, file.read())
        return True

    def _show(self, message):
        self._tell({"kind": "output", "message": message})

    def _tell(self, what):
        content = {"data": {MIME: json.dumps(what)}, "metadata": {}, "transient": {}}
        self._kernel.send_response(self._kernel.iopub_socket, "display_data", content)


async def _interruptible(work):
    """
    Awaits `work` so that SIGINT ends the author's code wherever it is: in Python code by KeyboardInterrupt, in an `await` by cancelling.
    ipykernel's own handling can do only the second for a request that awaits.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)

    def on_interrupt(number, frame):
        if asyncio.current_task(loop) is task:
            interrupts.on_interrupt(number, frame)
        else:
            loop.call_soon_threadsafe(task.cancel)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        return await task
    finally:
        signal.signal(signal.SIGINT, before)


def _allowed(path, roots):
    """The real path if it lies below one of the folders, also behind links; else `None`."""
    real = os.path.realpath(os.path.join(WORK, path))
    inside = any(real.startswith(os.path.realpath(root) + os.sep) for root in roots)
    return real if inside else None


def _adopt_shell():
    """`get_ipython()` gives the same shell as in a browser: its magics, and the notebook's own namespace."""
    import IPython

    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "shim", "IPython", "core", "interactiveshell.py")
    spec = importlib.util.spec_from_file_location("notebook_kernel.shell", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    IPython.get_ipython = module.InteractiveShell.instance


def _adopt_display(shell):
    """IPython's own ways to show something go the same way as ours, so that an app shows the same wherever it runs."""
    import IPython.core.display_functions
    import IPython.display

    def publish_display_data(data, metadata=None, *, transient=None, update=False, **kwargs):
        display.publish(data, metadata, display_id=(transient or {}).get("display_id"), update=update)

    own = {
        "display": display.display,
        "update_display": display.update_display,
        "clear_output": display.clear_output,
        "DisplayHandle": display.DisplayHandle,
        "publish_display_data": publish_display_data,
    }
    for module in (IPython.core.display_functions, IPython.display):
        for name, function in own.items():
            setattr(module, name, function)

    class Publisher(type(shell.display_pub)):
        def publish(self, data, metadata=None, *args, transient=None, update=False, **kwargs):
            publish_display_data(data, metadata, transient=transient, update=update)

        def clear_output(self, wait=False):
            display.clear_output(wait)

    shell.display_pub.__class__ = Publisher
