import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { siteSchema } from '../../src/catalog/schema.ts';
import { directives } from '../../src/site/policy.ts';
import { SITE } from '../catalog/trees.ts';

const site = (more = '') => siteSchema.parse(parse(SITE + more));

/** Directive → its sources. */
function policyOf(more = ''): Map<string, string[]> {
  return new Map(
    directives(site(more)).map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );
}

test('a site without a service of its own names no host at all', () => {
  for (const [name, sources] of policyOf()) {
    for (const source of sources) expect(source, name).toMatch(/^('none'|'self'|data:)$/);
  }
});

test('nothing is allowed that is not named', () => {
  expect(policyOf().get('default-src')).toEqual(["'none'"]);
  expect(policyOf().get('base-uri')).toEqual(["'none'"]);
  expect(policyOf().get('object-src')).toEqual(["'none'"]);
});

test('pages may ask the service and the status page, and send forms to the service, by origin and not beyond', () => {
  const policy = policyOf('serviceUrl: https://intake.example.org/v1/\nstatusUrl: https://status.example.org/now?x=1\n');
  expect(policy.get('connect-src')).toEqual(["'self'", 'https://intake.example.org', 'https://status.example.org']);
  expect(policy.get('form-action')).toEqual(["'self'", 'https://intake.example.org']);
  const others = [...policy].filter(([name]) => !/^(connect-src|form-action)$/.test(name));
  expect(others.flatMap(([, sources]) => sources).filter((source) => source.includes('example.org'))).toEqual([]);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc', "https://a.example; script-src *"])('a service at %j is refused before a policy is made of it', (url) => {
  const made = () => directives(site(`serviceUrl: ${JSON.stringify(url)}\n`)).join('; ');
  expect(made).toThrow();
});
