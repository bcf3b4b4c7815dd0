/** A binary heap that knows where its members are, so that they can leave from the middle. */

export class PriorityHeap<T extends object> {
  readonly #before: (a: T, b: T) => boolean;
  readonly #items: T[] = [];
  readonly #places = new Map<T, number>();

  /** `before` is a strict order of the members, and stays the same while they are in. */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  /** All, in no particular order; as they were when asked. */
  members(): readonly T[] {
    return [...this.#items];
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    if (this.#places.has(item)) return;
    this.#put(this.#items.length, item);
    this.#up(this.#items.length - 1);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** Does nothing when it is not in. */
  remove(item: T): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#put(place, last);
    this.#down(place);
    this.#up(place);
  }

  #put(place: number, item: T): void {
    this.#items[place] = item;
    this.#places.set(item, place);
  }

  #up(from: number): void {
    let place = from;
    const item = this.#at(place);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#at(above);
      if (!this.#before(item, other)) break;
      this.#put(place, other);
      place = above;
    }
    this.#put(place, item);
  }

  #down(from: number): void {
    let place = from;
    const item = this.#at(place);
    for (;;) {
      const left = 2 * place + 1;
      if (left >= this.#items.length) break;
      const right = left + 1;
      const below =
        right < this.#items.length && this.#before(this.#at(right), this.#at(left)) ? right : left;
      const other = this.#at(below);
      if (!this.#before(other, item)) break;
      this.#put(place, other);
      place = below;
    }
    this.#put(place, item);
  }

  #at(place: number): T {
    const item = this.#items[place];
    if (item === undefined) throw new Error(`no member at ${place} of ${this.#items.length}`);
    return item;
  }
}
