/**
 * `notebook-app/vite`: notebooks in a site. `import app from "./sales.ipynb?app"`, or `<notebook-app src="./sales.ipynb?app">` in a page,
 * gives an app of the site: in development it follows the notebook as it is saved; a build puts it among the site's assets.
 * @module
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import { runtimeFiles } from "../runtime-files.ts";
import { builtUrl, namedNotebooks, withContents, withSources } from "./html-apps.ts";
import { announceLateChanges } from "./late-changes.ts";
import { NOTEBOOK_ID } from "./notebook-id.ts";
import { serveApps } from "./serve-apps.ts";
import { type NotebookAppOptions, Site } from "./site.ts";
import { ELEMENT_MODULE, REFRESH_MODULE, type SiteApp, siteModule } from "./site-app.ts";

export type { InputSpec, InputValue } from "../../contract/inputs.ts";
export type { NotebookAppOptions, SiteApp };

/**
 * Lets a Vite site have notebooks. With several environments, as in Astro, the element is defined in the browser's alone.
 *
 * @example `export default defineConfig({ plugins: [notebookApp()] });`
 */
export function notebookApp(options: NotebookAppOptions = {}): Plugin[] {
  const site = new Site(options);
  return [imports(site), pageSources(site), pageContents(site)];
}

function imports(site: Site): Plugin {
  return {
    name: "notebook-app",
    // The element's worker and lazily loaded parts find their files beside them: bundled in advance they would not.
    config: () => ({ optimizeDeps: { exclude: ["notebook-app"] } }),
    configResolved: (config) => site.configure(config),
    configureServer(server) {
      site.server = server;
      announceLateChanges(server.watcher);
      server.middlewares.use(serveApps(site.apps, server.config.base));
    },
    resolveId: {
      filter: { id: new RegExp(`^(?:${ELEMENT_MODULE}|${REFRESH_MODULE})$`) },
      // The notebook may lie outside the site, where no package is found.
      handler: async function (id) {
        if (id === REFRESH_MODULE) return `\0${REFRESH_MODULE}`;
        const own = await this.resolve("notebook-app", join(site.root, "index.html"));
        return own ?? join(runtimeFiles().folder, "index.js");
      },
    },
    load: {
      filter: { id: [NOTEBOOK_ID, new RegExp(`${REFRESH_MODULE}$`)] },
      async handler(moduleId) {
        if (moduleId === `\0${REFRESH_MODULE}`) return { code: refreshModule(), moduleType: "js" };
        const { program, html } = await site.app(moduleId, this);
        const browser = this.environment.config.consumer === "client";
        const src = site.inDevelopment
          ? JSON.stringify(site.devUrl(moduleId))
          : `"__VITE_ASSET__${await site.emit(moduleId, this)}__"`;
        const code = siteModule({ src, program, html, browser, hot: browser && site.inDevelopment });
        return { code, moduleType: "js", map: null };
      },
    },
    // Frameworks that render pages in one environment and serve another's files (Astro) take along what a chunk says that it needs.
    renderChunk(_code, { moduleIds, viteMetadata }) {
      for (const file of moduleIds.flatMap((id) => site.filesOf(id))) viteMetadata?.importedAssets.add(file);
    },
    watchChange: (file) => site.apps.changed(file),
    hotUpdate({ file, modules }) {
      const made = site.apps.madeFrom(file).map((moduleId) => this.environment.moduleGraph.getModuleById(moduleId));
      return [...new Set([...modules, ...made.filter((module) => module !== undefined)])];
    },
  };
}

/** Elements of a page: the notebook becomes the app's URL, and the page imports it, which defines the element and makes it hot. */
function pageSources(site: Site): Plugin {
  return {
    name: "notebook-app:page-sources",
    transformIndexHtml: {
      order: "pre",
      async handler(html, { filename, path }) {
        const named = namedNotebooks(html, { file: filename, root: site.root });
        const urls = new Map<string, string>();
        for (const { written, moduleId } of named) {
          const url = site.inDevelopment
            ? site.devUrl(moduleId)
            : builtUrl(await site.builtPath(moduleId), site.base, path);
          urls.set(written, url);
          const { html: content } = await site.app(moduleId, null);
          site.contents.set(url, content);
        }
        const specifiers = new Set(named.map(({ moduleId }) => JSON.stringify(moduleId)));
        const children = [...specifiers].map((specifier) => `import ${specifier};`).join("\n");
        const script = { tag: "script", attrs: { type: "module" }, children, injectTo: "head" as const };
        return { html: withSources(html, urls), tags: named.length > 0 ? [script] : [] };
      },
    },
  };
}

/** Their content comes last: it is finished, and nothing in it is an asset of the site. */
function pageContents(site: Site): Plugin {
  return {
    name: "notebook-app:page-contents",
    transformIndexHtml: { order: "post", handler: (html) => withContents(html, site.contents) },
  };
}

/** What development pages refresh elements with. */
function refreshModule(): string {
  return readFileSync(join(dirname(runtimeFiles().folder), "vite-client.js"), "utf8");
}
