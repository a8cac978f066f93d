/**
 * Whether the other ends of WebSockets are still there: a network that breaks tells nobody, and proxies end what is silent for a minute.
 * @module
 */
import type { WebSocket, WebSocketServer } from "ws";

/** Milliseconds between two questions. */
const BEAT = 30_000;

/** Asks all open sockets again and again, and ends those that have not answered by the next time; gives what ends it. */
export function heartbeat({ clients }: Pick<WebSocketServer, "clients">, beat: number = BEAT): () => void {
  const asked = new WeakSet<WebSocket>();
  const ask = (socket: WebSocket): void => {
    asked.add(socket);
    socket.once("pong", () => asked.delete(socket));
    socket.ping();
  };
  const timer = setInterval(() => {
    for (const socket of clients)
      if (asked.has(socket)) socket.terminate();
      else if (socket.readyState === socket.OPEN) ask(socket);
  }, beat);
  timer.unref();
  return () => clearInterval(timer);
}
