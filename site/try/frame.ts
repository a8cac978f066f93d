/**
 * The page inside the frame in which a dropped notebook runs. Its origin is opaque: a hostile notebook finds no storage, no cookie and
 * no network. The page around it hands it the bundle's files.
 * @module
 */
import "../../runtime/index.ts";
import { isFrameRequest } from "./frame-message.ts";
import { APP_BASE, installMemoryNetwork } from "./memory-network.ts";

// It refuses to run where it is not boxed in.
if (self.origin === "null" && parent !== self) {
  addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
    if (source !== parent || !isFrameRequest(data)) return;
    if (data.kind === "theme") return showTheme(data.theme);
    if (document.querySelector("notebook-app")) return;
    installMemoryNetwork(data.files, data.kernel);
    showTheme(data.theme);
    const app = document.createElement("notebook-app");
    app.src = `${APP_BASE}app.json`;
    document.body.replaceChildren(app);
  });
  parent.postMessage({ kind: "frame-ready" }, "*");
}

function showTheme(theme: string): void {
  document.documentElement.style.colorScheme = theme;
}
