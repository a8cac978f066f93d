/**
 * The four apps that are measured, each as a notebook and as the same work for a bare worker.
 * @module
 */
import { type Cell, notebook, slider } from "../browser/app.ts";

export interface BenchApp {
  readonly name: string;
  readonly notebook: string;
  /** Id of the block whose output is waited for. */
  readonly out: string;
  /** What that output says or shows once it is right for `n`. */
  readonly shows: "text" | "table" | "image";
  readonly floor: FloorWork;
}

/** The same work without a product: Python for a bare worker. `n` is set before each run. */
export interface FloorWork {
  readonly packages: readonly string[];
  /** Run once. */
  readonly setup: string;
  /** Run for each value of `n`; leaves `shown`: text, HTML, or PNG bytes. */
  readonly update: string;
}

/** Values of the input: the first is the default. */
export const FIRST = 5;

const FRAME = `import pandas as pd
df = pd.DataFrame({"value": range(200), "square": [i * i for i in range(200)], "name": [f"row {i}" for i in range(200)]})`;
const PLOT = `fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(x, np.sin(x * n / 10))
ax.set_title(f"n = {n}")`;
const CHAIN = 100;

const cell = (id: string, source: string): Cell => ({ id, source });
const app = (cells: readonly Cell[]): string => notebook([slider("n", FIRST), ...cells]);

export const APPS: readonly BenchApp[] = [
  {
    name: "python",
    notebook: app([
      cell("work", "total = sum(i * n for i in range(1000))"),
      cell("out", 'print(f"n={n} total={total}")'),
    ]),
    out: "out",
    shows: "text",
    floor: {
      packages: [],
      setup: "",
      update: 'total = sum(i * n for i in range(1000))\nshown = f"n={n} total={total}"',
    },
  },
  {
    name: "pandas",
    notebook: app([cell("data", FRAME), cell("out", 'df[df["value"] > n].head(5)')]),
    out: "out",
    shows: "table",
    floor: { packages: ["pandas"], setup: FRAME, update: 'shown = df[df["value"] > n].head(5)._repr_html_()' },
  },
  {
    name: "matplotlib",
    notebook: app([
      cell("data", "import numpy as np\nimport matplotlib.pyplot as plt\nx = np.linspace(0, 10, 400)"),
      cell("out", PLOT),
    ]),
    out: "out",
    shows: "image",
    floor: {
      packages: ["matplotlib"],
      setup:
        "import io\nimport matplotlib\nmatplotlib.use('agg')\nimport numpy as np\nimport matplotlib.pyplot as plt\nx = np.linspace(0, 10, 400)",
      update: `${PLOT}\nbuffer = io.BytesIO()\nfig.savefig(buffer, format="png")\nplt.close(fig)\nshown = buffer.getvalue()`,
    },
  },
  {
    name: "chain",
    notebook: app([
      cell("c0", "x0 = n"),
      ...Array.from({ length: CHAIN - 2 }, (_, i) => cell(`c${i + 1}`, `x${i + 1} = x${i} + 1`)),
      cell("aside", "import time\ntime.sleep(1.5)\naside = 'slow'"),
      cell("out", `print(f"n={n} end={x${CHAIN - 2}}")`),
    ]),
    out: "out",
    shows: "text",
    floor: {
      packages: [],
      setup: "import time\ntime.sleep(1.5)",
      update: `x0 = n\n${Array.from({ length: CHAIN - 2 }, (_, i) => `x${i + 1} = x${i} + 1`).join("\n")}\nshown = f"n={n} end={x${CHAIN - 2}}"`,
    },
  },
];
