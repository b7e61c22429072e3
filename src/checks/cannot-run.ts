/** Why a rule could not look. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
