import { isSame } from '../../policy/file/change.ts'
import type { TextFile, Session } from '../../worker/protocol.ts'
import type { History } from '../ui/history.ts'
import type { LoadedPolicy } from '../setup/setup-link.ts'
import type { Said } from '../setup/said.ts'
import type { SetupChoices } from '../setup/setup-parts.ts'
import type { Setup } from '../setup/setup.svelte.ts'

/** What undo can bring back of the page. */
export interface PageSnapshot {
  setup: Setup | null
  choices: SetupChoices | null
  session: Session | null
  /** The candidate's threshold as moved by hand. */
  threshold: number | null
  heldPolicy: LoadedPolicy | null
  heldBaseline: TextFile | null
  /** The ledger. Looks at a test set cannot be undone, so it comes back only where no ledger is left. */
  ledger: TextFile | null
}

/** Whether two snapshots look the same on the page. */
export function isSameSnapshot(a: PageSnapshot, b: PageSnapshot): boolean {
  return (
    a.setup === b.setup &&
    a.session === b.session &&
    a.threshold === b.threshold &&
    a.heldPolicy === b.heldPolicy &&
    a.heldBaseline === b.heldBaseline &&
    isSame(chosen(a), chosen(b))
  )
}

/** What somebody chose; what the first rows show under it follows from it. */
function chosen({ choices }: PageSnapshot): Omit<SetupChoices, 'inspected'> | null {
  if (choices === null) return null
  const { inspected: _, ...others } = choices
  return others
}

/** The history without the evaluations that are no longer in memory. */
export function withHeldOnly(
  { past, present, future }: History<PageSnapshot>,
  isHeld: (session: Session) => boolean,
): History<PageSnapshot> {
  const held = (snapshot: PageSnapshot) =>
    snapshot.session === null || isHeld(snapshot.session) ? snapshot : { ...snapshot, session: null }
  return { past: past.map(held), present, future: future.map(held) }
}

/** What changed between two snapshots, in words that follow "Undo: ". */
export function changeWords(from: PageSnapshot, to: PageSnapshot): string {
  if (from.setup !== to.setup) return setupWords(from, to)
  const [before, after] = [from.choices, to.choices]
  const isOther = (of: 'said' | 'split' | 'stakes') => !isSame(before?.[of], after?.[of])
  const isOtherSaid = (of: keyof Said) => !isSame(before?.said[of], after?.said[of])
  if (from.session !== to.session) return 'the evaluation'
  if (isOtherSaid('roles') || isOtherSaid('task')) return 'the choice of columns'
  if (isOtherSaid('invalidRows')) return 'leaving rows out'
  if (isOther('said')) return 'an answer'
  if (isOther('split')) return 'the splits'
  if (isOther('stakes')) return 'the stakes'
  return from.threshold === to.threshold ? 'the policy' : 'the threshold'
}

function setupWords({ setup: before }: PageSnapshot, { setup: after }: PageSnapshot): string {
  if (after === null) return 'starting over'
  if (before === null || before.files !== after.files) return 'opening files'
  return after.loadedPolicy === null ? 'removing the policy' : 'the policy'
}
