/**
 * Who may do what, as one table.
 * @module
 */
import { describe, expect, it } from "vitest";
import { type Action, decide, roleOf, type Viewer } from "../../../worker/gate/access.ts";

const NOBODY: Viewer = { email: null, member: null, collaborator: null, hasLink: false };
const STRANGER: Viewer = { ...NOBODY, email: "s@x.test" };
const VIEWERS = {
  nobody: NOBODY,
  "nobody, with the link": { ...NOBODY, hasLink: true },
  stranger: STRANGER,
  "stranger, with the link": { ...STRANGER, hasLink: true },
  "member: viewer": { ...STRANGER, member: "viewer" },
  "member: editor": { ...STRANGER, member: "editor" },
  "member: owner": { ...STRANGER, member: "owner" },
  "collaborator: viewer": { ...STRANGER, collaborator: "viewer" },
  "collaborator: editor": { ...STRANGER, collaborator: "editor" },
  "collaborator: owner": { ...STRANGER, collaborator: "owner" },
  "member: viewer, collaborator: editor": { ...STRANGER, member: "viewer", collaborator: "editor" },
} as const satisfies Record<string, Viewer>;

/** Per access: open, list, advertise, publish, govern. `y` yes, `s` sign in, `h` hidden, `f` forbidden. */
const TABLE: Readonly<Record<keyof typeof VIEWERS, Readonly<Record<"workspace" | "link" | "public", string>>>> = {
  nobody: { workspace: "shhss", link: "hhhss", public: "yhyss" },
  "nobody, with the link": { workspace: "shhss", link: "yhhss", public: "yhyss" },
  stranger: { workspace: "hhhhh", link: "hhhhh", public: "yhyhh" },
  "stranger, with the link": { workspace: "hhhhh", link: "yhhhh", public: "yhyhh" },
  "member: viewer": { workspace: "yyhff", link: "yyhff", public: "yyyff" },
  "member: editor": { workspace: "yyhyf", link: "yyhyf", public: "yyyyf" },
  "member: owner": { workspace: "yyhyy", link: "yyhyy", public: "yyyyy" },
  "collaborator: viewer": { workspace: "yyhff", link: "yyhff", public: "yyyff" },
  "collaborator: editor": { workspace: "yyhyf", link: "yyhyf", public: "yyyyf" },
  "collaborator: owner": { workspace: "yyhyy", link: "yyhyy", public: "yyyyy" },
  "member: viewer, collaborator: editor": { workspace: "yyhyf", link: "yyhyf", public: "yyyyf" },
};
const ACTIONS: readonly Action[] = ["open", "list", "advertise", "publish", "govern"];
const LETTER = { "sign-in": "s", hidden: "h", forbidden: "f" } as const;

describe("decide", () => {
  for (const [name, viewer] of Object.entries(VIEWERS)) {
    it(name, () => {
      const found = Object.fromEntries(
        (["workspace", "link", "public"] as const).map((access) => [
          access,
          ACTIONS.map((action) => {
            const decision = decide({ access }, viewer, action);
            return decision.allowed ? "y" : LETTER[decision.because];
          }).join(""),
        ]),
      );
      expect(found).toEqual(TABLE[name as keyof typeof VIEWERS]);
    });
  }

  it("takes the stronger of two roles", () => {
    expect(roleOf({ ...NOBODY, member: "owner", collaborator: "viewer" })).toBe("owner");
    expect(roleOf({ ...NOBODY, member: "viewer", collaborator: "editor" })).toBe("editor");
    expect(roleOf(NOBODY)).toBeNull();
  });
});
