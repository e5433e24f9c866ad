import { describe, expect, test } from 'vitest'
import { commandOf, shortcuts } from '../../../src/page/shell/keys.ts'

const press = (keys: string) => {
  const parts = keys.split('+')
  const has = (name: string) => parts.includes(name)
  return { key: parts.at(-1)!, ctrlKey: has('Ctrl'), metaKey: has('Meta'), altKey: has('Alt'), shiftKey: has('Shift') }
}

describe('keys', () => {
  test.each([
    ['Shift+?', 'help'],
    ['o', 'open'],
    ['s', 'swap'],
    ['e', 'export'],
    ['u', 'undo'],
    ['Shift+U', 'redo'],
    ['Escape', 'cancel'],
    ['Ctrl+z', 'undo'],
    ['Meta+z', 'undo'],
    ['Ctrl+Shift+Z', 'redo'],
    ['Meta+Shift+Z', 'redo'],
    ['Ctrl+y', 'redo'],
  ])('%s is %s', (keys, command) => expect(commandOf(press(keys), null)).toBe(command))

  test.each([
    'Ctrl+o',
    'Ctrl+s',
    'Alt+e',
    'Meta+s',
    'Ctrl+Alt+z',
    'Ctrl+Meta+z',
    'Meta+y',
    'Enter',
    'x',
    'constructor',
  ])('%s is the browser’s own, or nobody’s', (keys) => expect(commandOf(press(keys), null)).toBeNull())

  test('whoever types keeps the letters; in text its undo too', () => {
    for (const key of ['Shift+?', 'o', 's', 'e', 'u']) {
      expect(commandOf(press(key), 'text')).toBeNull()
      expect(commandOf(press(key), 'choice')).toBeNull()
    }
    expect(commandOf(press('Ctrl+z'), 'text')).toBeNull()
    expect(commandOf(press('Ctrl+z'), 'choice')).toBe('undo')
    expect(commandOf(press('Escape'), 'text')).toBe('cancel')
  })

  test('the help lists every key, once', () => {
    const listed = shortcuts.flatMap(({ keys }) => keys)
    expect(new Set(listed).size).toBe(listed.length)
    expect(listed).toEqual(
      expect.arrayContaining(['?', 'O', 'S', 'E', 'U', 'Shift+U', 'Ctrl+Z', 'Ctrl+Shift+Z', 'Esc']),
    )
  })
})
