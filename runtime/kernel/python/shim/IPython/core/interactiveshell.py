"""What `get_ipython()` gives: enough for code that asks for magics or for the shell's kind."""

import os
import sys


class _Events:
    """matplotlib registers its redraw here; figures are drawn at the block's end anyway."""

    def register(self, event, function):
        pass

    def unregister(self, event, function):
        pass

    def trigger(self, event, *args, **kwargs):
        pass


class _Formatter:
    """`display_formatter` of a notebook's shell."""

    def format(self, value, include=None, exclude=None):
        from notebook_kernel import display, figures

        data, meta = display.bundle(value, include, exclude)
        return figures.written(data), meta


class InteractiveShell:
    """Answers for the shell of a notebook."""

    _instance = None
    events = _Events()
    display_formatter = _Formatter()

    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    @classmethod
    def initialized(cls):
        return True

    @property
    def user_ns(self):
        return sys.modules["__main__"].__dict__

    @property
    def kernel(self):
        return self

    def showtraceback(self, exc_tuple=None, **kwargs):
        from notebook_kernel import channel, display, tracebacks

        error = (exc_tuple or sys.exc_info())[1]
        display.flush_streams()
        channel.emit(tracebacks.as_output(error, tracebacks.known_titles()))

    def enable_gui(self, gui=None):
        pass

    def run_line_magic(self, name, line, _stack_depth=1):
        if name in ("matplotlib", "config", "load_ext", "reload_ext", "autoreload", "precision"):
            return None
        if name in ("env", "set_env"):
            return self._env(line)
        if name == "pwd":
            return os.getcwd()
        if name == "cd":
            return os.chdir(os.path.expanduser(line.strip() or "~"))
        if name in ("time", "timeit"):
            return self.run_cell_magic(name, "", line)
        raise NotImplementedError(f"%{name} does not work in an app")

    def magic(self, text):
        name, _, line = text.lstrip("%").partition(" ")
        return self.run_line_magic(name, line)

    def run_cell_magic(self, name, line, cell):
        from notebook_kernel import display, magics

        if name == "timeit":
            return magics.time_it(cell, "<timeit>", self.user_ns, line)
        if name == "time":
            import time

            start = time.perf_counter()
            exec(cell, self.user_ns)
            print(f"Wall time: {magics.duration(time.perf_counter() - start)}")
        elif name == "capture":
            import contextlib
            import io

            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                exec(cell, self.user_ns)
        elif not magics.static({"name": name}, cell):
            raise NotImplementedError(f"%%{name} does not work in an app")
        display.flush_streams()
        return None

    def system(self, command):
        raise NotImplementedError("Shell commands do not work in an app")

    getoutput = system

    def _env(self, line):
        if not line:
            return dict(os.environ)
        name, separator, value = line.partition("=")
        if not separator:
            name, _, value = line.partition(" ")
        if not value:
            return os.environ.get(name.strip())
        os.environ[name.strip()] = value.strip()
        return None
