import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Layout is Prettier's; types and globals are TypeScript's. What is left here are mistakes that neither of them finds. */
export default ts.config(
  { ignores: ['dist/', 'public/', 'node_modules/', '.cache/'] },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node, __VERSION__: 'readonly' } },
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      // Written and read cells may hold control characters.
      'no-control-regex': 'off',
      // `== null` asks for both null and undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'prefer-const': 'error',
      'object-shorthand': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Runes are reassigned where no linter sees it.
      'prefer-const': 'off',
      'svelte/prefer-const': [
        'error',
        { destructuring: 'all', excludedRunes: ['$props', '$derived', '$state', '$bindable'] },
      ],
    },
  },
  // What people start on a terminal speaks to it.
  { files: ['src/build/**', 'test/**'], rules: { 'no-console': 'off' } },
  // Expected numbers stand as the program that made them prints them.
  { files: ['test/**'], rules: { 'no-loss-of-precision': 'off' } },
)
