/** Why a rule could not look. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** The content is right, and the build failed all the same: nobody may take what was not looked at for right. */
export class BuildFailed extends CannotRun {
  constructor() {
    super('the site could not be built. npm run build says why.');
  }
}
