/**
 * How `dist/custom-elements.json` is made from the class of `<notebook-app>`: only what pages may use, under the address they import.
 * @module
 */

/** What has a description is meant for pages; the rest is the element's own affair. */
const isPublic = ({ privacy, description, name }) =>
  description !== undefined && privacy !== "private" && privacy !== "protected" && name !== "addEventListener";

const onlyPublic = {
  name: "only-public",
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = "dist/runtime/index.js";
      for (const { declaration } of module.exports) declaration.module = module.path;
      for (const element of module.declarations) {
        element.superclass = { name: "HTMLElement" };
        element.members = element.members.filter(isPublic);
        element.events = element.events.filter(isPublic);
        const fields = new Set(element.members.map(({ name }) => name));
        element.attributes = element.attributes.filter(({ fieldName }) => fields.has(fieldName));
      }
      module.exports.push({
        kind: "custom-element-definition",
        name: "notebook-app",
        declaration: { name: "NotebookApp", module: module.path },
      });
    }
  },
};

export default {
  globs: ["runtime/page/notebook-app.ts"],
  outdir: "dist",
  litelement: true,
  packagejson: false,
  plugins: [onlyPublic],
};
