/** Headers of every answer, as the flat list that node:http writes fastest. The page's own policy stands in the page. */
export const SECURITY_HEADERS: readonly string[] = [
  'x-content-type-options',
  'nosniff',
  // With `no-referrer`, browsers send `Origin: null` with forms, and the origin check would refuse readers.
  'referrer-policy',
  'strict-origin',
  // Not possible in a page's own policy.
  'content-security-policy',
  "frame-ancestors 'none'",
  'cross-origin-opener-policy',
  'same-origin',
  'permissions-policy',
  'camera=(), geolocation=(), microphone=(), browsing-topics=()',
  'strict-transport-security',
  'max-age=31536000',
];
