/** ImageLocality: nodes that have a Pod's images score higher, the more so the more nodes have them (plugins/imagelocality). */
import type { Node, Pod } from "../../api/generated/types.ts";
import { nodeScoreMax } from "./framework.ts";
import type { Plugin } from "./framework.ts";

const mebibyte = 1024 * 1024;
/** Below this a pull is as good as free. */
const sizeMin = 23 * mebibyte;
/** Above this, for each image, more does not count. */
const sizeMaxPerImage = 1000 * mebibyte;

export const imageLocality: Plugin = {
  name: "ImageLocality",
  score(_, pod, { node }, snapshot) {
    const images = imagesOf(pod);
    const present = namesOn(node);
    let sum = 0;
    for (const image of images) {
      if (!present.has(image)) continue;
      const state = snapshot.image(image);
      if (state === undefined) continue;
      sum += Math.trunc(state.sizeBytes * (state.nodeCount / snapshot.nodes.length));
    }
    const sizeMax = sizeMaxPerImage * images.length;
    const bounded = Math.min(Math.max(sum, sizeMin), sizeMax);
    return Math.trunc((nodeScoreMax * (bounded - sizeMin)) / (sizeMax - sizeMin));
  },
};

function imagesOf(pod: Pod): readonly string[] {
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const volumes = (pod.spec?.volumes ?? []).filter(({ image }) => image !== undefined);
  return [
    ...containers.map(({ image = "" }) => image),
    ...volumes.map(({ image }) => image?.reference ?? ""),
  ].map(withTag);
}

const names = new WeakMap<Node, ReadonlySet<string>>();

function namesOn(node: Node): ReadonlySet<string> {
  let present = names.get(node);
  if (present === undefined) {
    present = new Set((node.status?.images ?? []).flatMap((image) => image.names ?? []));
    names.set(node, present);
  }
  return present;
}

/** The name as nodes report it. A colon before the last slash belongs to a registry's port. */
function withTag(image: string): string {
  return image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;
}
