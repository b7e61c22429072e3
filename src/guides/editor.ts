/**
 * Files for VS Code. YAML files get completion and squiggles from the schemas by the YAML extension; the fields at
 * the top of articles and incidents by Astro's, whose list a task makes when the folder is opened. Snippets write
 * components, and a second task underlines what the check finds.
 */
import { ARTICLE_COMPONENTS, type ComponentDefinition } from '../catalog/components.ts';
import { ARTICLE_KINDS } from '../catalog/schema.ts';
import { TEMPLATES } from '../authoring/templates.ts';
import { FRONTMATTER_INDEX } from './frontmatter-list.ts';
import { EDITOR_SCHEMAS, type EditorSchema } from './json-schemas.ts';
import { choicesOf } from './fields.ts';

export function editorFiles(): Map<string, string> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return new Map([
    ['.vscode/settings.json', json(settings())],
    ['.vscode/extensions.json', json({ recommendations: ['redhat.vscode-yaml', 'unifiedjs.vscode-mdx', 'astro-build.astro-vscode'] })],
    ['.vscode/bedside.code-snippets', json(snippets())],
    ['.vscode/tasks.json', json(tasks())],
    [FRONTMATTER_INDEX, json(Object.fromEntries(EDITOR_SCHEMAS.filter((one) => !isYaml(one)).map((one) => [one.name, inContent(one)])))],
  ]);
}

function settings(): unknown {
  const schemas = EDITOR_SCHEMAS.filter(isYaml).map((one) => [`./schemas/${one.name}.schema.json`, inContent(one)]);
  return {
    'yaml.schemas': Object.fromEntries(schemas),
    'yaml.schemaStore.enable': false,
    'astro.content-intellisense': true,
    '[yaml]': { 'editor.insertSpaces': true, 'editor.tabSize': 2 },
    '[mdx]': { 'editor.wordWrap': 'on', 'editor.quickSuggestions': { other: true, strings: true } },
    'files.eol': '\n',
    'files.encoding': 'utf8',
  };
}

function isYaml({ files }: EditorSchema): boolean {
  return files.every((file) => file.endsWith('.yaml'));
}

function inContent({ files }: EditorSchema): string[] {
  return files.map((file) => `content/${file}`);
}

function snippets(): unknown {
  const article = ARTICLE_KINDS.map((kind) => {
    const fields = ['---', 'id: ${1:abcd1234}', `kind: ${kind}`, 'title: ${2:What the reader would type}', 'summary: ${3:One sentence that answers.}', 'lastUpdated: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE', 'draft: true', '---', ''];
    const body = TEMPLATES[kind].trimEnd().replaceAll('$', '\\$').split('\n');
    return [`New article: ${kind}`, { scope: 'mdx,markdown', prefix: `article-${kind}`, body: [...fields, ...body], description: `A whole article of the kind ${kind}. npm run new also makes its id.` }];
  });
  const components = Object.entries(ARTICLE_COMPONENTS as Record<string, ComponentDefinition>).map(([name, definition]) => [`<${name}>`, { scope: 'mdx,markdown', prefix: [`<${name}`, name.toLowerCase()], body: component(name, definition), description: definition.purpose }]);
  return Object.fromEntries([...article, ...components]);
}

function component(name: string, { props, content }: ComponentDefinition): string[] {
  const attributes = Object.entries(props.shape).filter(([, schema]) => !schema.safeParse(undefined).success || choicesOf(schema).length > 0);
  const written = attributes.map(([key, schema], index) => {
    const choices = choicesOf(schema);
    return ` ${key}="\${${index + 1}${choices.length > 0 ? `|${choices.join(',')}|` : `:${key}`}}"`;
  });
  const open = `<${name}${written.join('')}`;
  if (content === 'empty') return [`${open} />`];
  return content === 'text' ? [`${open}>$0</${name}>`] : [`${open}>`, '', '$0', '', `</${name}>`];
}

function tasks(): unknown {
  return {
    version: '2.0.0',
    tasks: [
      {
        label: 'Complete the fields of articles',
        type: 'shell',
        command: 'node scripts/editor.ts --watch',
        runOptions: { runOn: 'folderOpen' },
        isBackground: true,
        presentation: { reveal: 'never' },
        problemMatcher: [],
      },
      {
        label: 'Check the content',
        type: 'shell',
        command: 'npm run --silent check -- --rule article/ --rule picture/ --rule text/ --rule freshness/ --rule address/',
        group: { kind: 'test', isDefault: true },
        presentation: { reveal: 'silent', clear: true },
        problemMatcher: {
          owner: 'bedside',
          fileLocation: ['relative', '${workspaceFolder}'],
          pattern: [
            { regexp: '^(\\S.*?):(\\d+)(?::(\\d+))? {2}(error|warning) {2}(\\S+)$', file: 1, line: 2, column: 3, severity: 4, code: 5 },
            { regexp: '^ {2}(.+)$', message: 1 },
          ],
        },
      },
    ],
  };
}
