/**
 * About findings on the app as a whole.
 * @module
 */
import type { Explanation } from "./explanation.ts";

const deepnote = (block: string): string => `version: 1.0.0
metadata: {createdAt: "2026-01-01T00:00:00Z"}
project:
  id: p
  name: Sales
  notebooks:
    - id: n
      name: Report
      blocks:
        - ${block}
`;

export const EMIT: Readonly<Record<string, Explanation>> = {
  "unsupported-block": {
    cause:
      "Some kinds of block need the tool that they were made in: agents, functions made of notebooks, and kinds that this version does not know.",
    example: [
      {
        file: "sales.deepnote",
        text: deepnote('{sortingKey: "0", blockGroup: g, id: a, type: agent, content: "", metadata: {}}'),
      },
    ],
    wayOut: "Remove the block, or hide it: a hidden one is only warned of, and left out of the app.",
    mended: [
      {
        file: "sales.deepnote",
        text: deepnote('{sortingKey: "0", blockGroup: g, id: a, type: code, content: "print(1)", metadata: {}}'),
      },
    ],
  },
  "sql-connection": {
    cause:
      "The SQL block asks a database through a connection of the tool that it was made in. An app has no password for it, and must not have one: whoever opens the app could read it.",
    example: [
      {
        file: "sales.deepnote",
        text: deepnote(
          '{sortingKey: "0", blockGroup: g, id: a, type: sql, content: "SELECT * FROM orders", metadata: {sql_integration_id: 9f1c}}',
        ),
      },
    ],
    wayOut: "Export the rows that the app needs into a file in `work/`, and query that file or a DataFrame.",
    mended: [
      {
        file: "sales.deepnote",
        text: deepnote(
          '{sortingKey: "0", blockGroup: g, id: a, type: sql, content: "SELECT * FROM \'orders.csv\'", metadata: {sql_integration_id: deepnote-dataframe-sql}}',
        ),
      },
    ],
  },
  "hidden-is-not-secret": {
    cause:
      "The app is for others, and hides code, outputs or whole blocks. Hiding is a matter of looks: the Python that runs in a browser is in the browser.",
    example: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "access: public\nhideCode: true\n" },
    ],
    wayOut:
      "Keep secrets and private data out of the notebook and out of `work/`. If the source itself must not be seen, use `runtime: server`: there it never leaves the server.",
    mended: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "access: public\n" },
    ],
  },
  "suspected-secret": {
    cause:
      "A text in the code or in a saved output looks like a key, a token or a password. Whoever opens the app may be able to read it.",
    example: [{ file: "sales.py", text: '# %%\napi_key = "sk-live-abcdef123456"\n' }],
    wayOut:
      "Take it out and make it invalid where it came from: it may already be in your history. If the app needs one, ask the viewer for it with an input.",
    mended: [{ file: "sales.py", text: '# %%\napi_key = "" #@param {type:"string"}\n' }],
  },
  "static-is-open": {
    cause:
      "`access` is `workspace` (the default) or `link`, and the app is built for a static host, which lets everybody read what it has.",
    example: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "access: workspace\n" },
    ],
    wayOut:
      "Put the folder where only those may look who may open the app, publish it to a server that checks (`notebook-app publish`), or say that it is for all: `access: public`.",
    mended: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "access: public\n" },
    ],
  },
  "build-failed": {
    cause:
      "While `dev` was open, a build ended without a result, for no fault of the notebook: mostly a package that could not be fetched.",
    example: [{ file: "sales.py", text: "# %%\nimport pandas\n" }],
    wayOut:
      "The message says what did not answer. Saving the notebook tries again; without a network, packages must be in the cache or in a folder (`--wheels`).",
  },
  "files-not-found": {
    cause: "The setting `files` names a folder that is not there.",
    example: [
      { file: "sales.py", text: "# %%\nprint(1)\n" },
      { file: "sales.app.yaml", text: "files: dta\n" },
    ],
    wayOut:
      "Create the folder beside the notebook, or correct its name. Without the setting, `work/` is taken if it is there.",
  },
  "large-work-file": {
    cause:
      "Python in a browser keeps files in its memory, of which it has at most 4 GB. A work file of more than 512 MB is left out of it.",
    example: [{ file: "sales.py", text: '# %%\nopen("ten-years.csv")\n' }],
    wayOut:
      "Publish a smaller extract, or let Python run on a server (`runtime: server`). Viewers can download the file in any case.",
  },
};
