/**
 * A network that is slow and can break: a TCP proxy in front of a server.
 * @module
 */
import { createServer, type Server, type Socket, connect as tcp } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export class SlowProxy {
  /** Bytes a second from the client to the server; `null` for as fast as it goes. */
  rate: number | null = null;
  /** Bytes that went to the server so far. */
  sent = 0;
  /** Bytes that the server has answered so far. */
  answered = 0;
  port = 0;
  private target = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor() {
    // A connection that is cut is what this is for.
    this.server = createServer((client) => void this.accept(client).catch(() => client.destroy()));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const address = this.server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Names the port that connections are passed on to. */
  to(port: number): void {
    this.target = port;
  }

  private async accept(client: Socket): Promise<void> {
    const server = tcp(this.target, "127.0.0.1");
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on("error", () => this.cutPair(client, server));
      socket.on("close", () => this.cutPair(client, server));
    }
    server.on("data", (chunk) => {
      this.answered += chunk.length;
    });
    server.pipe(client);
    for await (const chunk of client) {
      this.sent += chunk.length;
      server.write(chunk);
      if (this.rate !== null) await pause((1000 * chunk.length) / this.rate);
    }
    server.end();
  }

  private cutPair(one: Socket, other: Socket): void {
    for (const socket of [one, other]) {
      socket.destroy();
      this.sockets.delete(socket);
    }
  }

  /** Breaks every connection. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
