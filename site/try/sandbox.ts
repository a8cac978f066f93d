/**
 * The frame in which a dropped notebook runs, seen from outside.
 * @module
 */
import type { Bundle } from "./compile-here.ts";
import type { FrameRequest } from "./frame-message.ts";

/** Scripts, and downloads of what Python wrote; no origin, no popups, no forms, no top navigation. */
const ALLOWED = "allow-scripts allow-downloads";

/** Opens the app in a fresh frame, which takes the place of whatever `place` showed. Its files follow while it is read. */
export async function openInSandbox(bundle: Bundle, title: string, place: HTMLElement): Promise<void> {
  const kernel = new Blob(await Promise.all(["prelude.js", "kernel.js"].map(script)));
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", ALLOWED);
  frame.title = title;
  frame.src = "./frame/index.html";
  const send = (message: FrameRequest): void => frame.contentWindow?.postMessage(message, "*");
  const themes = new MutationObserver(() => send({ kind: "theme", theme: scheme() }));
  const listen = ({ source, data }: MessageEvent<unknown>): void => {
    if (!frame.isConnected) {
      removeEventListener("message", listen);
      themes.disconnect();
    } else if (source === frame.contentWindow && isReady(data)) {
      // The runtime is in the frame's own script.
      const needed = bundle.entries.filter((entry) => "text" in entry || entry.copy !== "runtime");
      send({ kind: "open", paths: needed.map(({ path }) => path), kernel, theme: scheme() });
      for (const entry of needed)
        bundle.content(entry).then(
          (content) => send({ kind: "file", path: entry.path, content }),
          () => send({ kind: "file", path: entry.path, content: null }),
        );
    }
  };
  addEventListener("message", listen);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  place.replaceChildren(frame);
}

async function script(name: string): Promise<Blob> {
  const response = await fetch(new URL(`./frame/${name}`, document.baseURI));
  if (!response.ok) throw new TypeError(`${name} could not be fetched (${response.status}).`);
  return response.blob();
}

/** The page's `color-scheme`, as the visitor chose it. */
function scheme(): string {
  return document.documentElement.style.colorScheme || "light dark";
}

function isReady(data: unknown): boolean {
  return typeof data === "object" && data !== null && Reflect.get(data, "kind") === "frame-ready";
}
