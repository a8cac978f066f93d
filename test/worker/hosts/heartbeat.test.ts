/**
 * WebSockets whose other end is gone without a word, as when a phone loses its network.
 * @module
 */
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import { heartbeat } from "../../../worker/hosts/node/heartbeat.ts";

it("ends those that do not answer, and no other", async () => {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(sockets, "listening");
  const { port } = sockets.address() as AddressInfo;
  const end = heartbeat(sockets, 200);
  onTestFinished(() => {
    end();
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
  const alive = new WebSocket(`ws://127.0.0.1:${port}`);
  // Takes the connection and then does nothing, not even read.
  const gone = connect(port, "127.0.0.1").on("error", () => {});
  gone.write(
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  gone.pause();
  await expect.poll(() => sockets.clients.size, { timeout: 10_000 }).toBe(2);
  await expect.poll(() => sockets.clients.size, { timeout: 10_000 }).toBe(1);
  // Long enough for several more questions.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect([sockets.clients.size, alive.readyState]).toEqual([1, WebSocket.OPEN]);
  gone.destroy();
});
