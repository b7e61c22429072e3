/** What a reader is told after sending: the body of the 201, and what the page of thanks is filled with. */

export interface Receipt {
  /** Short and readable, for example UD-7F3K-9QXM. */
  readonly reference: string;
  readonly promise: {
    /** The instant by which a person answers, milliseconds; missing where nothing surely holds. */
    readonly by?: number | undefined;
    /** The same as a sentence, in the team's time zone: for readers without JavaScript, and when `by` is missing. */
    readonly text: string;
  };
  /** What happens now, in order: the form's own sentences. */
  readonly next: readonly string[];
  /** What may answer it in the meantime, best first, at most three; addresses with base. */
  readonly answers: readonly { readonly title: string; readonly url: string; readonly summary?: string | undefined }[];
}

/** The body of the answer to `POST /intake/tickets/start`. */
export interface Started {
  readonly token: string;
  /** Goes back as `Idempotency-Key`. */
  readonly key: string;
  /** An ALTCHA v2 challenge; missing when the service asks for no proof. */
  readonly challenge?: Challenge | undefined;
  /** Who the signed context names, when one was sent and holds. */
  readonly user?: import('./audience.ts').KnownReader | undefined;
}

export interface Challenge {
  readonly parameters: {
    readonly algorithm: string;
    readonly nonce: string;
    readonly salt: string;
    readonly cost: number;
    readonly keyLength: number;
    readonly keyPrefix: string;
    readonly expiresAt?: number | undefined;
  };
  readonly signature?: string | undefined;
}

/** Goes back as `proof`, JSON in Base64, as altcha-lib's own payload. */
export interface Proof {
  readonly challenge: Challenge;
  readonly solution: { readonly counter: number; readonly derivedKey: string; readonly time?: number | undefined };
}
