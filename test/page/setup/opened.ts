import { answersOf, nothingSaid, type Said } from '../../../src/page/setup/said.ts'
import { draftOf, type RolesDraft } from '../../../src/page/setup/roles-draft.ts'
import type { LoadedPolicy } from '../../../src/page/setup/setup-link.ts'
import type { Choices, OpenFiles, SetupParts } from '../../../src/page/setup/setup-parts.ts'
import { Setup } from '../../../src/page/setup/setup.svelte.ts'
import { readPolicy } from '../../../src/policy/file/parse.ts'
import { FileInspector } from '../../../src/worker/inspecting.ts'
import type { Inspection } from '../../../src/worker/protocol.ts'

/** An inspection that found nothing. */
export const emptyInspection: Inspection = {
  files: [],
  task: null,
  roles: {},
  slices: [],
  offers: {},
  questions: [],
  notes: [],
  columns: [],
  patterns: [],
  values: new Map(),
}

/** Roles as they are drafted where nothing was found but what is named. */
export function drafted(named: Partial<RolesDraft>): RolesDraft {
  const { task = '', ...roles } = named
  const said: Said = { ...nothingSaid, roles: roles as Said['roles'], task: task === '' ? null : task }
  return draftOf(emptyInspection, answersOf(said, { hasThreshold: false, hasSplitRule: false }))
}

/** Files as the worker of the page opens them. */
export async function openedFiles(texts: Record<string, string>): Promise<OpenFiles> {
  const inspector = new FileInspector(
    (file) => ({ name: file.name, byteLength: file.size, open: () => file.stream() }),
    async () => (await import('../../../src/containers/readers.ts')).tableReaders,
  )
  const files = Object.entries(texts).map(([name, text]) => new File([text], name))
  const { tables } = await inspector.open(files, null)
  return {
    files,
    tables,
    sheet: null,
    inspector: {
      inspect: (of, answers, threshold) => inspector.inspect(of, answers, threshold, null),
      previews: (of, answers, threshold, patches) => inspector.previews(of, answers, threshold, patches, null),
    },
  }
}

/** A policy as it is loaded. */
export function loadedPolicy(text: string): LoadedPolicy {
  return { fileName: 'policy.yaml', text, ...readPolicy('policy.yaml', text), isEdited: false }
}

/** A set-up of files, under a policy if there is one. */
export async function setupOf(
  texts: Record<string, string>,
  { policy = null, ...choices }: { policy?: string | null } & Partial<Choices> = {},
  parts: Partial<SetupParts> = {},
): Promise<Setup> {
  const loaded = policy === null ? null : loadedPolicy(policy)
  return Setup.of({
    opened: await openedFiles(texts),
    loadedPolicy: loaded,
    origin: 'files',
    baseline: null,
    source: { kind: 'guess' },
    choices: { ...Setup.choicesIn(loaded), ...choices },
    ...parts,
  })
}
