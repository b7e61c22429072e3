/** Long enough for the store, known to everybody. */
export const SECRET = 'a secret for tests that is long enough';
