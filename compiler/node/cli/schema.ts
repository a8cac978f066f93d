/**
 * `notebook-app schema`: prints the JSON Schema of settings files, for editors.
 * @module
 */
import { Command } from "commander";
import { settingsSchema } from "../../settings-schema.ts";

export function schemaCommand(): Command {
  return new Command("schema")
    .description("print the JSON Schema of <name>.app.yaml, for editors")
    .option("--json", "it is JSON anyway")
    .addHelpText("after", "\nExample:\n  $ notebook-app schema > app.schema.json")
    .action(() => console.log(JSON.stringify(settingsSchema, null, 2)));
}
