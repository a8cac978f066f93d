/**
 * The owner token: printed by the command that serves, it signs the owner in once.
 * @module
 */
import type { Deps } from "../deps.ts";
import { signInFirst } from "../errors.ts";
import { spendToken } from "../registry/tickets.ts";
import { sameSecret } from "../secrets.ts";

/** Takes the token; gives whose it is. @throws a 401 if it is wrong or has been used */
export async function redeemOwnerToken({ signIn, database, clock }: Deps, token: string): Promise<string> {
  const current = await signIn.ownerToken?.current();
  if (!signIn.ownerToken || current === null || current === undefined || !(await sameSecret(token, current)))
    throw refused();
  // Two who come at once with the same token: one row, one winner.
  if (!(await spendToken(database, token, clock()))) throw refused();
  await signIn.ownerToken.used();
  return signIn.ownerToken.email;
}

function refused() {
  return signInFirst(
    "This owner token is wrong, or has been used.",
    "Each works once. Take the newest link that 'notebook-app serve' printed.",
  );
}
