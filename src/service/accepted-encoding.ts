/** Which compressed form a client takes. */

export type Encoding = 'br' | 'gzip' | 'identity';

/** Browsers send a handful of different headers; anybody else's are not kept beyond this. */
const REMEMBERED = 200;

const known = new Map<string | undefined, Encoding>();

/** The smallest form that an `Accept-Encoding` header allows. A form with `q=0` is refused by name. */
export function acceptedEncoding(header: string | undefined): Encoding {
  const before = known.get(header);
  if (before !== undefined) return before;
  const encoding = chosen(header ?? '');
  if (known.size < REMEMBERED) known.set(header, encoding);
  return encoding;
}

function chosen(header: string): Encoding {
  const weights = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
      const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)];
    }),
  );
  const takes = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}
