/** Words that do harm on a status page. Findings are warnings: a person decides. */

export interface WordingFinding {
  readonly kind: 'jargon' | 'blame' | 'promise' | 'tone';
  readonly word: string;
  readonly remedy: string;
}

const RULES: readonly { readonly kind: WordingFinding['kind']; readonly pattern: RegExp; readonly remedy: string }[] = [
  { kind: 'jargon', pattern: /\b(5\d\d|4\d\d) errors?\b|\bHTTP \d{3}\b/i, remedy: 'Say what people see: “Pages do not load”.' },
  {
    kind: 'jargon',
    pattern: /\b(API|CDN|DNS|TLS|SQL|database|DB|cluster|node|pod|kubernetes|k8s|latency|throughput|timeouts?|rollback|roll(ed)? back|hotfix|failover|replica(tion)?|cache|queue|upstream|downstream|backend|frontend|deploy(ed|ment)?|regression|root cause|p9[59]|mitigat\w+)\b/i,
    remedy: 'Say what it means for people: “slow”, “does not work”, “fixed”.',
  },
  { kind: 'blame', pattern: /\b(AWS|Azure|Google Cloud|Cloudflare|Stripe|SendGrid|Twilio)\b/i, remedy: 'Say “a provider that we use”. It is our service that does not work.' },
  { kind: 'blame', pattern: /\b(human error|operator error|by mistake of|fault of|an? (engineer|employee|developer|intern)|users? (did|should have|failed)|your fault|blame)\b/i, remedy: 'Name what failed, not who.' },
  { kind: 'promise', pattern: /\b(soon|shortly|as soon as possible|asap|any minute|momentarily|in no time)\b/i, remedy: 'Give a time: “The next update comes by 3 PM ET”.' },
  { kind: 'promise', pattern: /\b(never (happen )?again|guarantee[ds]?|we promise|will be (fixed|resolved|back)|permanently (fixed|solved))\b/i, remedy: 'Say what you know now. Promise only the next update.' },
  { kind: 'tone', pattern: /\b(only|just) (a )?(few|small|minor)\b|\b(simply|obviously|unfortunately|inconvenience this may)\b|!/i, remedy: 'Leave it out. For those it hits, it is not small.' },
];

/** Every rule that a text breaks, once each, in the order of the rules. */
export function wordingFindings(text: string): WordingFinding[] {
  return RULES.flatMap(({ kind, pattern, remedy }) => {
    const word = pattern.exec(text)?.[0];
    return word === undefined ? [] : [{ kind, word, remedy }];
  });
}
