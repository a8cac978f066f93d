/**
 * Fields of a posted form, bounded.
 * @module
 */
import type { Context } from "hono";
import { limitedText } from "../api/caller.ts";
import { badRequest } from "../errors.ts";

/** Reads a URL-encoded form. @throws a 4xx for another type or too much */
export async function formOf(context: Context): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header("Content-Type") ?? ""))
    throw badRequest("The form cannot be read.", "Use the form on the page.");
  return new URLSearchParams(await limitedText(context.req.raw, 16_384));
}
