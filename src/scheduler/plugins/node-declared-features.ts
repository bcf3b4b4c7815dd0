/** NodeDeclaredFeatures: a Pod goes only where the kubelet says that it can do what the Pod needs (plugins/nodedeclaredfeatures). */
import { featuresForScheduling } from "../../api/node-features.ts";
import { refusal } from "./basic-plugins.ts";
import type { Plugin } from "./framework.ts";

export const nodeDeclaredFeatures: Plugin<readonly string[]> = {
  name: "NodeDeclaredFeatures",
  preFilter(pod) {
    const asked = featuresForScheduling(pod.spec);
    return asked.length === 0 ? { skip: true } : { state: asked };
  },
  filter(asked, _, { node }) {
    const declared = node.status?.declaredFeatures ?? [];
    if (asked.every((feature) => declared.includes(feature))) return undefined;
    return refusal("node(s) didn't match Pod's required features");
  },
};
