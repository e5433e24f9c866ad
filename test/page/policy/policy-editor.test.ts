import { describe, expect, it } from 'vitest'
import { PolicyEditor } from '../../../src/page/policy/policy-editor.svelte.ts'
import { policyChoices } from '../../../src/policy/task-metrics.ts'
import { editPolicy } from '../../../src/policy/file/edit.ts'
import { parsePolicy, readPolicy } from '../../../src/policy/file/parse.ts'
import type { EngineClient } from '../../../src/worker/protocol.ts'

const text = `version: 1
confidence: 0.9   # agreed
requirements:
  - {metric: f1, at_least: 0.5}
  - {metric: recall, at_least: 0.6}
`

/** The engine on this thread; each answer takes a turn. */
const client = {
  readPolicy: async (name, policy) => readPolicy(name, policy),
  editPolicy: async (name, policy, change) => editPolicy(name, policy, change),
  parsePolicy: async (name, policy) => parsePolicy(name, policy),
  policyChoices: async (task) => policyChoices(task),
} as Partial<EngineClient> as EngineClient

async function opened(loaded = text, isMade = false) {
  const editor = new PolicyEditor(client, { fileName: 'p.yaml', text: loaded }, isMade, async () => null)
  await editor.settled()
  return editor
}

const confidence = (value: number) => ({ kind: 'set' as const, path: ['confidence'], value })

describe('an editor of a policy', () => {
  it('says the same in the form and in the text, whichever is changed', async () => {
    const editor = await opened()
    await editor.change(confidence(0.95))
    expect(editor.text).toBe(text.replace('0.9 ', '0.95 '))
    expect(editor.read!.form.confidence).toBe(0.95)
    editor.type(editor.text.replace('0.95 ', '0.8 '))
    await editor.settled()
    expect(editor.read!.policy.confidence).toBe(0.8)
  })

  it('takes a change of the form after what was typed, however fast', async () => {
    const editor = await opened()
    editor.type(text.replace('0.6', '0.7'))
    const change = editor.change(confidence(0.99))
    await change
    expect(editor.text).toBe(text.replace('0.6', '0.7').replace('0.9 ', '0.99 '))
    const other = editor.change(confidence(0.8))
    await Promise.resolve()
    editor.type(editor.text.replace('0.7', '0.75'))
    await other
    expect(editor.text).toBe(text.replace('0.6', '0.75').replace('0.9 ', '0.8 '))
  })

  it('keeps the form as it last was while the text is no policy, and says what is wrong and where', async () => {
    const editor = await opened()
    editor.type(text.replace('recall', 'recal'))
    await editor.settled()
    expect(editor.fault).toMatchObject({ line: 5, column: 14, error: { now: 'Did you mean "recall"?' } })
    expect(editor.read!.form.requirements[1].metric).toBe('recall')
    await editor.undo()
    expect([editor.fault, editor.text]).toEqual([null, text])
  })

  it('refuses a change that would be no policy, and says so without a line, as nobody sees that text', async () => {
    const editor = await opened()
    await editor.change(confidence(2))
    expect([editor.text, editor.fault]).toEqual([text, null])
    expect(editor.refusal).toMatchObject({ path: ['confidence'], error: { where: 'confidence' } })
    await editor.change(confidence(0.8))
    expect(editor.refusal).toBeNull()
  })

  it('goes back and forward, and to the text that was loaded; each is a step', async () => {
    const editor = await opened()
    await editor.change(confidence(0.95))
    await editor.change(confidence(0.99))
    await editor.undo()
    expect(editor.text).toContain('0.95')
    await editor.redo()
    expect(editor.text).toContain('0.99')
    await editor.restore()
    expect([editor.text, editor.file.text]).toEqual([text, text])
    await editor.undo()
    expect(editor.text).toContain('0.99')
  })

  it('keeps line breaks of two characters, which a text area does not have', async () => {
    const loaded = text.replaceAll('\n', '\r\n')
    const editor = await opened(loaded)
    expect([editor.text, editor.file.text]).toEqual([text, loaded])
    await editor.change(confidence(0.8))
    expect(editor.file.text).toBe(loaded.replace('0.9 ', '0.8 '))
  })

  it('is about every text that it has been through, and of one made here about none yet, too', async () => {
    const [loaded, made] = [await opened(), await opened(text, true)]
    await loaded.change(confidence(0.8))
    expect(
      [
        { fileName: 'p.yaml', text },
        { fileName: 'p.yaml', text: loaded.text },
        { fileName: 'q.yaml', text: 'other' },
        null,
      ].map((file) => loaded.isAbout(file)),
    ).toEqual([true, true, false, false])
    expect(made.isAbout(null)).toBe(true)
  })
})
