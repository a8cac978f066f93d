/**
 * One block's output on its way out: joins bursts of text, and cuts what is too large for a page while keeping the whole in a file.
 * @module
 */
import { CUT_MIME, type CutData, type OutputMessage } from "../../compiler/contract/outputs.ts";

/** Text of one block that is sent, in UTF-8 bytes. */
export const STREAM_LIMIT: number = 1024 * 1024;
/** One output other than text, in characters of its JSON. */
export const BUNDLE_LIMIT: number = 8 * 1024 * 1024;
/** Text of one block that is kept in its file, in bytes; what comes after is counted only. */
export const KEPT_LIMIT: number = 64 * 1024 * 1024;
/** This many texts are sent at once; later ones within the window (ms) are joined. */
const BURST = 20;
const WINDOW = 50;

/** Where whole outputs are kept. */
export interface OutputFiles {
  write(path: string, content: string | Uint8Array): void;
  append(path: string, content: string): void;
}

/** What a capture needs. */
export interface CaptureOptions {
  /** Folder of this block's kept outputs. */
  readonly folder: string;
  readonly files: OutputFiles;
  /** Milliseconds of any clock. */
  readonly now: () => number;
  readonly send: (output: OutputMessage) => void;
}

/** Takes the messages of one block in order; {@link BlockCapture.end} sends what is held. */
export class BlockCapture {
  readonly #options: CaptureOptions;
  #held: { name: "stdout" | "stderr"; text: string } | null = null;
  #windowStart = 0;
  #inWindow = 0;
  #sent: string[] = [];
  #shown = 0;
  #total = 0;
  #cut = false;
  #large = 0;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** Takes one message as the JSON text that Python sent. */
  take(json: string): void {
    const message: OutputMessage = JSON.parse(json);
    if (message.output_type === "stream") {
      this.#text(message.name, message.text);
      return;
    }
    this.#flush();
    const cuttable = message.output_type === "display_data" || message.output_type === "execute_result";
    this.#options.send(cuttable && json.length > BUNDLE_LIMIT ? this.#cutBundle(message.data, json.length) : message);
  }

  /** Sends what is held, and says what was cut. */
  end(): void {
    this.#flush();
    if (this.#cut) this.#options.send(cutOutput({ total: this.#total, shown: this.#shown, path: this.#textPath }));
  }

  get #textPath(): string {
    return `${this.#options.folder}/output.txt`;
  }

  #text(name: "stdout" | "stderr", text: string): void {
    if (this.#held && this.#held.name !== name) this.#flush();
    this.#held = { name, text: (this.#held?.text ?? "") + text };
    const now = this.#options.now();
    if (now - this.#windowStart > WINDOW) {
      this.#windowStart = now;
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
    if (this.#inWindow <= BURST || this.#held.text.length > 64 * 1024) this.#flush();
  }

  #flush(): void {
    if (!this.#held) return;
    const { name, text } = this.#held;
    this.#held = null;
    const bytes = new TextEncoder().encode(text);
    const room = STREAM_LIMIT - this.#shown;
    this.#keep(text, bytes.length, room);
    if (room <= 0) return;
    // A cut inside a character leaves U+FFFD, which is dropped.
    const shown =
      bytes.length <= room ? text : new TextDecoder().decode(bytes.subarray(0, room)).replace(/\uFFFD+$/, "");
    this.#shown += Math.min(bytes.length, room);
    this.#options.send({ output_type: "stream", name, text: shown });
  }

  /** Until the limit the text is remembered; from there on it goes to the file. */
  #keep(text: string, size: number, room: number): void {
    const before = this.#total;
    this.#total += size;
    if (!this.#cut && size <= room) {
      this.#sent.push(text);
      return;
    }
    if (!this.#cut) {
      this.#cut = true;
      this.#options.files.write(this.#textPath, this.#sent.join(""));
      this.#sent = [];
    }
    if (before < KEPT_LIMIT) this.#options.files.append(this.#textPath, text);
  }

  #cutBundle(data: Readonly<Record<string, unknown>>, size: number): OutputMessage {
    const sizes = Object.entries(data).map(([mime, value]) => ({ mime, text: contentText(value) }));
    const largest = sizes.reduce((best, one) => (one.text.length > best.text.length ? one : best));
    this.#large += 1;
    const path = `${this.#options.folder}/output-${this.#large}.${extension(largest.mime)}`;
    this.#options.files.write(path, isBase64(largest.mime) ? decodeBase64(largest.text) : largest.text);
    return cutOutput({ total: size, shown: 0, path });
  }
}

function cutOutput(data: CutData): OutputMessage {
  const text = `Output cut: ${data.shown} of ${data.total} bytes shown; the whole is in ${data.path}.`;
  return { output_type: "display_data", data: { [CUT_MIME]: data, "text/plain": text }, metadata: {} };
}

function contentText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isBase64(mime: string): boolean {
  return (/^(image|audio|video)\//.test(mime) && !mime.endsWith("+xml")) || mime === "application/pdf";
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function extension(mime: string): string {
  const known: Record<string, string> = { "text/html": "html", "text/plain": "txt", "image/svg+xml": "svg" };
  return known[mime] ?? (mime.endsWith("json") ? "json" : (mime.split("/")[1]?.replace(/\W.*$/, "") ?? "bin"));
}
