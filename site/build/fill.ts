/**
 * Puts values into a page's `{{places}}`.
 * @module
 */

/** @throws TypeError if the page has a place for which there is no value. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`There is no value for {{${name}}}.`);
    return value;
  });
}
