/**
 * The frame in which a dropped notebook runs, seen from outside.
 * @module
 */
import type { Bundle } from "./compile-here.ts";
import type { FrameRequest } from "./frame-message.ts";

/** Scripts, and downloads of what Python wrote; no origin, no popups, no forms, no top navigation. */
const ALLOWED = "allow-scripts allow-downloads";

/** Opens the app in a fresh frame, which takes the place of whatever `place` showed. */
export async function openInSandbox(bundle: Bundle, title: string, place: HTMLElement): Promise<void> {
  const files = new Map<string, Blob>();
  await Promise.all(
    bundle.entries.map(async (entry) => {
      // The runtime is in the frame's own script.
      if ("text" in entry || entry.copy !== "runtime") files.set(entry.path, await bundle.content(entry));
    }),
  );
  const kernel = new Blob(await Promise.all(["prelude.js", "kernel.js"].map(script)));
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", ALLOWED);
  frame.title = title;
  frame.src = "./frame/index.html";
  const request = (): FrameRequest => ({ kind: "open", files, kernel, theme: scheme() });
  const themes = new MutationObserver(() => send({ kind: "theme", theme: scheme() }));
  const send = (message: FrameRequest): void => frame.contentWindow?.postMessage(message, "*");
  const listen = ({ source, data }: MessageEvent<unknown>): void => {
    if (!frame.isConnected) {
      removeEventListener("message", listen);
      themes.disconnect();
    } else if (source === frame.contentWindow && isReady(data)) send(request());
  };
  addEventListener("message", listen);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  place.replaceChildren(frame);
}

async function script(name: string): Promise<Blob> {
  return (await fetch(new URL(`./frame/${name}`, document.baseURI))).blob();
}

/** The page's `color-scheme`, as the visitor chose it. */
function scheme(): string {
  return document.documentElement.style.colorScheme || "light dark";
}

function isReady(data: unknown): boolean {
  return typeof data === "object" && data !== null && Reflect.get(data, "kind") === "frame-ready";
}
