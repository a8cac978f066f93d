/**
 * Two small scripts of sign-in pages. They are served as files, since those pages allow no inline script.
 * @module
 */

/** In the frame: opens the window, waits for its code (or for a person to type it), trades it for a partitioned cookie. */
export const FRAME_SCRIPT = `const base = new URL("./", import.meta.url);
const form = document.getElementById("code-form");
const problem = document.getElementById("problem");
async function enter(code) {
  const answer = await fetch(new URL("enter", base), {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code }),
  });
  if (answer.ok) location.reload();
  else problem.textContent = (await answer.json()).message;
}
document.getElementById("open").addEventListener("click", () => {
  open(new URL("popup", base), "_blank", "popup,width=480,height=640");
  form.hidden = false;
});
addEventListener("message", ({ origin, data }) => {
  if (origin === location.origin && typeof data?.notebookAppCode === "string") void enter(data.notebookAppCode);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void enter(new FormData(form).get("code"));
});
`;

/** In the window: tells its opener, and nobody else, the code. */
export const POPUP_SCRIPT = `const { code, target, ask } = document.getElementById("hand").dataset;
const tell = () => {
  if (!opener) return;
  opener.postMessage({ notebookAppCode: code }, target);
  close();
};
if (ask) document.getElementById("allow").addEventListener("click", tell);
else tell();
`;
