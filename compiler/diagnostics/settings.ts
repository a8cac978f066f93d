/**
 * What the settings file's reader tells an author.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

/** A settings file whose YAML cannot be read. */
export function unreadableSettings(place: Place, why: string): Diagnostic {
  return {
    code: "unreadable-settings",
    severity: "error",
    message: `The settings are not valid YAML: ${why}`,
    help: "Write one 'key: value' a line.",
    place,
  };
}

/** A key that no setting has. */
export function unknownSetting(place: Place, key: string, nearest: string | null, all: readonly string[]): Diagnostic {
  return {
    code: "unknown-setting",
    severity: "error",
    message: `There is no setting '${key}'.`,
    help: nearest === null ? `Settings are: ${all.join(", ")}.` : `Did you mean '${nearest}'?`,
    place,
  };
}

/** A value that a setting cannot have. */
export function wrongSetting(place: Place, key: string, allowed: string): Diagnostic {
  return {
    code: "wrong-setting",
    severity: "error",
    message: `'${key}' cannot have this value.`,
    help: `It takes ${allowed}.`,
    place,
  };
}
