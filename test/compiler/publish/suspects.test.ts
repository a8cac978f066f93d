/**
 * Which work files make a publish stop and ask.
 * @module
 */
import { expect, it } from "vitest";
import { suspectName, suspectText } from "../../../compiler/publish/suspects.ts";

it.each([
  "work/id_rsa",
  "work/a/server.pem",
  "work/credentials.json",
  "work/prod.env",
  "work/_netrc",
  "work/Token.txt",
])("%s is suspect by its name", (path) => expect(suspectName(path)?.path).toBe(path));

it.each(["work/data.csv", "work/keys.csv", "work/id_rsa.pub", "work/environment.yml", "work/tokens/list.csv"])(
  "%s is not",
  (path) => expect(suspectName(path)).toBeNull(),
);

it("tells the line of a secret, and not the secret", () => {
  const found = suspectText(
    "work/a.py",
    "x = 1\nAWS = 'AKIAIOSFODNN7EXAMPLE'\n\nurl = 'postgres://me:hunter22@db/x'\n",
  );
  expect(found.map(({ line }) => line)).toEqual([2, 4]);
  expect(JSON.stringify(found)).not.toMatch(/AKIA|hunter22/);
  expect(suspectText("work/b.csv", "name,password\nada,none\n")).toEqual([]);
});
