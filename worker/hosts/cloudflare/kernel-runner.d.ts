/**
 * Made by `npm run build`; types are checked before there is one.
 * @module
 */
declare module "*/dist/kernel-runner.json" {
  const runner: { readonly boot: string; readonly files: Readonly<Record<string, string>> };
  // biome-ignore lint/style/noDefaultExport: JSON modules have one.
  export default runner;
}
