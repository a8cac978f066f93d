/**
 * Escaping for HTML, and the one place where HTML that an author or an output brought is made harmless.
 * @module
 */
import sanitizeHtml from "sanitize-html";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML, also inside attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}

const MATHML =
  "math mrow mi mo mn ms mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mtable mtr mtd mpadded mphantom menclose semantics annotation mmultiscripts mprescripts".split(
    " ",
  );
const TAGS = [
  ...sanitizeHtml.defaults.allowedTags,
  ..."img h1 h2 figure figcaption details summary del ins input label picture source audio video svg path circle rect line polyline polygon g text".split(
    " ",
  ),
  ...MATHML,
];

/** Leaves what describes content and takes what runs, submits, frames or restyles the page. */
export function harmless(html: string): string {
  return withoutEmptyHeaders(sanitize(html));
}

/** pandas leaves corners of its tables as headers of nothing, which readers would announce. */
function withoutEmptyHeaders(html: string): string {
  return html.replace(/<th\b([^>]*)>\s*<\/th>/g, "<td$1></td>");
}

function sanitize(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      "*": [
        "class",
        "style",
        "title",
        "lang",
        "dir",
        "align",
        "valign",
        "role",
        "aria-*",
        "id",
        "width",
        "height",
        "colspan",
        "rowspan",
        "scope",
        "start",
        "type",
        "open",
      ],
      a: ["href", "rel", "target", "download"],
      img: ["src", "srcset", "alt", "loading"],
      audio: ["src", "controls"],
      video: ["src", "controls", "poster"],
      source: ["src", "srcset", "media"],
      input: ["checked", "disabled"],
      ...Object.fromEntries(MATHML.map((tag) => [tag, ["*"]])),
      svg: ["viewBox", "xmlns", "fill", "stroke"],
      path: ["d", "fill", "stroke", "stroke-width"],
    },
    allowedStyles: { "*": { ...SAFE_STYLES } },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: {
      img: ["http", "https", "data"],
      audio: ["http", "https", "data"],
      video: ["http", "https", "data"],
      source: ["http", "https", "data"],
    },
    transformTags: {
      a: (tag, attributes) => ({
        tagName: tag,
        attribs: attributes.href?.startsWith("#") ? attributes : { ...attributes, rel: "noopener noreferrer" },
      }),
      input: (tag, { checked }) => ({ tagName: tag, attribs: tickAttributes(checked !== undefined) }),
    },
  });
}

/** A box that only tells whether something is done. */
function tickAttributes(done: boolean): Record<string, string> {
  return { type: "checkbox", disabled: "", ...(done && { checked: "" }), "aria-label": done ? "done" : "to do" };
}

const ANY = [/^(?!.*(url\(|expression|javascript:|position\s*:)).*$/i];
const SAFE_STYLES: Record<string, RegExp[]> = Object.fromEntries(
  "color background-color text-align vertical-align width min-width max-width height max-height padding padding-left padding-right margin margin-left margin-right border border-left border-right border-top border-bottom font-weight font-style font-size font-family text-decoration white-space float clear display opacity"
    .split(" ")
    .map((name) => [name, ANY]),
);
