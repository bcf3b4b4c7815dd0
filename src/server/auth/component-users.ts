/**
 * Whom the control plane's own components act as: the names that webhooks, policies and the audit log know them by (kubeadm's, with an
 * account for each controller). They run in this process, so their clients are not authorized: roles that somebody has spoiled do not
 * stop the cluster.
 */
import type { UserInfo } from "../message.ts";
import type { Authorizer, Decision } from "./authorizer.ts";

const components = new WeakSet<UserInfo>();

function component(name: string, ...groups: readonly string[]): UserInfo {
  const user: UserInfo = Object.freeze({ name, groups: [...groups, "system:authenticated"] });
  components.add(user);
  return user;
}

/** The API server itself. */
export const apiServerUser = component("system:apiserver", "system:masters");
export const schedulerUser = component("system:kube-scheduler");
export const controllerManagerUser = component("system:kube-controller-manager");

/** A controller, as its account in kube-system. */
export function controllerUser(serviceAccount: string): UserInfo {
  return component(
    `system:serviceaccount:kube-system:${serviceAccount}`,
    "system:serviceaccounts",
    "system:serviceaccounts:kube-system",
  );
}

/** The kubelet of a node. */
export function nodeUser(nodeName: string): UserInfo {
  return component(`system:node:${nodeName}`, "system:nodes");
}

/** Whether this module has made the user: his name alone says nothing. */
export function isComponent(user: UserInfo): boolean {
  return components.has(user);
}

/** Allows what components do, and asks `others` about everybody else: a user of a component's name that this module has not made included. */
export function withComponents(others: Authorizer): Authorizer {
  const allowed: Decision = { allowed: true, reason: "" };
  return {
    authorize: (user, attributes) =>
      components.has(user) ? allowed : others.authorize(user, attributes),
  };
}
