/**
 * A site of pages with notebooks in them.
 * @module
 */
import { notebookApp } from "notebook-app/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [notebookApp()],
  build: { rolldownOptions: { input: ["index.html", "outbreak.html"] } },
});
