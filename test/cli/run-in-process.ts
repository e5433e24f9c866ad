import { vi } from 'vitest'
import { command } from '../../src/cli/command.ts'
import type { CommandRun } from './run-command.ts'

/**
 * Runs the command from its sources in this process: far cheaper than starting the built one, for tests of what it says of many
 * files. Paths have to be absolute.
 */
export async function runInProcess(...args: string[]): Promise<CommandRun> {
  const said = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text)
      return true
    }),
  )
  try {
    return { status: await command(args), ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
