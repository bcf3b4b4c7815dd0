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
    const lacking = asked.filter((feature) => !declared.includes(feature));
    if (lacking.length === 0) return undefined;
    const requirements = lacking.join(", ");
    return refusal(
      `node declared features check failed - unsatisfied requirements: ${requirements}`,
    );
  },
};
