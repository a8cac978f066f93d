/**
 * A WebSocket to a gateway from Node, with the headers that Node's own one cannot send.
 * @module
 */
import WebSocket from "ws";
import type { OpenSocket } from "../../../kernels/gateway-host.ts";

/** Bytes of one frame; outputs are limited in the kernel, so a larger one is no output. */
const MAX_FRAME = 128 * 1024 * 1024;

export const openSocket: OpenSocket = (url, { headers, protocol, listener }) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"), [protocol], {
      headers,
      maxPayload: MAX_FRAME,
      perMessageDeflate: false,
      handshakeTimeout: 60_000,
      followRedirects: false,
    });
    socket.binaryType = "nodebuffer";
    socket.once("open", () =>
      resolve({
        send: (frame) => socket.send(frame),
        close: () => socket.terminate(),
      }),
    );
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) listener.frame(data);
    });
    socket.on("error", reject);
    socket.on("close", () => listener.closed());
  });
