/**
 * About packages and where Python runs.
 * @module
 */
import type { Explanation } from "./explanation.ts";

export const PACKAGES: Readonly<Record<string, Explanation>> = {
  "bad-requirement": {
    cause: "A line of `packages`, or of the notebook's own `dependencies`, is no requirement as pip knows them.",
    example: [{ file: "sales.py", text: '# /// script\n# dependencies = ["pandas=>2"]\n# ///\n# %%\nprint(1)\n' }],
    wayOut: "Write a name, and a version where it matters: `pandas>=2`, `six==1.17.0`.",
    mended: [{ file: "sales.py", text: '# /// script\n# dependencies = ["six>=1.16"]\n# ///\n# %%\nprint(1)\n' }],
  },
  "unknown-package": {
    cause:
      "Neither Pyodide nor the package index knows a package that is called so. Often the module has another name than its package, or is a file of your own.",
    example: [{ file: "sales.py", text: "# %%\nimport my_helpers\n" }],
    wayOut:
      "Correct the name, name the package under `packages` in the settings, or put the module into `work/`, from where Python imports it.",
    mended: [{ file: "sales.py", text: "# %%\nimport math\n" }],
  },
  "no-browser-wheel": {
    cause: "The package has compiled parts, and nobody has built them for browsers.",
    example: [
      { file: "sales.py", text: "# %%\nimport tantivy\n" },
      { file: "sales.app.yaml", text: "runtime: browser\n" },
    ],
    wayOut:
      "Leave `runtime` at `auto` and Python runs on a server kernel, behind the same page; or choose a package that is pure Python or has a wheel for Pyodide. An import inside `try: … except ImportError:` is only warned of.",
    mended: [{ file: "sales.py", text: "# %%\nimport sqlite3\n" }],
  },
  "no-version": {
    cause:
      "Each requirement can be met, but not all together: two packages want versions of a third that exclude each other, or a version that no browser wheel has.",
    example: [{ file: "sales.py", text: '# /// script\n# dependencies = ["numpy==1.2"]\n# ///\n# %%\nimport numpy\n' }],
    wayOut:
      "Loosen a requirement. Pyodide's own packages have the one version that was built for it; `notebook-app check` prints which.",
    mended: [{ file: "sales.py", text: "# %%\nimport numpy\n" }],
  },
  "module-not-in-browser": {
    cause: "Python's library has modules that need an operating system: processes, sockets, terminals, windows.",
    example: [
      { file: "sales.py", text: "# %%\nimport tkinter\n" },
      { file: "sales.app.yaml", text: "runtime: browser\n" },
    ],
    wayOut: "Do without the module, or let Python run on a server (`runtime: auto` does that by itself).",
    mended: [{ file: "sales.py", text: "# %%\nimport json\n" }],
  },
  "server-kernel": {
    cause:
      "Python will run on a server, since a package has no build for browsers or the settings say so. The message says which.",
    example: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "runtime: server\n" },
    ],
    wayOut:
      "Publish the app to a server with kernels; `notebook-app serve` is one. To stay in the browser, replace the package and set `runtime: browser`, which makes this an error.",
    mended: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "runtime: browser\n" },
    ],
  },
  "server-app-is-not-static": {
    cause:
      "The app needs a server kernel and was built into a folder. On a static host its page can be read, but not run.",
    example: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "runtime: server\n" },
    ],
    wayOut: "Publish it with `notebook-app publish`, or look at it with `notebook-app dev`.",
    mended: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "runtime: browser\n" },
    ],
  },
  "image-needs-server": {
    cause: "`image` names a server kernel's image, and `runtime: browser` forbids server kernels.",
    example: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "runtime: browser\nimage: python3\n" },
    ],
    wayOut: "Remove one of the two.",
    mended: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "runtime: browser\n" },
    ],
  },
};
