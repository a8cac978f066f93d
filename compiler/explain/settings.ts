/**
 * About the settings file.
 * @module
 */
import type { Explanation } from "./explanation.ts";

const notebook = { file: "sales.py", text: "# %%\nprint(1)\n" };

export const SETTINGS_FILE: Readonly<Record<string, Explanation>> = {
  "unreadable-settings": {
    cause: "The settings file is no valid YAML: a quotation mark that is not closed, a tab, a wrong indentation.",
    example: [notebook, { file: "sales.app.yaml", text: 'title: "Sales\nhideCode: true\n' }],
    wayOut: "Correct the line that the message names: one `key: value` a line.",
    mended: [notebook, { file: "sales.app.yaml", text: 'title: "Sales"\nhideCode: true\n' }],
  },
  "unknown-setting": {
    cause: "There is no such key. Nothing is ignored silently: a misspelt `acces` would leave an app open.",
    example: [notebook, { file: "sales.app.yaml", text: "hidecode: true\n" }],
    wayOut:
      "The message names the nearest right key and lists all. Editors complete and check them by the JSON Schema that `notebook-app schema` writes.",
    mended: [notebook, { file: "sales.app.yaml", text: "hideCode: true\n" }],
  },
  "wrong-setting": {
    cause: "The key is right, but it cannot have this value.",
    example: [notebook, { file: "sales.app.yaml", text: "access: everyone\n" }],
    wayOut: "The message says which values it takes.",
    mended: [notebook, { file: "sales.app.yaml", text: "access: public\n" }],
  },
};
