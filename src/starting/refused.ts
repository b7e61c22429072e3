/** An answer that does not do, in a sentence that says what would. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
