/**
 * Signing a command in through a browser: the command shows a code, a signed-in person confirms it on our page.
 * @module
 */
import type { DeviceStart } from "../../compiler/contract/api.ts";
import { maybe, record, text } from "../../compiler/contract/shape.ts";
import type { Deps } from "../deps.ts";
import { gone, InternalError, pending } from "../errors.ts";
import { issueTicket, readTicket, redeemTicket, ticketHash, updateTicket } from "../registry/tickets.ts";
import { newUserCode } from "../secrets.ts";

/** Milliseconds in which a person must confirm. */
const PATIENCE = 15 * 60_000;

/** A command that waits. */
interface Waiting {
  readonly name: string;
  /** Who confirmed it; `null` until then. */
  readonly email: string | null;
}
const waiting = record<Waiting>({ name: text(100), email: maybe(text(254)) });
/** From the code that a person types to the command's ticket, whose secret only the command has. */
const pointer = record<{ device: string }>({ device: text(64) });

export async function startDevice({ database, clock, site }: Deps, name: string): Promise<DeviceStart> {
  const expires = clock() + PATIENCE;
  const userCode = newUserCode();
  const deviceCode = await issueTicket(database, { kind: "device", data: { name, email: null }, expires });
  const device = await ticketHash("device", deviceCode);
  await issueTicket(database, { kind: "user-code", secret: userCode, data: { device }, expires });
  return {
    deviceCode,
    userCode,
    url: `${site.origin}/device?code=${userCode}`,
    interval: 2,
    expires: new Date(expires).toISOString(),
  };
}

/** What waits under a code that a person has in front of them; `null` for none. */
export async function findDevice({ database, clock }: Deps, userCode: string): Promise<Waiting | null> {
  const found = pointer(await readTicket(database, await ticketHash("user-code", userCode), clock()), "");
  if (!found.ok) return null;
  return deviceOf(await readTicket(database, found.value.device, clock()));
}

/** Lets the command sign in as `email`; `false` when the code is unknown, expired or used. */
export async function confirmDevice({ database, clock }: Deps, userCode: string, email: string): Promise<boolean> {
  const found = pointer(await redeemTicket(database, "user-code", userCode, clock()), "");
  if (!found.ok) return false;
  const device = deviceOf(await readTicket(database, found.value.device, clock()));
  if (device === null) return false;
  await updateTicket(database, found.value.device, { ...device, email });
  return true;
}

/** The person who has confirmed. @throws 428 while nobody has, 410 when it is too late */
export async function redeemDevice(
  { database, clock }: Deps,
  deviceCode: string,
): Promise<{ email: string; name: string }> {
  const device = deviceOf(await readTicket(database, await ticketHash("device", deviceCode), clock()));
  if (device?.email === null)
    throw pending("Nobody has confirmed yet.", "Open the link in a browser, sign in and confirm; then ask again.");
  const taken = device === null ? null : deviceOf(await redeemTicket(database, "device", deviceCode, clock()));
  if (taken === null || taken.email === null)
    throw gone("This sign-in has expired or was used.", "Begin again with 'notebook-app login'.");
  return { email: taken.email, name: taken.name };
}

function deviceOf(data: unknown): Waiting | null {
  if (data === null) return null;
  const found = waiting(data, "");
  if (!found.ok) throw new InternalError("A ticket of ours is damaged.");
  return found.value;
}
