import js from '@eslint/js';
import astro from 'eslint-plugin-astro';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist', '.dist-*', 'dist-status', 'var/', '.astro/', 'node_modules/']),
  js.configs.recommended,
  ts.configs.strict,
  astro.configs['flat/recommended'],
  {
    rules: {
      // A `!` stands where a framework's type cannot say what its markup guarantees.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'off',
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Node runs our scripts as they are: no enums.' }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
  { files: ['**/*.d.ts'], rules: { '@typescript-eslint/triple-slash-reference': 'off' } },
);
