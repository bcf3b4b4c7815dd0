/** Values that are printed already, for field errors. */
/** A value that is printed already: field errors take it as it is. */
export class GoText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
