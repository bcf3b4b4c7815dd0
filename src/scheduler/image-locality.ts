/** ImageLocality: nodes that already have a Pod's images score higher (plugins/imagelocality). */
import type { Node, Pod } from "../api/generated/types.ts";

const mebibyte = 1024 * 1024;
const sizeMin = 23 * mebibyte;
const sizeMaxPerImage = 1000 * mebibyte;

interface ImageState {
  readonly sizeBytes: number;
  readonly nodes: Set<string>;
}

export class ImageLocality {
  readonly #images = new Map<string, ImageState>();
  readonly #namesByNode = new Map<string, readonly string[]>();
  readonly #sizesByNode = new Map<string, string>();
  /** Changes whenever a score may have changed. */
  version = 0;

  setNode(node: Node): void {
    const name = node.metadata.name ?? "";
    const images = node.status?.images ?? [];
    const names = images.flatMap((image) => image.names ?? []);
    const sizes = images.map(({ names: own, sizeBytes }) => [own, sizeBytes]).join();
    if (this.#sizesByNode.get(name) === sizes) return;
    this.removeNode(name);
    this.#sizesByNode.set(name, sizes);
    this.version += 1;
    this.#namesByNode.set(name, names);
    for (const image of images) {
      for (const imageName of image.names ?? []) {
        const state = this.#images.get(imageName);
        if (state !== undefined) state.nodes.add(name);
        else {
          this.#images.set(imageName, {
            sizeBytes: Number(image.sizeBytes ?? 0),
            nodes: new Set([name]),
          });
        }
      }
    }
  }

  removeNode(name: string): void {
    const names = this.#namesByNode.get(name);
    if (names === undefined) return;
    this.version += 1;
    this.#namesByNode.delete(name);
    this.#sizesByNode.delete(name);
    for (const imageName of names) {
      const state = this.#images.get(imageName);
      state?.nodes.delete(name);
      if (state?.nodes.size === 0) this.#images.delete(imageName);
    }
  }

  /** The Pod's images that some node has; undefined when there are none, so that every score is 0. */
  question(pod: Pod): { readonly key: string; answer(node: Node): number } | undefined {
    const volumes = (pod.spec?.volumes ?? []).flatMap((volume) => volume.image?.reference ?? []);
    const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    const all = [...containers.map((container) => container.image ?? ""), ...volumes];
    const states = all.flatMap((image) => this.#images.get(normalName(image)) ?? []);
    if (states.length === 0) return undefined;
    const nodeCount = this.#namesByNode.size;
    return {
      key: `${this.version} ${JSON.stringify(all)}`,
      answer: (node) => {
        const has = states.filter((state) => state.nodes.has(node.metadata.name ?? ""));
        const sum = has.reduce(
          (total, { sizeBytes, nodes }) => total + Math.trunc(sizeBytes * (nodes.size / nodeCount)),
          0,
        );
        const sizeMax = sizeMaxPerImage * all.length;
        const bounded = Math.min(Math.max(sum, sizeMin), sizeMax);
        return Math.trunc((100 * (bounded - sizeMin)) / (sizeMax - sizeMin));
      },
    };
  }
}

/** An image name with its tag, as nodes report it. */
function normalName(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
