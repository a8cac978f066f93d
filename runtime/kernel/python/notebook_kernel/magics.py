"""The cell magics that apps keep: %%time, %%timeit, %%capture, %%html and %%markdown."""

import shlex
import time
import timeit

from . import channel, display, figures


class Captured:
    """What `%%capture name` binds: the block's text and outputs, which are not shown."""

    def __init__(self):
        self.messages = []

    @property
    def stdout(self):
        return self._text("stdout")

    @property
    def stderr(self):
        return self._text("stderr")

    @property
    def outputs(self):
        return [one for one in self.messages if one["output_type"] in ("display_data", "execute_result")]

    def take(self, message):
        self.messages.append({**message, "data": figures.written(message["data"])} if "data" in message else message)

    def show(self):
        for message in self.messages:
            channel.emit(message)

    __call__ = show

    def __str__(self):
        return self.stdout

    def _text(self, name):
        return "".join(one["text"] for one in self.messages if one["output_type"] == "stream" and one["name"] == name)


async def run(magic, body, namespace):
    """Runs `body` (an async callable that executes the block) under the magic; returns the names that it bound."""
    if magic["name"] == "time":
        return await _time(body)
    if magic["name"] == "capture":
        return await _capture(magic["args"], body, namespace)
    await body()
    return set()


def static(magic, source):
    """Shows the source of %%html and %%markdown; whether it did."""
    mime = {"html": "text/html", "markdown": "text/markdown"}.get(magic["name"])
    if mime is not None:
        display.publish({mime: source, "text/plain": source})
    return mime is not None


async def _time(body):
    cpu, wall = time.process_time(), time.perf_counter()
    try:
        await body()
    finally:
        used, took = time.process_time() - cpu, time.perf_counter() - wall
        print(f"CPU times: {duration(used)}\nWall time: {duration(took)}")
    return set()


async def _capture(args, body, namespace):
    words = shlex.split(args)
    captured = Captured()
    before = channel.connect(captured.take)
    try:
        await body()
        display.flush_streams()
    finally:
        channel.connect(before)
    names = [word for word in words if not word.startswith("-")]
    if names:
        namespace[names[0]] = captured
    return set(names[:1])


def time_it(source, title, namespace, args):
    """`%%timeit`: the best of several rounds; the block's names stay local, as in IPython."""
    report_timing(timeit.Timer(source, globals=namespace), shlex.split(args))


def report_timing(timer, words):
    """Runs a timer as often as `words` (`-n 10 -r 3`) say and prints what a loop took."""
    loops = _option(words, "-n", 0)
    rounds = _option(words, "-r", 7)
    if not loops:
        loops, _ = timer.autorange()
    results = [took / loops for took in timer.repeat(rounds, loops)]
    mean = sum(results) / len(results)
    spread = (sum((one - mean) ** 2 for one in results) / len(results)) ** 0.5
    print(f"{duration(mean)} ± {duration(spread)} per loop (mean ± std. dev. of {rounds} runs, {loops:,} loops each)")


def _option(words, flag, default):
    for at, word in enumerate(words):
        if word == flag and at + 1 < len(words):
            return int(words[at + 1])
        if word.startswith(flag) and word[len(flag) :].isdigit():
            return int(word[len(flag) :])
    return default


def duration(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("μs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
