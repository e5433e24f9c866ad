import { expect, test } from 'vitest'
import { engineAsked } from '../../../src/page/shell/browser.ts'

test('the address asks for an engine by its name, and only by that', () => {
  expect(['?engine=cpu', '?engine=webgpu', '?engine=tpu', ''].map(engineAsked)).toEqual([
    'cpu',
    'webgpu',
    'auto',
    'auto',
  ])
})
