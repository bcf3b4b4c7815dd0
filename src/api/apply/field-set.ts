/**
 * Sets of field paths in the very form in which managedFields hold them (FieldsV1): a tree of path elements (`f:name`,
 * `k:{"name":"a"}`, `v:"x"`, `i:0`), in which an empty node, or one with ".", is a member. Follows
 * structured-merge-diff, fieldpath. Sets are immutable; operations share what they keep.
 */
import { inElementOrder } from "./element-order.ts";

export interface FieldSet {
  readonly [element: string]: FieldSet;
}

/** As a whole set: nothing. As a node below an element: a member without children. */
export const emptySet: FieldSet = Object.freeze({});
const self = ".";

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

function child(node: FieldSet, element: string): FieldSet | undefined {
  return Object.hasOwn(node, element) ? node[element] : undefined;
}

function isMember(node: FieldSet): boolean {
  return isEmptySet(node) || Object.hasOwn(node, self);
}

/** A node from its parts, or undefined when it says nothing. Elements are sorted: same set, same JSON. */
function nodeOf(
  member: boolean,
  children: readonly (readonly [string, FieldSet])[],
): FieldSet | undefined {
  if (children.length === 0) return member ? emptySet : undefined;
  const sorted = inElementOrder(children, ([element]) => element);
  return Object.fromEntries(member ? [[self, emptySet] as const, ...sorted] : sorted);
}

function childrenOf(node: FieldSet): readonly (readonly [string, FieldSet])[] {
  return Object.entries(node).filter(([element]) => element !== self);
}

/** `a` itself where `b` adds nothing: most writes change what their writer owns already. */
function uniteNodes(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a;
  let children: Map<string, FieldSet> | undefined;
  for (const [element, node] of childrenOf(b)) {
    const other = child(a, element);
    const both = other === undefined ? node : uniteNodes(other, node);
    if (both === other) continue;
    children ??= new Map(childrenOf(a));
    children.set(element, both);
  }
  const member = isMember(a) || isMember(b);
  if (children === undefined && member === isMember(a)) return a;
  return nodeOf(member, children === undefined ? childrenOf(a) : [...children]) ?? emptySet;
}

export function unite(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  if (isEmptySet(b)) return a;
  return uniteNodes(a, b);
}

function intersectNodes(a: FieldSet, b: FieldSet): FieldSet | undefined {
  const children: [string, FieldSet][] = [];
  for (const [element, node] of childrenOf(a)) {
    const other = child(b, element);
    const both = other === undefined ? undefined : intersectNodes(node, other);
    if (both !== undefined) children.push([element, both]);
  }
  return nodeOf(isMember(a) && isMember(b), children);
}

export function intersect(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return emptySet;
  return intersectNodes(a, b) ?? emptySet;
}

/** `deep` also removes everything below the members of `b`. */
function subtractNodes(a: FieldSet, b: FieldSet, deep: boolean): FieldSet | undefined {
  const gone = isMember(b);
  if (gone && deep) return undefined;
  const children: [string, FieldSet][] = [];
  let changed = gone && isMember(a);
  for (const [element, node] of childrenOf(a)) {
    const other = child(b, element);
    const left = other === undefined ? node : subtractNodes(node, other, deep);
    if (left !== node) changed = true;
    if (left !== undefined) children.push([element, left]);
  }
  return changed ? nodeOf(isMember(a) && !gone, children) : a;
}

function subtractTop(a: FieldSet, b: FieldSet, deep: boolean): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return a;
  return subtractNodes(a, b, deep) ?? emptySet;
}

/** What is in `a` and not in `b`; members below a removed one stay. */
export function subtract(a: FieldSet, b: FieldSet): FieldSet {
  return subtractTop(a, b, false);
}

/** What is in `a` and neither in `b` nor below one of its members. */
export function subtractDeep(a: FieldSet, b: FieldSet): FieldSet {
  return subtractTop(a, b, true);
}

export function setsEqual(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  const elements = Object.keys(a);
  if (elements.length !== Object.keys(b).length) return false;
  return elements.every((element) => {
    const other = child(b, element);
    return other !== undefined && setsEqual(a[element] ?? emptySet, other);
  });
}

/** Every member of a set, as the elements from the root: of each node first the members in it, then what is below. */
export function* membersOf(
  set: FieldSet,
  above: readonly string[] = [],
): Generator<readonly string[]> {
  const children = childrenOf(set);
  for (const [element, node] of children) if (isMember(node)) yield [...above, element];
  for (const [element, node] of children) yield* membersOf(node, [...above, element]);
}

/** The node below an element, for walking a set beside an object. */
export function below(set: FieldSet, element: string): FieldSet | undefined {
  return child(set, element);
}

/** True when the node itself, not only something below it, belongs to the set. */
export function nodeIsMember(node: FieldSet): boolean {
  return isMember(node);
}

/** Collects paths one at a time: much cheaper than unions of single paths. */
export class FieldSetBuilder {
  private readonly root: BuilderNode = { member: false, children: undefined, whole: undefined };
  private any = false;

  /** Adds the path made of the elements; the empty path is never a member. */
  insert(path: readonly string[]): void {
    if (path.length > 0) this.at(path).member = true;
  }

  /** Adds a node that is complete; nothing else is added at or below its path. */
  graft(path: readonly string[], node: FieldSet): void {
    if (path.length > 0) this.at(path).whole = node;
  }

  private at(path: readonly string[]): BuilderNode {
    this.any = true;
    let node = this.root;
    for (const element of path) {
      node.children ??= new Map();
      let next = node.children.get(element);
      if (next === undefined) {
        next = { member: false, children: undefined, whole: undefined };
        node.children.set(element, next);
      }
      node = next;
    }
    return node;
  }

  build(): FieldSet {
    return this.any ? (built(this.root) ?? emptySet) : emptySet;
  }
}

interface BuilderNode {
  member: boolean;
  children: Map<string, BuilderNode> | undefined;
  /** The node itself, where it was made elsewhere. */
  whole: FieldSet | undefined;
}

function built(node: BuilderNode): FieldSet | undefined {
  if (node.whole !== undefined) return node.whole;
  const children: [string, FieldSet][] = [];
  for (const [element, below] of node.children ?? []) {
    const part = built(below);
    if (part !== undefined) children.push([element, part]);
  }
  return nodeOf(node.member, children);
}
