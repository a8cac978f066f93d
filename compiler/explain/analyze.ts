/**
 * About findings in the blocks' code.
 * @module
 */
import type { Explanation } from "./explanation.ts";

export const ANALYZE: Readonly<Record<string, Explanation>> = {
  "syntax-error": {
    cause:
      "Python would refuse this block. The app is built all the same: in a notebook, too, one broken cell stops only itself.",
    example: [{ file: "sales.py", text: "# %%\ntotal = = 3\n" }],
    wayOut: "Correct the block. Until then it shows its error when the app runs, and blocks that need it are not run.",
    mended: [{ file: "sales.py", text: "# %%\ntotal = 3\n" }],
  },
  "used-before-definition": {
    cause:
      "The block uses a name that only a block below it defines. In a notebook that works once cells were run out of order; an app runs its blocks from top to bottom.",
    example: [{ file: "sales.py", text: "# %%\nprint(rate)\n# %%\nrate = 0.2\n" }],
    wayOut: "Move the definition up.",
    mended: [{ file: "sales.py", text: "# %%\nrate = 0.2\n# %%\nprint(rate)\n" }],
  },
  "undefined-name": {
    cause:
      "No block defines the name, and Python has no builtin that is called so. Mostly a slip of the pen, or a cell that was deleted.",
    example: [{ file: "sales.py", text: "# %%\nrate = 0.2\n# %%\nprint(rat)\n" }],
    wayOut: "Correct the spelling, or define the name in a block above.",
    mended: [{ file: "sales.py", text: "# %%\nrate = 0.2\n# %%\nprint(rate)\n" }],
  },
  "function-cycle": {
    cause: "Functions of two blocks call each other. That works; but a change of either block makes both run again.",
    example: [
      {
        file: "sales.py",
        text: `# %%
def even(n):
    return n == 0 or odd(n - 1)
# %%
def odd(n):
    return n != 0 and even(n - 1)
print(odd(3))
`,
      },
    ],
    wayOut: "Nothing needs to be done. To have fewer runs, put the two functions into one block.",
    mended: [
      {
        file: "sales.py",
        text: `# %%
def even(n):
    return n == 0 or odd(n - 1)

def odd(n):
    return n != 0 and even(n - 1)
# %%
print(odd(3))
`,
      },
    ],
  },
  "opaque-block": {
    cause:
      "What the block reads and defines is decided only when it runs: `exec`, `eval` of a text that is not written there, `globals()[…]`, or `import *` of a module that is not known.",
    example: [{ file: "sales.py", text: "# %%\nname = 'rate'\n# %%\nexec(f'{name} = 0.2')\n" }],
    wayOut:
      "Name what the block uses. Until then it runs again whenever anything above it changes, and so does everything below it: the result is right, only slower.",
    mended: [{ file: "sales.py", text: "# %%\nrate = 0.2\n" }],
  },
};
