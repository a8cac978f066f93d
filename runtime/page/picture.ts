/**
 * Figures that have come as pixels. A canvas shows them at once; whoever asks gets a PNG, and once nobody waits for the next one the canvas
 * gives its place to an image of that PNG, which a viewer saves, copies and prints like any other.
 * @module
 */
import { type MimeBundle, type OutputMessage, type Pixels, pixelsOf } from "../../compiler/contract/outputs.ts";
import { encodePng } from "./png.ts";

/** Milliseconds after which a picture that still stands is likely to stay. */
const REST = 500;

/** How an image stands in a page; CSS pixels. */
export interface ImageLook {
  readonly alt: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

const pictures = new WeakMap<MimeBundle, Picture>();

/** A kernel's message as outputs are elsewhere, too: a figure is a PNG, though it is only made when somebody looks at it. */
export function receive(message: OutputMessage): OutputMessage {
  const pixels = pixelsOf(message);
  if (pixels === null || !("data" in message)) return message;
  const picture = new Picture(pixels);
  const data = Object.defineProperty({ ...message.data }, "image/png", { get: () => picture.png });
  pictures.set(data, picture);
  return { ...message, data };
}

/** The figure of a bundle, as long as it is quicker shown than its PNG. */
export function pictureOf(data: MimeBundle): Picture | null {
  const picture = pictures.get(data);
  return picture?.isFresh ? picture : null;
}

export class Picture {
  /** Until the PNG takes their place. */
  #pixels: Pixels | null;
  #png: string | null = null;
  #shown: { readonly canvas: HTMLCanvasElement; readonly look: ImageLook }[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(pixels: Pixels) {
    this.#pixels = pixels;
    this.#settleSoon();
  }

  get isFresh(): boolean {
    return this.#pixels !== null;
  }

  /** The PNG in base64. */
  get png(): string {
    if (this.#png === null && this.#pixels !== null) this.#png = base64(encodePng(this.#pixels));
    return this.#png ?? "";
  }

  /** A canvas that shows it, and later puts an image into its own place. */
  draw(look: ImageLook): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    canvas.className = "nb-image";
    canvas.role = "img";
    canvas.ariaLabel = look.alt;
    if (look.width !== undefined) canvas.style.width = `${look.width}px`;
    if (this.#pixels === null) return canvas;
    const { width, height, rgba } = this.#pixels;
    Object.assign(canvas, { width, height });
    canvas.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
    this.#shown.push({ canvas, look });
    this.#settleSoon();
    return canvas;
  }

  #settleSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      whenIdle(() => void this.#settle());
    }, REST);
  }

  async #settle(): Promise<void> {
    // What is no longer shown has been replaced by another.
    if (this.#shown.length > 0 && !this.#shown.some(({ canvas }) => canvas.isConnected)) return;
    const images = this.#shown.splice(0).map(({ canvas, look }) => ({ canvas, image: makeImage(this.png, look) }));
    // An image that is not decoded yet would leave its place empty for a moment.
    await Promise.allSettled(images.map(({ image }) => image.decode()));
    for (const { canvas, image } of images) canvas.replaceWith(image);
    if (this.#shown.length === 0) [this.#png, this.#pixels] = [this.png, null];
  }
}

function makeImage(png: string, { alt, width, height }: ImageLook): HTMLImageElement {
  const image = new Image(width, height);
  image.className = "nb-image";
  image.alt = alt;
  image.src = `data:image/png;base64,${png}`;
  return image;
}

/** Safari does not tell when it is idle. */
function whenIdle(task: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(task);
  else task();
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
