/** How a status feels, whatever kind it is of: the colour of its dot. */
export type Tone = "good" | "busy" | "bad" | "idle";

export interface StatusView {
  /** As kubectl words it; not translated. */
  readonly text: string;
  readonly tone: Tone;
}
