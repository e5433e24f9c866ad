import { svelte } from '@sveltejs/vite-plugin-svelte'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// This file measures times that a test beside it would blur, so it runs alone, after all others.
const timedInBrowser = ['test/browser/loading.test.ts']

const inBrowser = {
  globalSetup: ['test/browser/build.ts'],
  // Files share a process, and the browser in it.
  isolate: false,
  // Against hanging only, as for unit tests.
  testTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
  hookTimeout: 120_000,
}

/** Tests and svelte-check only; the builds of the page and of the command are laid down in src/build. */
export default defineConfig({
  plugins: [svelte({ configFile: false })],
  test: {
    // Tests wait now and then, for a process or a page: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/browser/**', 'test/bench/**'],
          // Files share a process, in which each module is loaded once.
          isolate: false,
          setupFiles: ['test/property-runs.ts'],
          // Against hanging only: a busy machine fails no test.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { ...inBrowser, name: 'browser', include: ['test/browser/**/*.test.ts'], exclude: timedInBrowser },
      },
      {
        extends: true,
        test: {
          ...inBrowser,
          name: 'browser-timed',
          include: timedInBrowser,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
