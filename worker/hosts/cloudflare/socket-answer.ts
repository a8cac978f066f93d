/**
 * The answer that turns a request into a WebSocket.
 * @module
 */
import { SOCKET_PROTOCOL } from "../../../compiler/contract/kernel-socket.ts";

/** Hands `socket` to the page; browsers want one of the protocols chosen that they offered. */
export function socketAnswer(request: Request, socket: WebSocket | null): Response {
  const offered = request.headers.has("Sec-WebSocket-Protocol");
  return new Response(null, {
    status: 101,
    webSocket: socket,
    headers: offered ? { "Sec-WebSocket-Protocol": SOCKET_PROTOCOL } : {},
  });
}
